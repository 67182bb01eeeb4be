import type { Tx } from "@/lib/db/client";
import type { AuditValues } from "@/lib/domain/audit";
import type { Locale } from "@/lib/domain/locale";
import { recordAudit } from "@/lib/services/audit/record";

export interface SignInFrom { now: Date; address: string; locale?: Locale | undefined }

/** Writes a sign-in down: at the person, and in the audit log of every workspace that they are in. @param by what let them in */
export async function recordSignIn(tx: Tx, user: { id: string; name: string }, { now, address, locale }: SignInFrom, by: AuditValues): Promise<void> {
  await tx.user.update({ where: { id: user.id }, data: { lastSignInAt: now, browserLocale: locale } });
  const members = await tx.member.findMany({ where: { userId: user.id }, select: { workspaceId: true } });
  for (const { workspaceId } of members) {
    await recordAudit(tx, { workspaceId, actor: { kind: "user", ...user }, address, now: () => now }, { action: "person.signedIn", target: { kind: "user", ...user }, after: by });
  }
}
