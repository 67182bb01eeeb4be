import { createTranslator } from "use-intl/core";
import type { Locale } from "@/lib/domain/locale";
import { asOneLine } from "@/lib/domain/name-text";
import { MESSAGES } from "@/lib/messages";
import type { Mailer } from "@/lib/services/notices/mailer";

interface Invitation { id: string; email: string; workspace: string; inviter: string; url: string }

/**
 * Mails an invitation's link; resolves when the mail server has taken it. Only names go in beside it: no text of the
 * inviter's, so that it can't be used to write to strangers.
 * @param locale the inviter's language: nothing is known of whom they invite
 */
export async function mailInvitation({ mailer, origin, locale, invitation }: { mailer: Mailer; origin: string; locale: Locale; invitation: Invitation }): Promise<void> {
  const { id, email, url } = invitation;
  const names = { inviter: asOneLine(invitation.inviter), workspace: asOneLine(invitation.workspace) };
  const t = createTranslator({ locale, messages: MESSAGES[locale], namespace: "people.mail" });
  const text = `${[t("body", names), url, t("ends"), t("unasked")].join("\n\n")}\n`;
  await mailer.send({ to: [email], subject: t("subject", names), text, messageId: `<${id}@${new URL(origin).hostname}>` });
}
