import "server-only";
import { cookies } from "next/headers";
import { DEVICE_DAYS, readDevice, rememberDevice } from "@/lib/domain/device-token";
import { getRuntime } from "./runtime";

/** Which browser this is to an account that signed in on it before, or null. */
export async function findDevice(email: string): Promise<string | null> {
  // Longer than an e-mail can be: nobody's, and not worth the work.
  if (email.length > 254) return null;
  return readDevice(await kept(), { key: getRuntime().secretKey, email, now: new Date() });
}

/** Lets this browser be known when the account signs in on it again: tries from elsewhere do not hold it up then. */
export async function keepDevice(email: string): Promise<void> {
  const value = rememberDevice(await kept(), { key: getRuntime().secretKey, email, now: new Date() });
  (await cookies()).set(cookieName(), value, { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(), maxAge: DEVICE_DAYS * 86_400 });
}

const kept = async () => (await cookies()).get(cookieName())?.value ?? "";
const isSecure = () => getRuntime().settings.origin.startsWith("https:");
const cookieName = () => `${isSecure() ? "__Secure-" : ""}aviso.device`;
