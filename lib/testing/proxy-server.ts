import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";

export interface ProxyServer {
  /** As HTTP_PROXY takes it. */
  url: string;
  host: string;
  /** What was asked for, as "CONNECT address:port" or the method of a request without a tunnel, and with which credentials. */
  asked: { what: string; authorization: string | undefined }[];
  /** The status of the next answers; 200 makes the tunnel. */
  status: number;
  /** Where tunnels lead in place of where they were asked to. */
  leadsTo: { host: string; port: number } | null;
  close(): Promise<void>;
}

/** A real forward proxy on loopback that makes tunnels (CONNECT) and refuses everything else. */
export function startProxy(): Promise<ProxyServer> {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      proxy.asked.push({ what: `${request.method} ${request.url}`, authorization: request.headers["proxy-authorization"] });
      response.writeHead(405).end();
    });
    server.on("connect", (request, socket) => {
      proxy.asked.push({ what: `CONNECT ${request.url}`, authorization: request.headers["proxy-authorization"] });
      socket.on("error", () => undefined);
      if (proxy.status !== 200) return void socket.end(`HTTP/1.1 ${proxy.status} No\r\ncontent-length: 0\r\n\r\n`);
      const { hostname, port } = new URL(`http://${request.url}`);
      const way = proxy.leadsTo ?? { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
      const target = connect(way.port, way.host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      target.on("error", () => socket.destroy());
    });
    const proxy: ProxyServer = {
      url: "", host: "", asked: [], status: 200, leadsTo: null,
      close: () =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
    };
    server.listen(0, "127.0.0.1", () => {
      proxy.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      proxy.url = `http://ana:s%40crt@${proxy.host}`;
      resolve(proxy);
    });
  });
}
