import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

/** A bordered area that holds one thing. */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return <section className={cn("min-w-0 rounded-lg border border-border bg-card text-foreground shadow-xs", className)} {...props} />;
}

/** The head of a card: its title, a sentence, and what one can do. */
export function CardHeader({ title, description, actions, className, children }: {
  title?: ReactNode; description?: ReactNode; actions?: ReactNode; className?: string; children?: ReactNode;
}) {
  return (
    <div className={cn("flex flex-wrap justify-between gap-x-4 gap-y-2 border-b border-border px-4 py-3 sm:px-5", description || children ? "items-start" : "items-center", className)}>
      <div className="min-w-0 space-y-0.5">
        {title && <h2 className="text-sm leading-6 font-semibold">{title}</h2>}
        {description && <p className="text-[13px] leading-5 text-pretty text-muted-foreground">{description}</p>}
        {children}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}

/** What a card holds. */
export function CardContent({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("px-4 py-4 sm:px-5", className)} {...props} />;
}
