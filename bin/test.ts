import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateClient, buildIfChanged } from "./build";

/** The one test command: every check in turn, all of them even when one fails, then the count of both. */
const folder = mkdtempSync(path.join(tmpdir(), "aviso-checks-"));
/** What is read of vitest's and Playwright's reports. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  stats: { expected: number; flaky: number; unexpected: number };
}
let passed = 0;
let failed = 0;

function check(name: string, command: string, args: string[], env: Record<string, string> = {}): boolean {
  process.stdout.write(`\n▸ ${name}\n`);
  const { status } = spawnSync(path.resolve("node_modules/.bin", command), args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
  if (status !== 0) process.stdout.write(`✗ ${name} failed\n`);
  return status === 0;
}
const count = (isGood: boolean) => void (isGood ? passed++ : failed++);

function countReport(file: string, isGood: boolean, read: (report: Report) => [number, number]): void {
  const [good, bad] = existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : [0, 1];
  passed += good;
  failed += bad > 0 || isGood ? bad : 1;
  if (good + bad === 0) failed++;
}

await generateClient();
count(check("types of the routes", "next", ["typegen"]));
count(check("types", "tsc", ["-p", "."]));
count(check("lint", "eslint", [".", "--max-warnings", "0"]));
count(checkImports());
count(check("unused code", "knip", []));

const unitReport = path.join(folder, "unit.json");
const unitsPass = check("unit and database tests", "vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`]);
countReport(unitReport, unitsPass, (report) => [report.numPassedTests, report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0)]);

await buildIfChanged();
const chaosReport = path.join(folder, "chaos.json");
const chaosPass = check("chaos, short form", "vitest", ["run", "--config", "chaos/vitest.config.ts", "--reporter=default", "--reporter=json", `--outputFile.json=${chaosReport}`]);
countReport(chaosReport, chaosPass, (report) => [report.numPassedTests, report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0)]);

if (existsSync("e2e")) {
  const e2eReport = path.join(folder, "e2e.json");
  const e2ePass = check("end-to-end tests", "playwright", ["test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport });
  countReport(e2eReport, e2ePass, (report) => [report.stats.expected + report.stats.flaky, report.stats.unexpected]);
}

/** dependency-cruiser reports success when it read nothing, so the number of modules is part of the check. */
function checkImports(): boolean {
  process.stdout.write("\n▸ import rules\n");
  const result = spawnSync(path.resolve("node_modules/.bin/depcruise"), ["app", "components", "lib", "bin", "--output-type", "json"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const summary = result.stdout ? (JSON.parse(result.stdout).summary as { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[]; error: number }) : null;
  for (const violation of summary?.violations ?? []) process.stdout.write(`  ${violation.rule.name}: ${violation.from} → ${violation.to}\n`);
  if (!summary?.totalCruised) process.stdout.write(`  no module was cruised\n${result.stderr}`);
  return summary !== null && summary.totalCruised > 0 && summary.error === 0;
}

rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
