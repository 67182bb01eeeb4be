import "server-only";
import { cookies } from "next/headers";
import { readId, showId } from "@/lib/domain/ids";
import { getRuntime } from "./runtime";

const MAX_AGE_SEC = 365 * 86_400;

/** The UUID of the workspace that this browser works in, or null. Only a wish: whether the person is in it is asked each time. */
export async function chosenWorkspace(): Promise<string | null> {
  return readId("workspace", (await cookies()).get(cookieName())?.value ?? "");
}

/** Makes this browser work in a workspace from now on. */
export async function chooseWorkspace(workspaceId: string): Promise<void> {
  const secure = isSecure();
  (await cookies()).set(cookieName(), showId("workspace", workspaceId), { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: MAX_AGE_SEC });
}

const isSecure = () => getRuntime().settings.origin.startsWith("https:");
const cookieName = () => `${isSecure() ? "__Secure-" : ""}aviso.workspace`;
