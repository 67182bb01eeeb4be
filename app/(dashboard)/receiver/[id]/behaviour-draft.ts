import type { ReceiverBehaviour } from "@/lib/domain/receiver-behaviour";

export const MODES = ["answer", "random", "hang", "reset", "redirect", "drip", "oversized"] as const satisfies readonly ReceiverBehaviour["mode"][];

/** What a person types, of all modes at once, so that switching forth and back loses nothing. */
export interface Draft { mode: ReceiverBehaviour["mode"]; status: string; delaySec: string; body: string; sharePercent: string; failStatus: string; location: string; durationSec: string; megabytes: string }

/** A behaviour as it is typed. */
export function toDraft(behaviour: ReceiverBehaviour): Draft {
  const draft: Draft = { mode: behaviour.mode, status: "200", delaySec: "0", body: "", sharePercent: "100", failStatus: "500", location: "", durationSec: "20", megabytes: "5" };
  if (behaviour.mode !== "answer" && behaviour.failShare !== undefined) draft.sharePercent = String(Math.round(behaviour.failShare * 100));
  switch (behaviour.mode) {
    case "answer": return { ...draft, status: String(behaviour.status), delaySec: String(behaviour.delayMs / 1000), body: behaviour.body ?? "" };
    case "random": return { ...draft, failStatus: String(behaviour.status) };
    case "redirect": return { ...draft, location: behaviour.location };
    case "drip": return { ...draft, durationSec: String(behaviour.durationMs / 1000) };
    case "oversized": return { ...draft, megabytes: String(behaviour.megabytes) };
    case "hang":
    case "reset": return draft;
  }
}

/** What was typed, as a behaviour; what cannot be one is told by the schema. */
export function toBehaviour(draft: Draft): ReceiverBehaviour {
  // An empty field is no number, not 0.
  const failShare = draft.sharePercent.trim() === "" ? NaN : Number(draft.sharePercent) / 100;
  switch (draft.mode) {
    case "answer": return { mode: "answer", status: Number(draft.status), delayMs: Math.round(Number(draft.delaySec) * 1000), body: draft.body || undefined };
    case "random": return { mode: "random", failShare, status: Number(draft.failStatus) };
    case "redirect": return { mode: "redirect", location: draft.location.trim(), failShare };
    case "drip": return { mode: "drip", durationMs: Math.round(Number(draft.durationSec) * 1000), failShare };
    case "oversized": return { mode: "oversized", megabytes: Number(draft.megabytes), failShare };
    case "hang":
    case "reset": return { mode: draft.mode, failShare };
  }
}
