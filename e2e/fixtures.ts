import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { test as base, expect } from "@playwright/test";

export interface Credentials {
  url: string;
  email: string;
  password: string;
  apiKey: string;
}

/** A receiver on loopback that records what it gets and answers with `status`. */
export interface Hook {
  url: string;
  status: number;
  requests: { headers: IncomingHttpHeaders; body: string }[];
}

const test = base.extend<{ credentials: Credentials; signIn: () => Promise<void>; hook: Hook; api: (path: string, body?: unknown) => Promise<Response> }>({
  credentials: async ({}, use) => use(JSON.parse(readFileSync(process.env.AVISO_E2E_CREDENTIALS!, "utf8")) as Credentials),
  baseURL: async ({ credentials }, use) => use(credentials.url),
  page: async ({ page }, use) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await use(page);
    expect(problems, "errors on the page").toEqual([]);
  },
  signIn: async ({ page, credentials }, use) =>
    use(async () => {
      await page.goto("/sign-in");
      await page.getByLabel("E-mail").fill(credentials.email);
      await page.locator('input[type="password"]').fill(credentials.password);
      await page.locator('button[type="submit"]').click();
      await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    }),
  api: async ({ credentials }, use) =>
    use((path, body) =>
      fetch(credentials.url + path, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: `Bearer ${credentials.apiKey}`, "content-type": "application/json" },
        body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      }),
    ),
  hook: async ({}, use) => {
    const hook: Hook = { url: "", status: 200, requests: [] };
    const server: Server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text) => (body += text)).on("end", () => {
        hook.requests.push({ headers: request.headers, body });
        response.writeHead(hook.status).end("answered");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    hook.url = `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`;
    await use(hook);
    server.closeAllConnections();
    server.close();
  },
});

export { test, expect };
