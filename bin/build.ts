import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const CLIENT_STAMP = "lib/db/generated/.stamp";
const BUILD_STAMP = ".next/aviso-build";
const BUILD_INPUTS = ["app", "components", "i18n", "lib", "messages", "prisma/schema.prisma", "next.config.js", "package-lock.json", "postcss.config.mjs", "tsconfig.json"];

/** Generates the Prisma client when the schema has changed since the last time. */
export function generateClient(): void {
  const stamp = fingerprint(["prisma/schema.prisma", "package-lock.json"]);
  if (existsSync(CLIENT_STAMP) && readFileSync(CLIENT_STAMP, "utf8") === stamp) return;
  process.stdout.write("Generating the Prisma client …\n");
  run("prisma", ["generate", "--schema", "prisma/schema.prisma"], {
    // The CLI looks for a schema engine that it would download; generating needs none, any file will do.
    PRISMA_SCHEMA_ENGINE_BINARY: path.resolve("package.json"),
    DATABASE_URL: "postgresql://unused",
  });
  writeFileSync(CLIENT_STAMP, stamp);
}

/** Builds Next for production when what goes into the build has changed. */
export async function buildIfChanged(): Promise<void> {
  const stamp = fingerprint(BUILD_INPUTS);
  if (existsSync(BUILD_STAMP) && existsSync(".next/BUILD_ID") && readFileSync(BUILD_STAMP, "utf8") === stamp) return;
  process.stdout.write("Building the web app (about a minute, once) …\n");
  run("next", ["build"], { NEXT_TELEMETRY_DISABLED: "1" });
  mkdirSync(".next", { recursive: true });
  writeFileSync(BUILD_STAMP, stamp);
}

function run(command: string, args: string[], env: Record<string, string>): void {
  const { status } = spawnSync(path.resolve("node_modules/.bin", command), args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed; see its lines above.`);
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
