import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildIfChanged, generateClient } from "../bin/build";

/** Builds what the processes run, and prints what was found when all is over. */
export default async function setup(): Promise<() => void> {
  generateClient();
  await buildIfChanged();
  const folder = mkdtempSync(path.join(tmpdir(), "aviso-chaos-report-"));
  process.env.AVISO_CHAOS_REPORT = path.join(folder, "report");
  return () => {
    const file = process.env.AVISO_CHAOS_REPORT!;
    if (existsSync(file)) console.table(readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line) as object));
    rmSync(folder, { recursive: true, force: true });
  };
}
