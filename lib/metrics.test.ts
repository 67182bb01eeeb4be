import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { answerMetrics, countRequest } from "./metrics";

test("metrics are shown to whoever bears the token and, without one, only where it is open; no label names a tenant", async () => {
  let access: { token: string | null; isOpen: boolean } = { token: null, isOpen: false };
  const server = createServer((request, response) => {
    countRequest(request, response);
    void answerMetrics(request, response, access);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const ask = (authorization?: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/r/planted-token?x=planted`, authorization ? { headers: { authorization } } : {});
  expect((await ask("Bearer anything")).status).toBe(404);
  access = { token: "a-long-metrics-token", isOpen: true };
  expect([(await ask()).status, (await ask("Bearer a-long-metrics-tokem")).status]).toEqual([404, 404]);
  expect((await ask("Bearer a-long-metrics-token")).status).toBe(200);
  access = { token: null, isOpen: true };
  const text = await (await ask()).text();
  expect(text).toContain('aviso_http_requests_total{kind="receiver",status="4xx"} 3');
  for (const sample of ['bucket{le="10",kind="receiver"} 4', 'count{kind="receiver"} 4']) expect(text).toContain(`aviso_http_request_duration_seconds_${sample}`);
  expect(text).toContain("nodejs_eventloop_lag_seconds");
  expect(text).not.toContain("planted");
  server.close();
});
