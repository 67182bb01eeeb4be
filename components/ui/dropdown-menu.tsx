"use client";
import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const DropdownMenu = Primitive.Root;
export const DropdownMenuTrigger = Primitive.Trigger;

const ITEM =
  "relative flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none select-none data-[highlighted]:bg-muted " +
  "data-[disabled]:pointer-events-none data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground";

/** The menu itself. */
export function DropdownMenuContent({ className, align = "end", sideOffset = 4, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn("z-50 min-w-44 rounded-lg border border-border bg-card p-1 text-foreground shadow-lg motion-safe:animate-fade", className)}
        {...props}
      />
    </Primitive.Portal>
  );
}

/** Something to do. */
export function DropdownMenuItem({ variant = "default", className, ...props }: ComponentProps<typeof Primitive.Item> & { variant?: "default" | "destructive" }) {
  return <Primitive.Item className={cn(ITEM, variant === "destructive" && "text-danger [&_svg]:text-danger", className)} {...props} />;
}

/** Something that is on or off. */
export function DropdownMenuCheckboxItem({ className, children, ...props }: ComponentProps<typeof Primitive.CheckboxItem>) {
  return (
    <Primitive.CheckboxItem className={cn(ITEM, "pl-8", className)} {...props}>
      <Primitive.ItemIndicator className="absolute left-2"><Check aria-hidden /></Primitive.ItemIndicator>
      {children}
    </Primitive.CheckboxItem>
  );
}

/** A heading in the menu. */
export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label className={cn("px-2 py-1.5 text-xs text-muted-foreground", className)} {...props} />;
}

/** A line between groups. */
export function DropdownMenuSeparator({ className, ...props }: ComponentProps<typeof Primitive.Separator>) {
  return <Primitive.Separator className={cn("my-1 h-px bg-border", className)} {...props} />;
}
