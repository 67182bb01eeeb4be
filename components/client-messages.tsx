import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Messages } from "@/lib/messages";
import { MoreMessages } from "./more-messages";

/** Hands what is below it the copy that its client components speak, besides what they have from above: all of it would be two thirds of a small page. */
export async function ClientMessages({ areas, children }: { areas: readonly (keyof Messages)[]; children: ReactNode }) {
  const all = await getMessages();
  return <MoreMessages messages={Object.fromEntries(areas.map((area) => [area, all[area]]))}>{children}</MoreMessages>;
}
