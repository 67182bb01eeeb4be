import type { ReactNode } from "react";

/** Nothing here: what it would be, why there is none, and what to do. */
export function EmptyState({ icon, title, description, action }: { icon?: ReactNode; title: ReactNode; description?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      {icon && <div aria-hidden className="mb-4 grid size-11 place-items-center rounded-lg border border-border bg-subtle text-muted-foreground [&_svg]:size-5">{icon}</div>}
      <p className="text-sm font-semibold">{title}</p>
      {description && <p className="mt-1 max-w-md text-sm leading-5 text-pretty text-muted-foreground">{description}</p>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
