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
 * Mails the notices that wait to those of the workspace who can do something about it, each in their language. A notice is taken before it is
 * mailed, so that two workers do not both mail it; one whose mail failed is tried again, later each time.
 * @returns how many were mailed
 */
export async function sendNoticeMails(house: { db: Db; mailer: Mailer; origin: string }): Promise<number> {
  const { db, mailer, origin } = house;
  for (let sent = 0; ; ) {
    const id = await takeNext(db);
    if (!id) return sent;
    const notice = await db.notice.findUniqueOrThrow({ where: { id }, include: { workspace: { include: { members: { where: { role: { in: READERS } }, include: { user: true } } } } } });
    const facts = {
      subscription: notice.subscriptionName, workspace: notice.workspace.name, detail: notice.detail as NoticeDetail,
      url: `${origin}${routes.subscriptions.detail(showId("subscription", notice.subscriptionId))}`,
    };
    try {
      for (const [locale, readers] of Map.groupBy(notice.workspace.members, ({ user }) => languageOf(user))) {
        // The same id on every try lets a mail server recognise one that it took before the answer was lost.
        const messageId = `<${showId("notice", id)}.${locale}@${new URL(origin).hostname}>`;
        await mailer.send({ to: readers.map(({ user }) => user.email), ...mailText(locale, notice.kind as NoticeKind, facts), messageId });
      }
      await db.notice.update({ where: { id }, data: { mailState: "sent" } });
      sent += 1;
    } catch (error) {
      if (notice.mailTries >= TRIES) await db.notice.update({ where: { id }, data: { mailState: "failed" } });
      throw error;
    }
  }
}

/** What a person chose, else what their browser last asked for. */
function languageOf(user: { locale: string | null; browserLocale: string | null }): Locale {
  return readLocale(user.locale) ?? readLocale(user.browserLocale) ?? DEFAULT_LOCALE;
}

/** Takes the notice that has waited longest, and puts its next try off. */
async function takeNext(db: Db): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    UPDATE notices SET mail_tries = mail_tries + 1, mail_due_at = now() + interval '1 minute' * power(2, mail_tries)
    WHERE id = (SELECT id FROM notices WHERE mail_state = 'waiting' AND mail_due_at <= now() ORDER BY mail_due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::text`;
  return row?.id;
}
