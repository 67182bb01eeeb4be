// Plain JavaScript, so that an old Node can start it: it looks for the Node that "npm ci" brought, then for a new enough own.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const pinned = path.join(root, "node_modules/node/bin/node");
const node = existsSync(pinned) && spawnSync(pinned, ["--version"]).status === 0 ? pinned : process.execPath;
const [major, minor] = process.versions.node.split(".").map(Number);
if (node === process.execPath && (major < 22 || (major === 22 && minor < 12))) {
  console.error(`aviso: this is Node ${process.versions.node}; Aviso needs 24 (22.12 at least). Run "npm ci", which brings its own, then "npm start".`);
  process.exit(1);
}
// Children find the same Node by name; the IPC channel tells the supervisor when this process was killed.
const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}` };
const child = spawn(node, ["--import", "tsx", "bin/start.ts", ...process.argv.slice(2)], { cwd: root, env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// npm that was killed says nothing: its child has another parent then. Whoever starts this file themselves may leave it alone.
const parent = process.ppid;
if (["start", "dev"].includes(process.env.npm_lifecycle_event)) setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 1_000).unref();
child.once("exit", (code) => process.exit(code ?? 1));
