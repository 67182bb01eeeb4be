import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** All live processes. Where there is no /proc, `ps` must be: without it nothing would be found, and all would seem well. */
export function listProcesses(): Process[] {
  if (existsSync("/proc/self/stat")) return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => readProcess(Number(name)) ?? []);
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!;
    return { pid: Number(pid), parent: Number(parent), command: command! };
  });
}

function readProcess(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    // One that has ended and is only waited for has no command line any more.
    return command ? { pid, parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]), command } : null;
  } catch {
    return null;
  }
}

/** A process with all that it started. */
export function treeOf(pid: number): Process[] {
  const all = listProcesses();
  const below = (one: Process): Process[] => [one, ...all.filter(({ parent }) => parent === one.pid).flatMap(below)];
  return all.filter((one) => one.pid === pid).flatMap(below);
}

/** Those of them that still live. Postgres's sessions change their titles after the first word. */
export function livingOf(processes: Process[]): string[] {
  const all = new Map(listProcesses().map((one) => [one.pid, one.command]));
  const first = (command = "") => command.split(" ")[0];
  return processes.filter(({ pid, command }) => first(all.get(pid)) === first(command)).map(({ pid, command }) => `${pid} ${command}`);
}
