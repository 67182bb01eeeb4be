import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build as bundle } from "esbuild";
import { endWithParent } from "@/lib/db/end-with-parent";
import { PARTS } from "./parts";
import { canTakeTurns, findServing, inTurn, markServing } from "./turn";

const CLIENT_STAMP = "lib/db/generated/.stamp";
const CLIENT_INPUTS = ["prisma/schema.prisma", "package-lock.json"];
const BUILD_STAMP = ".next/aviso-build";
const PARTS_FOLDER = ".next/parts";
const BUILD_INPUTS = ["app", "bin/build.ts", "bin/parts.ts", "bin/web.ts", "components", "i18n", "lib", "messages", "prisma/schema.prisma", "next.config.js", "package-lock.json", "postcss.config.mjs", "tsconfig.json"];

/** Generates the Prisma client when the schema has changed since the last time. */
export async function generateClient(): Promise<void> {
  if (isGenerated()) return;
  await inTurn(async () => {
    if (isGenerated()) return;
    const stamp = fingerprint(CLIENT_INPUTS);
    process.stdout.write("Generating the Prisma client …\n");
    await run("prisma", ["generate", "--schema", "prisma/schema.prisma"], {
      // The CLI looks for a schema engine that it would download; generating needs none, any file will do.
      PRISMA_SCHEMA_ENGINE_BINARY: path.resolve("package.json"),
      DATABASE_URL: "postgresql://unused",
    });
    writeFileSync(CLIENT_STAMP, stamp);
  });
}

function isGenerated(): boolean {
  return existsSync(CLIENT_STAMP) && readFileSync(CLIENT_STAMP, "utf8") === fingerprint(CLIENT_INPUTS);
}

/** Whether the built web app is that of the present sources. */
function isBuilt(): boolean {
  const parts = Object.keys(PARTS).map((part) => `${PARTS_FOLDER}/${part}.mjs`);
  return [BUILD_STAMP, ".next/BUILD_ID", ...parts].every((file) => existsSync(file)) && readFileSync(BUILD_STAMP, "utf8") === fingerprint(BUILD_INPUTS);
}

/** Builds Next for production when what goes into the build has changed. */
export async function buildIfChanged(): Promise<void> {
  if (!isBuilt()) await inTurn(build);
}

/** The same, for a process that then serves it: until that gives it back, no other builds over it. */
export async function takeBuild(): Promise<() => void> {
  if (!canTakeTurns() && isBuilt()) return () => undefined;
  return inTurn(async () => {
    await build();
    return markServing();
  });
}

async function build(): Promise<void> {
  if (isBuilt()) return;
  // Pages that are open would ask for what is no longer there.
  const serving = findServing();
  if (serving) throw new Error(`Another Aviso (process ${serving}) runs from this folder, as it was built before the last change. Stop it first, or start from a clone of its own.`);
  const stamp = fingerprint(BUILD_INPUTS);
  process.stdout.write("Building the web app (about a minute, once) …\n");
  // Taken away first: a build that is broken off must not be taken for the one before.
  rmSync(BUILD_STAMP, { force: true });
  await run("next", ["build"], { NEXT_TELEMETRY_DISABLED: "1" });
  await bundleParts();
  writeFileSync(BUILD_STAMP, stamp);
}

/**
 * Puts each part into one file, and what it loads only when asked into others. From its sources, through tsx, the web process
 * took 115 MB more and a third longer to start (decision 54).
 */
async function bundleParts(): Promise<void> {
  rmSync(PARTS_FOLDER, { recursive: true, force: true });
  await bundle({
    entryPoints: PARTS, outdir: PARTS_FOLDER, outExtension: { ".js": ".mjs" },
    bundle: true, splitting: true, packages: "external", platform: "node", format: "esm", target: "node22", logLevel: "error",
  });
}

const running = new Set<ChildProcess>();
let isStopped = false;

/** Breaks off what is being built, with all its processes; what still waits for its turn never begins. */
export function stopBuilding(): void {
  isStopped = true;
  for (const child of running) {
    try {
      process.kill(-child.pid!, "SIGKILL");
    } catch {
      // It has just ended.
    }
  }
}

/** In a process group of its own, since a build has workers that would outlive it. */
function run(command: string, args: string[], env: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    if (isStopped) return reject(new Error("Stopped before it was built."));
    const child = spawn(path.resolve("node_modules/.bin", command), args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env }, detached: true });
    running.add(child);
    endWithParent(child, { signal: "KILL", isGroup: true });
    child.once("error", (error) => reject(new Error(`${command} could not be run (${error.message}). Run "npm ci" again.`)));
    child.once("close", (code) => {
      running.delete(child);
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args[0]} failed; its lines above say why.`));
    });
  });
}

function fingerprint(inputs: string[]): string {
  const hash = createHash("sha256");
  const add = (file: string) => {
    if (!existsSync(file) || file.includes("generated") || /\.test\.tsx?$/.test(file)) return;
    if (statSync(file).isDirectory()) for (const name of readdirSync(file).sort()) add(path.join(file, name));
    else hash.update(file).update(readFileSync(file));
  };
  for (const input of inputs) add(input);
  return hash.digest("hex");
}
