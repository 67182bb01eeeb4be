import "server-only";
import { headers } from "next/headers";

/** Whether whoever asks has a keyboard with ⌘, as far as their browser says. */
export async function isMac(): Promise<boolean> {
  return /Mac|iPhone|iPad/.test((await headers()).get("user-agent") ?? "");
}
