import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import type { FullConfig } from "@playwright/test";
import { buildIfChanged, generateClient } from "../bin/build";
import { makeDataFolder } from "../lib/testing/data-folder";
import { freePort } from "../lib/testing/free-port";
import { startOidcProvider } from "../lib/testing/oidc-provider";
import { installBrowser } from "./browser";

/** An Aviso of its own, with its sign-in provider. */
export interface Running {
  /** The path of its credentials file, beside which its log stands as aviso.log. */
  credentials: string;
  /** The sign-in provider's address. */
  issuer: string;
  stop(): Promise<void>;
}

/** Before all tests: an Aviso for each of the workers, so that their stories do not change each other's workspace. They stand in AVISO_E2E_RUNNING. */
export default async function startAll({ workers }: FullConfig): Promise<() => Promise<void>> {
  installBrowser();
  await generateClient();
  await buildIfChanged();
  const running = await Promise.all(Array.from({ length: workers }, startAviso));
  process.env.AVISO_E2E_RUNNING = JSON.stringify(running);
  return async () => void (await Promise.all(running.map((one) => one.stop())));
}

/** Starts Aviso by its own start command, on a free port and an empty data folder. */
export async function startAviso(): Promise<Running> {
  const folder = makeDataFolder("aviso-e2e-");
  const dataDir = folder.path;
  const port = await freePort();
  const provider = await startOidcProvider();
  const oidc = { AVISO_OIDC_ISSUER: provider.issuer, AVISO_OIDC_CLIENT_ID: provider.clientId, AVISO_OIDC_CLIENT_SECRET: provider.clientSecret, AVISO_OIDC_NAME: "Acme" };
  const child = spawn("node", ["bin/start.mjs"], {
    env: { ...process.env, PORT: String(port), AVISO_DATA_DIR: dataDir, AVISO_URL: `http://localhost:${port}`, DATABASE_URL: "", LOG_LEVEL: "debug", ...oidc },
    stdio: ["ignore", "pipe", "inherit"],
  });
  // Kept: what must not stand in it is looked for.
  child.stdout.pipe(createWriteStream(path.join(dataDir, "aviso.log")));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.includes("Ctrl-C stops it")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`Aviso did not start (exit ${code}):\n${printed}`)));
  });
  return {
    credentials: path.join(dataDir, "credentials.json"),
    issuer: provider.issuer,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await provider.close();
      folder.remove();
    },
  };
}
