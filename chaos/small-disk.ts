import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface SmallDisk {
  folder: string;
  fill(): void;
  empty(): void;
  unmount(): void;
}

/** A file system of 80 MB that is nobody else's; null where this may not be made, which is said. */
export function mountSmall(): SmallDisk | null {
  if (process.getuid?.() !== 0) {
    console.log("A small file system can be mounted by root only, so a full disk is not tried.");
    return null;
  }
  mkdirSync("/var/lib/aviso", { recursive: true, mode: 0o755 });
  const folder = mkdtempSync("/var/lib/aviso/chaos-small-");
  const data = path.join(folder, "data");
  const ballast = path.join(folder, "ballast");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=80m,mode=0755", "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    console.log(`No small file system can be mounted here, so a full disk is not tried: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`);
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  mkdirSync(data);
  return {
    folder: data,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // Postgres took some of it meanwhile: the disk is full all the same.
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    },
    empty: () => rmSync(ballast),
    unmount: () => {
      execFileSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
