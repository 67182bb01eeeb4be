import type { Db } from "@/lib/db/client";
import { showId } from "@/lib/domain/ids";
import { DEFAULT_LOCALE, readLocale, type Locale } from "@/lib/domain/locale";
import type { NoticeDetail, NoticeKind } from "@/lib/domain/notice";
import { routes } from "@/lib/routes";
import { mailText } from "./mail-text";
import type { Mailer } from "./mailer";

const TRIES = 8;
const READERS = ["owner", "admin", "developer"];

/**
 * Mails the notices that wait to those of the workspace who can do something about it, each in their language, and each by a mail of
 * their own: where one cannot be sent, the others have theirs, and the next try is for that one alone. A notice is taken before it is
 * mailed, so that two workers do not both mail it; one that is not done is tried again, later each time.
 * @returns how many were mailed
 * @throws the first error, when some could not be sent
 */
export async function sendNoticeMails(house: { db: Db; mailer: Mailer; origin: string }): Promise<number> {
  const { db, mailer, origin } = house;
  for (let sent = 0; ; ) {
    const taken = await takeNext(db);
    if (!taken) return sent;
    const { id, mailedTo } = taken;
    const notice = await db.notice.findUniqueOrThrow({ where: { id }, include: { workspace: { include: { members: { where: { role: { in: READERS } }, include: { user: true } } } } } });
    const facts = {
      subscription: notice.subscriptionName, workspace: notice.workspace.name, detail: notice.detail as NoticeDetail,
      url: `${origin}${routes.subscriptions.detail(showId("subscription", notice.subscriptionId))}`,
    };
    const errors: unknown[] = [];
    for (const { user } of notice.workspace.members) {
      if (mailedTo.includes(user.id)) continue;
      // The same id on every try lets a mail server recognise one that it took before the answer was lost.
      const messageId = `<${showId("notice", id)}.${user.id.slice(-12)}@${new URL(origin).hostname}>`;
      const mail = { to: [user.email], ...mailText(languageOf(user), notice.kind as NoticeKind, facts), messageId };
      await mailer.send(mail).then(() => noteMailed(db, id, user.id), (error: unknown) => errors.push(error));
    }
    if (errors.length === 0) {
      await db.notice.update({ where: { id }, data: { mailState: "sent" } });
      sent += 1;
      continue;
    }
    if (notice.mailTries >= TRIES) await db.notice.update({ where: { id }, data: { mailState: "failed" } });
    throw errors[0];
  }
}

/** What a person chose, else what their browser last asked for. */
function languageOf(user: { locale: string | null; browserLocale: string | null }): Locale {
  return readLocale(user.locale) ?? readLocale(user.browserLocale) ?? DEFAULT_LOCALE;
}

/** Takes the notice that has waited longest, and puts its next try off. */
async function takeNext(db: Db): Promise<{ id: string; mailedTo: string[] } | undefined> {
  const [row] = await db.$queryRaw<{ id: string; mailedTo: string[] }[]>`
    UPDATE notices SET mail_tries = mail_tries + 1, mail_due_at = now() + interval '1 minute' * power(2, mail_tries)
    WHERE id = (SELECT id FROM notices WHERE mail_state = 'waiting' AND mail_due_at <= now() ORDER BY mail_due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::text, mailed_to::text[] AS "mailedTo"`;
  return row;
}

/** Notes whom a notice was mailed to. While a slow mail server takes one after the other, nobody else takes the notice. */
async function noteMailed(db: Db, id: string, userId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE notices SET mailed_to = array_append(mailed_to, ${userId}::uuid), mail_due_at = greatest(mail_due_at, now() + interval '1 minute') WHERE id = ${id}::uuid`;
}
