import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import type { FullConfig } from "@playwright/test";
import { buildIfChanged, generateClient } from "../bin/build";
import { makeDataFolder } from "../lib/testing/data-folder";
import { freePort } from "../lib/testing/free-port";
import { startOidcProvider } from "../lib/testing/oidc-provider";
import { livingOf, treeOf } from "../lib/testing/processes";
import { installBrowser } from "./browser";

const STOP_WITHIN_MS = 10_000;

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
  const aviso = runStart({ dataDir, origin: `http://localhost:${port}`, more: { LOG_LEVEL: "debug", ...oidc } });
  // Kept: what must not stand in it is looked for.
  aviso.child.stdout.pipe(createWriteStream(path.join(dataDir, "aviso.log")));
  await aviso.isReady;
  return {
    credentials: path.join(dataDir, "credentials.json"),
    issuer: provider.issuer,
    async stop() {
      try {
        // Not of one that a test has killed: what that left is looked at there.
        if (aviso.child.exitCode === null) await stopAviso(aviso, "SIGTERM");
      } finally {
        await provider.close();
        folder.remove();
      }
    },
  };
}

/** A run of the start command. */
export interface Start {
  child: ChildProcessByStdio<null, Readable, null>;
  /** Resolves when it says that Aviso is running; fails when it ends before. */
  isReady: Promise<void>;
  /** Its exit code. */
  ended: Promise<number | null>;
}

/** Runs the start command on a data folder. */
export function runStart({ dataDir, origin, more = {} }: { dataDir: string; origin: string; more?: Record<string, string> }): Start {
  const child = spawn("node", ["bin/start.mjs"], {
    env: { ...process.env, PORT: new URL(origin).port, AVISO_DATA_DIR: dataDir, AVISO_URL: origin, DATABASE_URL: "", ...more },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const isReady = new Promise<void>((resolve, reject) => {
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.includes("Ctrl-C stops it")) resolve();
    });
    void ended.then((code) => reject(new Error(`Aviso did not start (exit ${code}):\n${printed}`)));
  });
  return { child, isReady, ended };
}

/** Stops a running Aviso. @throws Error unless it ends well within 10 s, and every process of its own with it */
export async function stopAviso({ child, ended }: Start, signal: "SIGTERM" | "SIGINT"): Promise<void> {
  const processes = treeOf(child.pid!);
  const startedAt = performance.now();
  child.kill(signal);
  const code = await ended;
  const tookMs = Math.round(performance.now() - startedAt);
  const left = livingOf(processes);
  if (processes.length < 4 || code !== 0 || tookMs > STOP_WITHIN_MS || left.length > 0) {
    throw new Error(`Aviso's ${processes.length} processes did not end well at ${signal}: exit ${code} after ${tookMs} ms, ${left.length} left:\n${left.join("\n")}`);
  }
}
