import { createTranslator } from "use-intl/core";
import type { Locale } from "@/lib/domain/locale";
import { MESSAGES } from "@/lib/messages";
import type { Mailer } from "@/lib/services/notices/mailer";

interface Invitation { id: string; email: string; workspace: string; inviter: string; url: string }

/**
 * Mails an invitation's link; resolves when the mail server has taken it. Only names go in beside it: no text of the
 * inviter's, so that it can't be used to write to strangers.
 * @param locale the inviter's language: nothing is known of whom they invite
 */
export async function mailInvitation({ mailer, origin, locale, invitation }: { mailer: Mailer; origin: string; locale: Locale; invitation: Invitation }): Promise<void> {
  const { id, email, workspace, inviter, url } = invitation;
  const t = createTranslator({ locale, messages: MESSAGES[locale], namespace: "people.mail" });
  const text = `${[t("body", { inviter, workspace }), url, t("ends"), t("unasked")].join("\n\n")}\n`;
  // A name with a line break would end the header.
  const subject = t("subject", { inviter, workspace }).replace(/\s+/g, " ");
  await mailer.send({ to: [email], subject, text, messageId: `<${id}@${new URL(origin).hostname}>` });
}
