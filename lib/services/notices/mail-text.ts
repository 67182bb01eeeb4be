import { createTranslator } from "use-intl/core";
import { FAILURE_KINDS, isStatusAtFault } from "@/lib/domain/failure";
import type { Locale } from "@/lib/domain/locale";
import { asOneLine, isolated } from "@/lib/domain/name-text";
import type { NoticeDetail, NoticeKind } from "@/lib/domain/notice";
import { formatsOf } from "@/lib/format";
import { MESSAGES } from "@/lib/messages";

interface Facts {
  subscription: string;
  workspace: string;
  detail: NoticeDetail;
  /** Where it can be looked at and mended. */
  url: string;
}

/** The mail of a notice in a language: what happened, what it means, where to go. */
export function mailText(locale: Locale, kind: NoticeKind, { subscription, workspace, detail, url }: Facts): { subject: string; text: string } {
  const t = createTranslator({ locale, messages: MESSAGES[locale], namespace: "notices" });
  const moment = (iso: string | undefined) => (iso ? formatsOf(locale).dateTime(iso, "UTC") : "");
  // One line each, and held apart as on the pages: what is written from right to left turns nothing of the sentence around it.
  const shown = (name: string) => isolated(asOneLine(name));
  const values = { name: shown(subscription), since: moment(detail.downSince), at: moment(detail.disableAt), attempts: detail.attempts ?? 0, reason: detail.reason ? t(`reason.${detail.reason}`) : "" };
  const text = [t(`body.${kind}`, values), lastFailure(locale, detail), `${t("mail.look")} ${url}`, t("mail.from", { workspace: shown(workspace) })].filter(Boolean).join("\n\n");
  return { subject: `[Aviso] ${t(`title.${kind}`, values)}`, text: `${text}\n` };
}

function lastFailure(locale: Locale, { responseStatus, failureKind }: NoticeDetail): string {
  const t = createTranslator({ locale, messages: MESSAGES[locale], namespace: "notices.mail" });
  if (responseStatus && (!failureKind || isStatusAtFault(failureKind))) return t("lastStatus", { status: String(responseStatus) });
  const kind = FAILURE_KINDS.find((known) => known === failureKind);
  if (!kind) return "";
  const words = createTranslator({ locale, messages: MESSAGES[locale], namespace: "events.failure" });
  return t("lastFailure", { kind: words(`${kind}.title`, { status: "" }).trim() });
}
