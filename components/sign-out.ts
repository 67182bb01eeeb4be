"use client";
import { signOut } from "next-auth/react";
import { routes } from "@/lib/routes";

/** Signs out. */
export async function leave(): Promise<void> {
  await signOut({ redirect: false });
  // A full load: nothing that this person saw stays in the browser's router cache.
  window.location.assign(routes.signIn());
}
