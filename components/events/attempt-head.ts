import type { AttemptDetail, AttemptOutline } from "@/lib/services/deliveries/read-attempts";

/** An attempt's line, without what it sent and got. */
export type AttemptHead = Pick<AttemptDetail, "number" | "trigger" | "requestedBy" | "startedAt" | "durationMs" | "failureKind"> & { status: number | null };

/** What an attempt's line needs of it. */
export function headOf({ number, trigger, requestedBy, startedAt, durationMs, failureKind, response }: AttemptDetail | AttemptOutline): AttemptHead {
  return { number, trigger, requestedBy, startedAt, durationMs, failureKind, status: response?.status ?? null };
}
