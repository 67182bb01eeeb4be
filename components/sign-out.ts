"use client";
import { routes } from "@/lib/routes";

/** Signs out. */
export async function leave(): Promise<void> {
  // Fetched when it is wanted: no page needs it to be read.
  const { signOut } = await import("next-auth/react");
  await signOut({ redirect: false });
  // A full load: nothing that this person saw stays in the browser's router cache.
  window.location.assign(routes.signIn());
}
