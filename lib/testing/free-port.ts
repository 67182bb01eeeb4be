import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** A port that nobody listens on now. Another process may take it before it is used, which is rare enough for tests. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
