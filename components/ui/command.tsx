"use client";
import { Command as Primitive } from "cmdk";
import { Dialog } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** A dialog near the top with a field and a list below it, which the arrow keys walk. Needs a DialogTitle inside. */
export function CommandDialog({ className, children, ...props }: ComponentProps<typeof Dialog.Content>) {
  return (
    <Dialog.Portal>
      <Dialog.Overlay className="fixed inset-0 z-50 bg-black/45 motion-safe:data-[state=open]:animate-fade" />
      <Dialog.Content
        className={cn(
          "fixed top-3 left-1/2 z-50 flex max-h-[calc(100dvh-1.5rem)] w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-border bg-card text-foreground shadow-2xl outline-none sm:top-[12dvh] sm:max-h-[min(30rem,80dvh)]",
          "motion-safe:data-[state=open]:animate-fade", className,
        )}
        {...props}
      >
        {children}
      </Dialog.Content>
    </Dialog.Portal>
  );
}

/** The field and its list. */
export function Command({ className, ...props }: ComponentProps<typeof Primitive>) {
  return <Primitive className={cn("flex min-h-0 flex-col", className)} {...props} />;
}

/** Where one types. */
export function CommandInput({ className, ...props }: ComponentProps<typeof Primitive.Input>) {
  return <Primitive.Input className={cn("h-12 min-w-0 flex-1 bg-transparent text-[15px] outline-none placeholder:text-muted-foreground", className)} {...props} />;
}

/** What can be chosen. */
export function CommandList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return <Primitive.List className={cn("min-h-0 flex-1 scroll-py-1 overflow-y-auto overscroll-contain p-1.5", className)} {...props} />;
}

/** A few of one kind, below their name. */
export function CommandGroup({ className, ...props }: ComponentProps<typeof Primitive.Group>) {
  return <Primitive.Group className={cn("[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted-foreground", className)} {...props} />;
}

/** One of them. */
export function CommandItem({ className, ...props }: ComponentProps<typeof Primitive.Item>) {
  return (
    <Primitive.Item
      className={cn(
        "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm select-none data-[selected=true]:bg-muted",
        "data-[disabled=true]:pointer-events-none data-[disabled=true]:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted-foreground", className,
      )}
      {...props}
    />
  );
}
