import "server-only";
import { headers } from "next/headers";
import { addressOf } from "./front/client-address";

/** The network address that this request came from. */
export async function requestAddress(): Promise<string> {
  return addressOf(await headers());
}
