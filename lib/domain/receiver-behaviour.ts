import { z } from "zod";

/** The longest that a receiver waits before it answers, or takes over a slow answer. */
const MAX_DELAY_MS = 30_000;
const MAX_DRIP_MS = 60_000;
const MAX_OVERSIZE_MB = 50;

const status = z.number().int().min(200, "A status from 200 to 599").max(599, "A status from 200 to 599");
/** The share of requests that go wrong this way; the others get 200. All of them when absent. */
const failShare = z.number().min(0, "From 0 to 100").max(1, "From 0 to 100").optional();

/** How a built-in receiver answers: well, or badly on purpose. */
export const ReceiverBehaviour = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("answer"), status, delayMs: z.number().int().min(0, "0 to 30 seconds").max(MAX_DELAY_MS, "30 seconds at most"), body: z.string().max(10_000).optional() }),
  z.object({ mode: z.literal("random"), failShare: failShare.unwrap(), status }),
  z.object({ mode: z.literal("hang"), failShare }),
  z.object({ mode: z.literal("reset"), failShare }),
  z.object({ mode: z.literal("redirect"), location: z.url({ protocol: /^https?$/, error: "An address that starts with http:// or https://" }).max(2_000), failShare }),
  z.object({ mode: z.literal("drip"), durationMs: z.number().int().min(1_000, "1 to 60 seconds").max(MAX_DRIP_MS, "60 seconds at most"), failShare }),
  z.object({ mode: z.literal("oversized"), megabytes: z.number().int().min(1, "1 to 50 MB").max(MAX_OVERSIZE_MB, "50 MB at most"), failShare }),
]);
export type ReceiverBehaviour = z.infer<typeof ReceiverBehaviour>;

/** What a new receiver does. */
export const DEFAULT_BEHAVIOUR: ReceiverBehaviour = { mode: "answer", status: 200, delayMs: 0 };

export type ReceiverAnswer =
  | { kind: "respond"; status: number; delayMs: number; body: string }
  | { kind: "redirect"; location: string }
  | { kind: "drip"; durationMs: number }
  | { kind: "oversized"; bytes: number }
  | { kind: "hang" }
  | { kind: "reset" };

const FINE = { kind: "respond" as const, status: 200, delayMs: 0, body: "" };

/** What one request is answered. @param chance from 0 to below 1; decides whether this one goes wrong */
export function decideAnswer(behaviour: ReceiverBehaviour, chance: number): ReceiverAnswer {
  if (behaviour.mode === "answer") return { kind: "respond", status: behaviour.status, delayMs: behaviour.delayMs, body: behaviour.body ?? "" };
  if (chance >= (behaviour.failShare ?? 1)) return FINE;
  switch (behaviour.mode) {
    case "random": return { ...FINE, status: behaviour.status };
    case "redirect": return { kind: "redirect", location: behaviour.location };
    case "drip": return { kind: "drip", durationMs: behaviour.durationMs };
    case "oversized": return { kind: "oversized", bytes: behaviour.megabytes * 1_000_000 };
    case "hang":
    case "reset": return { kind: behaviour.mode };
  }
}

/** The word for an answer in a receiver's inbox: a status, or what it did instead. */
export function answerWord(answer: ReceiverAnswer): string {
  if (answer.kind === "respond") return String(answer.status);
  return answer.kind === "redirect" ? "307" : answer.kind;
}
