import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

type AlertTone = "info" | "success" | "warning" | "danger";

const VIEW = {
  info: { icon: Info, box: "border-info/25 bg-info-soft", mark: "text-info" },
  success: { icon: CircleCheck, box: "border-success/25 bg-success-soft", mark: "text-success" },
  warning: { icon: TriangleAlert, box: "border-warning/25 bg-warning-soft", mark: "text-warning" },
  danger: { icon: CircleAlert, box: "border-danger/25 bg-danger-soft", mark: "text-danger" },
} as const satisfies Record<AlertTone, { icon: LucideIcon; box: string; mark: string }>;

/** Something the person should know here; errors are announced at once. */
export function Alert({ tone = "info", title, children, actions, className, ...props }: Omit<ComponentProps<"div">, "title"> & {
  tone?: AlertTone; title?: ReactNode; actions?: ReactNode;
}) {
  const { icon: Icon, box, mark } = VIEW[tone];
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={cn("flex gap-3 rounded-lg border px-3.5 py-3 text-sm leading-5", box, className)} {...props}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 space-y-1 break-words">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-foreground">{children}</div>}
        {actions && <div className="flex flex-wrap gap-2 pt-1">{actions}</div>}
      </div>
    </div>
  );
}
