import type { Db } from "@/lib/db/client";

/** Whether there is a receiver at an address. */
export async function hasReceiver({ db, token }: { db: Db; token: string }): Promise<boolean> {
  return (await db.receiver.findUnique({ where: { token }, select: { id: true } })) !== null;
}
