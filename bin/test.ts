import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { generateClient, buildIfChanged } from "./build";

/** The one test command: every check, all of them even when one fails, then the count of both. */
const folder = mkdtempSync(path.join(tmpdir(), "aviso-checks-"));
/** What is read of vitest's and Playwright's reports. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  stats: { expected: number; flaky: number; unexpected: number };
}
/** What is read of dependency-cruiser's. */
interface Cruise {
  totalCruised?: number;
  error?: number;
  violations?: { rule: { name: string }; from: string; to: string }[];
}
let passed = 0;
let failed = 0;

async function check(name: string, command: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  process.stdout.write(`\n▸ ${name}\n`);
  const child = spawn(path.resolve("node_modules/.bin", command), args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
  const [status] = await once(child, "close");
  if (status !== 0) process.stdout.write(`✗ ${name} failed\n`);
  return status === 0;
}

/** Vitest, whose tests are counted one by one. */
async function checkTests(name: string, args: string[] = []): Promise<void> {
  const report = path.join(folder, `${name}.json`);
  const isGood = await check(name, "vitest", ["run", ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
  countReport(report, isGood, ({ numPassedTests, numFailedTests, numFailedTestSuites }) => [numPassedTests, numFailedTests + (numFailedTestSuites > 0 && numFailedTests === 0 ? 1 : 0)]);
}

/** A check that needs one core, beside which others of its kind can run; what it prints comes when it is over. */
async function checkBeside(name: string, command: string, args: string[], judge = (isGood: boolean, printed: string): [boolean, string] => [isGood, printed]): Promise<void> {
  const child = spawn(path.resolve("node_modules/.bin", command), args, { stdio: ["ignore", "pipe", "pipe"] });
  // Tests that run beside it go first.
  if (child.pid) setPriority(child.pid, 10);
  const [printed, complained, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const [isGood, said] = judge(status === 0, printed);
  process.stdout.write(`\n▸ ${name}\n${said}${isGood ? "" : `${complained}✗ ${name} failed\n`}`);
  count(isGood);
}
const count = (isGood: boolean) => void (isGood ? passed++ : failed++);

function countReport(file: string, isGood: boolean, read: (report: Report) => [number, number]): void {
  const [good, bad] = existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : [0, 1];
  passed += good;
  failed += bad > 0 || isGood ? bad : 1;
  if (good + bad === 0) failed++;
}

await generateClient();
count(await check("types of the routes", "next", ["typegen"]));
// What only computes runs beside what waits, and no test beside another. Types come after the build, which writes those of the routes.
const lint = checkBeside("lint", "eslint", [".", "--max-warnings", "0"])
  .then(() => checkBeside("import rules", "depcruise", ["app", "components", "lib", "bin", "--output-type", "json"], judgeImports))
  .then(() => checkBeside("unused code", "knip", []));
const isBuilt = await buildIfChanged().then(() => true, (error: Error) => {
  process.stdout.write(`✗ ${error.message}\n`);
  return false;
});
count(isBuilt);
await Promise.all([lint, checkBeside("types", "tsc", ["-p", "."]), isBuilt && checkTests("chaos, short form", ["--config", "chaos/vitest.config.ts"])]);
await checkTests("unit and database tests");

if (isBuilt && existsSync("e2e")) {
  const e2eReport = path.join(folder, "e2e.json");
  const e2ePass = await check("end-to-end tests", "playwright", ["test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport });
  countReport(e2eReport, e2ePass, (report) => [report.stats.expected + report.stats.flaky, report.stats.unexpected]);
}

/** dependency-cruiser reports success when it read nothing, so the number of modules is part of the check. */
function judgeImports(_isGood: boolean, printed: string): [boolean, string] {
  const { totalCruised = 0, error = 0, violations = [] } = printed ? (JSON.parse(printed).summary as Cruise) : {};
  const said = violations.map(({ rule, from, to }) => `  ${rule.name}: ${from} → ${to}\n`).join("");
  return totalCruised > 0 ? [error === 0, said] : [false, "  no module was cruised\n"];
}

rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
