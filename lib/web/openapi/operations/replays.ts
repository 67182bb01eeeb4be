import { ListReplayItemsInput } from "@/lib/services/replays/list-items";
import { ListReplaysInput } from "@/lib/services/replays/list";
import { PlanReplayInput } from "@/lib/services/replays/plan";
import * as answers from "../replay-schemas";
import type { Operation } from "./operation";

const move = (verb: "start" | "pause" | "resume" | "cancel", summary: string, description: string): Operation => ({
  method: "post", path: `/api/v1/replays/{replayId}/${verb}`, tag: "Replays", id: `${verb}Replay`, needsKey: true, summary, description,
  answers: { 200: { description: "The replay as it is now", schema: answers.Replay } },
  problems: { 404: "No such replay", 409: "Its state does not allow it", 422: "Not a replay's id" },
});

export const REPLAY_OPERATIONS: readonly Operation[] = [
  {
    method: "post", path: "/api/v1/replays", tag: "Replays", id: "planReplay", needsKey: true,
    summary: "Plan a replay",
    description: "Counts what would be sent, to whom and how long it takes, and sends nothing. `include` says which deliveries by their state; `never` also sends events that a subscription selects and never got.",
    body: PlanReplayInput,
    example: { subscriptionIds: ["sub_01h455vb4pex5vsknk084sn02q"], from: "2026-11-24T14:02:00Z", include: ["failed", "retrying"], keepOrder: true, ratePerSec: 10 },
    answers: { 201: { description: "The plan", schema: answers.Replay } },
    problems: { 422: "A field is not valid; `issues` says which" },
  },
  {
    method: "get", path: "/api/v1/replays", tag: "Replays", id: "listReplays", needsKey: true,
    summary: "List replays", description: "Newest first, plans among them.",
    query: ListReplaysInput,
    answers: { 200: { description: "A page", schema: answers.ReplayList } },
    problems: { 422: "A parameter is not valid" },
  },
  {
    method: "get", path: "/api/v1/replays/{replayId}", tag: "Replays", id: "getReplay", needsKey: true,
    summary: "Get a replay", description: "Its plan, and how far it is.",
    answers: { 200: { description: "The replay", schema: answers.Replay } },
    problems: { 404: "No such replay", 422: "Not a replay's id" },
  },
  {
    method: "get", path: "/api/v1/replays/{replayId}/deliveries", tag: "Replays", id: "listReplayDeliveries", needsKey: true,
    summary: "List a replay's deliveries", description: "What came of each, oldest event first; `state` narrows it.",
    query: ListReplayItemsInput.omit({ replayId: true }),
    answers: { 200: { description: "A page", schema: answers.ReplayItemList } },
    problems: { 404: "No such replay", 422: "A parameter is not valid" },
  },
  move("start", "Start a replay", "From here on it sends, also while nobody looks and after a restart."),
  move("pause", "Pause a replay", "Nothing more of it begins until it is resumed; what is being sent ends."),
  move("resume", "Resume a replay", "Goes on where it was."),
  move("cancel", "Cancel a replay or a plan", "Nothing more of it begins; what was sent stays sent."),
];
