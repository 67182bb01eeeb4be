import { createServer, connect, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** What stands between Aviso and its database, and can be made to fail as networks do. */
export interface Proxy {
  port: number;
  /** Where new connections lead from now on. */
  target: number;
  /** Milliseconds by which each piece of data is late, both ways. */
  delayMs: number;
  /** Ends every connection at once. */
  cut(): void;
  /** No connection is taken any more, as if nothing listened. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** Connections that are open now stay open and say nothing more: a server that is gone without a word. New ones work. */
  silence(): void;
  close(): Promise<void>;
}

/** Starts a proxy to a port of this machine. */
export async function startProxy(target: number): Promise<Proxy> {
  const pairs = new Set<{ near: Socket; far: Socket; isSilent: boolean }>();
  let server: Server | undefined;

  const take = (near: Socket) => {
    // Held back until an answer came, as is the rule, a small statement would be 40 ms late.
    const far = connect({ port: proxy.target, host: "127.0.0.1", noDelay: true });
    const pair = { near, far, isSilent: false };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      if (!pair.isSilent) for (const socket of [near, far]) socket.destroy();
    };
    const pass = (from: Socket, to: Socket) => {
      // One after the other, or what is late would come in another order.
      let before = Promise.resolve();
      from.on("data", (chunk) => {
        if (pair.isSilent) return;
        if (proxy.delayMs === 0 && to.writableLength < 1 << 20) return void (before = before.then(() => void (pair.isSilent || to.write(chunk))));
        from.pause();
        before = before.then(() => wait(proxy.delayMs)).then(() => {
          if (!pair.isSilent) to.write(chunk);
          from.resume();
        });
      });
      from.on("error", end).on("close", end);
    };
    pass(near, far);
    pass(far, near);
  };
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server = createServer({ noDelay: true }, take).once("error", reject).listen(port, "127.0.0.1", () => resolve((server!.address() as { port: number }).port));
    });
  const cut = () => {
    for (const { near, far } of pairs) for (const socket of [near, far]) socket.destroy();
    pairs.clear();
  };
  const refuse = async () => {
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = undefined;
    cut();
    await closed;
  };

  const proxy: Proxy = {
    port: 0,
    target,
    delayMs: 0,
    cut,
    refuse,
    async accept() {
      await listen(proxy.port);
    },
    silence() {
      for (const pair of pairs) pair.isSilent = true;
    },
    close: refuse,
  };
  proxy.port = await listen(0);
  return proxy;
}
