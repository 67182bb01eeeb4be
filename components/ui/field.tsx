import { cloneElement, isValidElement, type ReactElement, type ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Label } from "./label";

/**
 * A control with its label, hint and error. Gives an only child the field's id, and ties hint and error to it
 * (aria-describedby, aria-invalid), so that they are read out with it.
 */
export function Field({ label, hint, error, htmlFor, className, children }: {
  label: ReactNode; hint?: ReactNode; error?: ReactNode; htmlFor: string; className?: string; children: ReactNode;
}) {
  const describedBy = [hint && `${htmlFor}-hint`, error && `${htmlFor}-error`].filter(Boolean).join(" ") || undefined;
  const control = isValidElement(children)
    ? cloneElement(children as ReactElement<Record<string, unknown>>, {
        id: (children.props as { id?: string }).id ?? htmlFor,
        "aria-describedby": describedBy,
        "aria-invalid": error ? true : undefined,
      })
    : children;
  return (
    <div className={cn("min-w-0 space-y-1.5", className)}>
      <Label htmlFor={htmlFor} className="block">{label}</Label>
      {control}
      {hint && <p id={`${htmlFor}-hint`} className="text-xs leading-4 text-pretty text-muted-foreground">{hint}</p>}
      {error && <p id={`${htmlFor}-error`} role="alert" className="text-xs leading-4 font-medium text-danger">{error}</p>}
    </div>
  );
}
