"use client";
import { NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import { useMemo, type ReactNode } from "react";
import type { Messages } from "@/lib/messages";

/** Adds these areas to the copy from above. */
export function MoreMessages({ messages, children }: { messages: Partial<Messages>; children: ReactNode }) {
  const above = useMessages();
  const all = useMemo(() => ({ ...above, ...messages }), [above, messages]);
  return <NextIntlClientProvider locale={useLocale()} messages={all}>{children}</NextIntlClientProvider>;
}
