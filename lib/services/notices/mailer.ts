import { createTransport } from "nodemailer";

export interface Mail {
  to: string[];
  subject: string;
  text: string;
  messageId: string;
}

export interface Mailer {
  /** Resolves when the mail server has taken it. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** @param settings.smtpUrl smtp:// or smtps://, with user and password where the server asks for them */
export function createMailer(settings: { smtpUrl: string; from: string }): Mailer {
  const url = new URL(settings.smtpUrl);
  // A mail server that is silent must not keep the notices after this one waiting for minutes.
  for (const [name, ms] of Object.entries({ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 })) url.searchParams.set(name, String(ms));
  const transport = createTransport(url.href, { from: settings.from });
  return {
    // As objects: a text would be read as a list, and one address could hold several.
    // And a subject that looks encoded (RFC 2047) would be decoded by who reads it, line ends and all.
    send: async ({ to, subject, ...mail }) => void (await transport.sendMail({ ...mail, subject: subject.replaceAll("=?", "= ?"), to: to.map((address) => ({ name: "", address })), disableFileAccess: true, disableUrlAccess: true })),
    close: () => transport.close(),
  };
}
