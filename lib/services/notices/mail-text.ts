import type { NoticeDetail, NoticeKind } from "@/lib/domain/notice";
import words from "@/messages/en/notices.json";

interface Facts {
  subscription: string;
  workspace: string;
  detail: NoticeDetail;
  /** Where it can be looked at and mended. */
  url: string;
}

/** The mail of a notice: what happened, what it means, where to go. */
export function mailText(kind: NoticeKind, { subscription, workspace, detail, url }: Facts): { subject: string; text: string } {
  const fill = (template: string) =>
    template
      .replaceAll("{name}", subscription)
      .replaceAll("{since}", moment(detail.downSince))
      .replaceAll("{at}", moment(detail.disableAt))
      .replaceAll("{attempts}", String(detail.attempts ?? ""))
      .replaceAll("{reason}", detail.reason ? words.reason[detail.reason] : "");
  const failure = detail.responseStatus ? words.mail.lastStatus.replace("{status}", String(detail.responseStatus)) : detail.failureKind ? words.mail.lastFailure.replace("{kind}", detail.failureKind) : "";
  const text = [fill(words.body[kind]), failure, `${words.mail.look} ${url}`, words.mail.from.replace("{workspace}", workspace)].filter(Boolean).join("\n\n");
  // A name with a line break would end the header.
  return { subject: `[Aviso] ${fill(words.title[kind])}`.replace(/\s+/g, " "), text: `${text}\n` };
}

function moment(iso: string | undefined): string {
  return iso ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : "";
}
