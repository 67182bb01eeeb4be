import type { Db } from "@/lib/db/client";
import type { SealingKey } from "@/lib/domain/sealed";
import { createMailer } from "@/lib/services/notices/mailer";
import { dropMails } from "@/lib/services/notices/drop-mails";
import { sendNoticeEvents } from "@/lib/services/notices/send-events";
import { sendNoticeMails } from "@/lib/services/notices/send-mails";

const POLL_MS = 2_000;

interface NoticeRunnerOptions {
  db: Db;
  secretKey: SealingKey;
  origin: string;
  /** Null where no mail server is set. */
  mail: { smtpUrl: string; from: string } | null;
  onError: (error: unknown, doing: string) => void;
}

/** Sends notices as events and by mail, until stopped. What is unsent is in the database, so any worker goes on with it. */
export function startNoticeRunner(options: NoticeRunnerOptions): { stop(): Promise<void> } {
  const { db, secretKey, origin, onError } = options;
  const mailer = options.mail && createMailer(options.mail);
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;

  const look = async (): Promise<void> => {
    await sendNoticeEvents({ db, secretKey, origin, now: () => new Date() }).catch((error) => onError(error, "send notices as events"));
    // Without a mail server nothing waits for one that may be set up next year.
    await (mailer ? sendNoticeMails({ db, mailer, origin }) : dropMails(db)).catch((error) => onError(error, "mail notices"));
    if (!isStopping) timer = setTimeout(() => (looking = look()), POLL_MS);
  };
  let looking = look();

  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      mailer?.close();
      await looking;
    },
  };
}
