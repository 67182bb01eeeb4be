import { createServer, type AddressInfo, type Socket } from "node:net";

export interface TakenMail { from: string; to: string[]; /** Head and body as they came, without the last dot. */ text: string }
export interface MailServer {
  /** As AVISO_SMTP_URL takes it. */
  url: string;
  mails: TakenMail[];
  /** Addresses that it takes no mail for. */
  refused: Set<string>;
  close(): Promise<void>;
}

/** A real mail server (RFC 5321) on loopback that takes what it is not told to refuse, and keeps it. */
export async function startMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => undefined));
    let mail: TakenMail = { from: "", to: [], text: "" };
    let isData = false;
    let heard = "";
    const answer = (line: string) => {
      const [, address = ""] = /<(.*)>/.exec(line) ?? [];
      if (/^MAIL FROM/i.test(line)) mail = { from: address, to: [], text: "" };
      if (/^RCPT TO/i.test(line) && refused.has(address)) return void socket.write("451 later\r\n");
      if (/^RCPT TO/i.test(line)) mail.to.push(address);
      isData = /^DATA/i.test(line);
      socket.write(isData ? "354 go on\r\n" : /^QUIT/i.test(line) ? "221 bye\r\n" : "250 ok\r\n");
    };
    socket.write("220 test\r\n");
    socket.setEncoding("utf8").on("data", (text: string) => {
      heard += text;
      for (;;) {
        const end = heard.indexOf(isData ? "\r\n.\r\n" : "\r\n");
        if (end === -1) return;
        const said = heard.slice(0, end);
        heard = heard.slice(end + (isData ? 5 : 2));
        if (!isData) answer(said);
        else {
          mails.push({ ...mail, text: said });
          isData = false;
          socket.write("250 taken\r\n");
        }
      }
    });
  });
  const mails: TakenMail[] = [];
  const refused = new Set<string>();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}?ignoreTLS=true`,
    mails,
    refused,
    close: () => new Promise((done) => { server.close(() => done()); for (const socket of sockets) socket.destroy(); }),
  };
}
