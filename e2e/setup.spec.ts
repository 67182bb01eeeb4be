import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { partCommand } from "../bin/parts";
import { freePort } from "../lib/testing/free-port";
import { accessibilityProblems, expect, test } from "./aviso";
import { databaseUrl, runSql } from "./database";

/** Every list, with what it says while there is nothing in it, and what it offers. */
const NOTHING_YET: [page: string, says: string, offers: string | null][] = [
  ["/events", "No events yet", null], ["/subscriptions", "No subscriptions yet", "New subscription"], ["/products", "No products yet", "Add product"], ["/replays", "No replays yet", null],
  ["/receiver", "No receiver yet", "New receiver"], ["/test", "No subscription yet", "Create subscription"], ["/test/scenarios", "No subscription yet", "Create subscription"], ["/settings/api-keys", "No API keys yet", "Create key"],
];

test.use({ isSignedIn: false });

test("whoever opens an Aviso that nobody has set up makes the first account, is signed in, and finds each list empty and saying what to do; after that nobody is asked again", async ({ browser }) => {
  // It migrates a database and starts a web process of its own.
  test.slow();
  const name = `set_up_${randomBytes(4).toString("hex")}`;
  await runSql(`CREATE DATABASE ${name}`);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = { ...process.env, DATABASE_URL: databaseUrl(name), PORT: String(port), AVISO_URL: origin, NEXTAUTH_URL: origin, AVISO_SECRET_KEY: randomBytes(32).toString("base64"), NEXTAUTH_SECRET: randomBytes(32).toString("base64") };
  execFileSync(process.execPath, ["--import", "tsx", "bin/migrate.ts"], { env });
  const { execArgv, script, args } = partCommand("web");
  const web = spawn(process.execPath, [...execArgv, script, ...args], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      web.stdout.setEncoding("utf8").on("data", (text: string) => text.includes("web ready") && resolve());
      web.once("exit", (code) => reject(new Error(`The web process ended: ${code}`)));
    });
    const context = await browser.newContext({ baseURL: origin });
    const page = await context.newPage();
    await page.goto("/events");
    await expect(page).toHaveURL(/\/setup$/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel("Workspace").fill("Escola Nova");
    await page.getByLabel("Your name").fill("Bia");
    await page.getByLabel("E-mail").fill("bia@example.com");
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Your name")).toHaveValue("Bia");
    await page.getByLabel("Password").fill("a long enough one");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    for (const [path, says, offers] of NOTHING_YET) {
      await page.goto(path);
      await expect(page.locator("main").getByText(says, { exact: true })).toBeVisible();
      if (offers) await expect(page.locator("main").getByText(offers, { exact: true }).last()).toBeVisible();
    }
    await page.goto("/setup");
    await expect(page).not.toHaveURL(/setup/);
    await context.close();
  } finally {
    web.kill("SIGTERM");
    await once(web, "exit");
    await runSql(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});
