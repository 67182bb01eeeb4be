import { type ChildProcess, spawn } from "node:child_process";

/**
 * Sees to it that a process ends with this one, however this one ends, `kill -9` included.
 * @param options.signal what it is sent then
 * @param options.isGroup whether its whole process group is meant
 * @param options.who the user it runs as, when that is another
 */
export function endWithParent(child: ChildProcess, options: { signal: "INT" | "KILL"; isGroup?: boolean; who?: { uid: number; gid: number } | undefined }): void {
  if (child.pid === undefined) return;
  const target = `${options.isGroup ? "-" : ""}${child.pid}`;
  // A shell that waits for the end of its input, which comes when this process has gone.
  const watcher = spawn("sh", ["-c", 'read -r _; kill -s "$1" -- "$2"', "aviso-watcher", options.signal, target], {
    ...options.who, cwd: "/", stdio: ["pipe", "ignore", "ignore"], detached: true,
  });
  watcher.on("error", () => undefined).unref();
  (watcher.stdin as unknown as { unref?(): void } | null)?.unref?.();
  child.once("exit", () => watcher.kill("SIGKILL"));
}
