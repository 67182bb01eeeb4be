import type { Db } from "@/lib/db/client";

/** How a person can sign in. Ids are UUIDs. */
export async function findSignInWays({ db, personId }: { db: Db; personId: string }): Promise<{ hasPassword: boolean; isBound: boolean }> {
  const { passwordHash, _count } = await db.user.findUniqueOrThrow({ where: { id: personId }, select: { passwordHash: true, _count: { select: { identities: true } } } });
  return { hasPassword: passwordHash !== null, isBound: _count.identities > 0 };
}
