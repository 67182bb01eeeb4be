import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import type { Running } from "./start-aviso";

export { expect };

interface Credentials {
  url: string;
  email: string;
  password: string;
  apiKey: string;
}

const all = JSON.parse(process.env.AVISO_E2E_RUNNING!) as Running[];
/** The Aviso of this worker. */
export const running = all[Number(process.env.TEST_PARALLEL_INDEX ?? 0) % all.length]!;

/** What its start command wrote. */
export const credentials = JSON.parse(readFileSync(running.credentials, "utf8")) as Credentials;

interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A seller's system: keeps what it gets and answers as it is told. */
interface SellersSystem {
  url: string;
  received: ReceivedWebhook[];
  status: number;
}

interface Aviso {
  /** The API with the demo's key; a text is sent as it is. @returns status and JSON */
  api<Json = unknown>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<{ status: number; json: Json }>;
  system: SellersSystem;
  /** Fails the test when the browser says anything is wrong. Allow what a test provokes. */
  console: { allow(pattern: RegExp): void };
}

/** A test with a signed-in page, the API, and a receiver of its own; what the browser complains of fails it. */
export const test = base.extend<Aviso & { isSignedIn: boolean }, { session: string }>({
  isSignedIn: [true, { option: true }],
  session: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: credentials.url });
      const page = await context.newPage();
      await signIn(page);
      const state = JSON.stringify(await context.storageState());
      await context.close();
      await use(state);
    },
    { scope: "worker" },
  ],
  baseURL: ({}, use) => use(credentials.url),
  storageState: ({ session, isSignedIn }, use) => use(isSignedIn ? JSON.parse(session) : undefined),
  console: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      const allowed: RegExp[] = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(`${message.text()} (${message.location().url})`));
      page.on("pageerror", (error) => complaints.push(String(error)));
      await use({ allow: (pattern) => void allowed.push(pattern) });
      expect(complaints.filter((text) => !allowed.some((pattern) => pattern.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
  api: ({}, use) =>
    use(async (method, path, body) => {
      const response = await fetch(new URL(path, credentials.url), {
        method,
        headers: { authorization: `Bearer ${credentials.apiKey}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, json: text ? JSON.parse(text) : null };
    }),
  system: async ({}, use) => {
    const system: SellersSystem = { url: "", received: [], status: 200 };
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
        system.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
        response.writeHead(system.status, { "content-type": "text/plain" }).end(system.status < 300 ? "thank you" : "out of order");
      });
    });
    system.url = `http://127.0.0.1:${await listen(server)}/webhooks`;
    await use(system);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  },
});

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)));
}

/** Fills in the sign-in form, as a person does, and waits until they are in. */
export async function signIn(page: Page, { email, password }: Pick<Credentials, "email" | "password"> = credentials): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" }).first()).toBeAttached();
}

// The bars of the 60 days are narrower than 24 px. The table below them has the same links, which WCAG 2.5.8 allows ("equivalent").
const BARS = /^target-size: .*href="\/events\?.*(day|from)=/;

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Signs out by the account's menu. Before the scripts listen a click does nothing, so it is clicked until the menu is there. */
export async function signOut(page: Page): Promise<void> {
  const entry = page.getByRole("menuitem", { name: "Sign out" });
  await expect(async () => {
    await page.getByRole("button", { name: /^Account of/ }).click();
    await expect(entry).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await entry.click();
}

/**
 * What axe finds against WCAG 2.2 AA, in a form that says where. In the dark theme only what depends on colours:
 * it changes nothing else, so look at the light one first.
 * @param within selectors of the parts to look at; the whole page without them
 * @param areColoursKnown leaves out what depends on colours, as a page in another language has the same
 */
export async function accessibilityProblems(page: Page, { within = [], areColoursKnown = false }: { within?: string[]; areColoursKnown?: boolean } = {}): Promise<string[]> {
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  // Only violations are read: telling where everything else stands would take longer than finding them.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  // One run inside the page: the other mode is for frames of other origins, of which there are none, and takes thrice as long.
  axe.setLegacyMode(true);
  for (const selector of within) axe.include(selector);
  if (isDark) axe.withRules(OF_COLOURS);
  else axe.withTags(WCAG).disableRules(areColoursKnown ? OF_COLOURS : []);
  const { violations } = await axe.analyze();
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`)).filter((problem) => !BARS.test(problem));
}
