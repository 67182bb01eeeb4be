// Plain JavaScript, so that an old Node can still say what is wrong.
import { spawn } from "node:child_process";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`aviso: this is Node ${process.versions.node}; Aviso needs 24 (22.12 at least). Run it as "npm start" after "npm ci", which brings its own.`);
  process.exit(1);
}
const child = spawn(process.execPath, ["--import", "tsx", "bin/start.ts", ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => process.exit(code ?? 1));
