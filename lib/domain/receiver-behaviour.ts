import { z } from "zod";

/** The longest that a receiver waits before it answers. */
const MAX_DELAY_MS = 30_000;

const status = z.number().int().min(200, "A status from 200 to 599").max(599, "A status from 200 to 599");

/** How a built-in receiver answers: well, or badly on purpose. */
export const ReceiverBehaviour = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("answer"), status, delayMs: z.number().int().min(0).max(MAX_DELAY_MS, "30 seconds at most"), body: z.string().max(10_000).optional() }),
  z.object({ mode: z.literal("random"), failShare: z.number().min(0).max(1), status }),
  z.object({ mode: z.literal("hang") }),
  z.object({ mode: z.literal("reset") }),
  z.object({ mode: z.literal("redirect"), location: z.url({ protocol: /^https?$/, error: "An address that starts with http:// or https://" }).max(2_000) }),
]);
export type ReceiverBehaviour = z.infer<typeof ReceiverBehaviour>;

/** What a new receiver does. */
export const DEFAULT_BEHAVIOUR: ReceiverBehaviour = { mode: "answer", status: 200, delayMs: 0 };

export type ReceiverAnswer =
  | { kind: "respond"; status: number; delayMs: number; body: string }
  | { kind: "redirect"; location: string }
  | { kind: "hang" }
  | { kind: "reset" };

/** What one request is answered. @param chance from 0 to below 1; decides for "random" */
export function decideAnswer(behaviour: ReceiverBehaviour, chance: number): ReceiverAnswer {
  switch (behaviour.mode) {
    case "answer": return { kind: "respond", status: behaviour.status, delayMs: behaviour.delayMs, body: behaviour.body ?? "" };
    case "random": return { kind: "respond", status: chance < behaviour.failShare ? behaviour.status : 200, delayMs: 0, body: "" };
    case "redirect": return { kind: "redirect", location: behaviour.location };
    case "hang": return { kind: "hang" };
    case "reset": return { kind: "reset" };
  }
}

/** The word for an answer in a receiver's inbox: a status, or what it did instead. */
export function answerWord(answer: ReceiverAnswer): string {
  if (answer.kind === "respond") return String(answer.status);
  return answer.kind === "redirect" ? "307" : answer.kind;
}
