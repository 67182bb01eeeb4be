"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

const PLACES = {
  center:
    "top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 rounded-xl border border-border p-5",
  left: "inset-y-0 left-0 w-72 max-w-[calc(100vw-3rem)] border-r border-border p-3",
  right: "inset-y-0 right-0 w-full max-w-xl border-l border-border p-5",
} as const;

/** A dialog in the middle, or a sheet at a side. Needs a DialogTitle inside. */
export function DialogContent({ side = "center", className, children, ...props }: ComponentProps<typeof Primitive.Content> & { side?: keyof typeof PLACES }) {
  const t = useTranslations("common");
  return (
    <Primitive.Portal>
      <Primitive.Overlay className="fixed inset-0 z-40 bg-black/45 motion-safe:data-[state=open]:animate-fade" />
      <Primitive.Content
        className={cn("fixed z-50 overflow-y-auto bg-card text-foreground shadow-xl outline-none motion-safe:data-[state=open]:animate-fade", PLACES[side], className)}
        {...props}
      >
        {children}
        <Primitive.Close aria-label={t("close")} className="absolute top-3 right-3 grid size-8 cursor-pointer place-items-center rounded-md text-muted-foreground hover:bg-muted hover:text-foreground">
          <X aria-hidden className="size-4" />
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

/** Title and description of a dialog. */
export function DialogHeader({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("mb-4 space-y-1 pr-8", className)} {...props} />;
}

/** The dialog's name, read out when it opens. */
export function DialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title className={cn("text-base leading-6 font-semibold", className)} {...props} />;
}

/** One or two sentences under the title. */
export function DialogDescription({ className, ...props }: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description className={cn("text-sm leading-5 text-pretty text-muted-foreground", className)} {...props} />;
}

/** The dialog's buttons; the main one last. */
export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("mt-6 flex flex-wrap justify-end gap-2", className)} {...props} />;
}
