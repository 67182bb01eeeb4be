import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

export interface ReceivedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface ReceiverServer {
  url: string;
  requests: ReceivedRequest[];
  /** How it answers from now on. Not answering at all is a way to hang. */
  answer: (request: ReceivedRequest, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** A real receiver on loopback that records what it gets and answers 200, until told otherwise. */
export function startReceiver(): Promise<ReceiverServer> {
  return new Promise((resolve) => {
    const server = createServer((message, response) => {
      const chunks: Buffer[] = [];
      message.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
        const request = { path: message.url ?? "", headers: message.headers, body: Buffer.concat(chunks).toString("utf8") };
        receiver.requests.push(request);
        receiver.answer(request, response);
      });
    });
    const receiver: ReceiverServer = {
      url: "",
      requests: [],
      answer: (_request, response) => void response.end("ok"),
      close: () =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
    };
    server.listen(0, "127.0.0.1", () => {
      receiver.url = `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`;
      resolve(receiver);
    });
  });
}
