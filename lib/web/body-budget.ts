import { AppError } from "@/lib/domain/errors";

/** Bytes of bodies that are being received, over all requests of the process. Each is capped by itself, but many at once add up. */
const MAX_BYTES = 128 * 1024 * 1024;

// On globalThis, because Next bundles its own copy of this module.
const KEY = Symbol.for("aviso.body-budget");
const holder = globalThis as { [KEY]?: { bytes: number } };
const budget = (holder[KEY] ??= { bytes: 0 });

export interface BodyShare {
  /** @throws AppError `unavailable` when the process holds as much as it may */
  take(bytes: number): void;
  /** Gives everything back. */
  release(): void;
}

/** One body's share of what the process may hold. */
export function openBodyShare(): BodyShare {
  let taken = 0;
  return {
    take(bytes) {
      taken += bytes;
      budget.bytes += bytes;
      if (budget.bytes > MAX_BYTES) throw new AppError("unavailable", "Too much is being sent at once.", { fix: "Send it again in a few seconds. Nothing was accepted." });
    },
    release() {
      budget.bytes -= taken;
      taken = 0;
    },
  };
}
