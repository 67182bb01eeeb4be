import type { ReactNode } from "react";

/** The head of a page: where one is, in a sentence, and what one can do. */
export function PageHeader({ title, description, actions }: { title: ReactNode; description?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 space-y-1">
        <h1 className="text-xl leading-7 font-semibold tracking-tight wrap-anywhere">{title}</h1>
        {description && <div className="max-w-2xl text-sm leading-5 text-pretty text-muted-foreground">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
