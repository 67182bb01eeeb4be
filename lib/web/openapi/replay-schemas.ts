import { z } from "zod";
import { FAILURE_KINDS } from "@/lib/domain/failure";
import { REPLAY_INCLUDES, REPLAY_ITEM_STATES, REPLAY_STATUSES } from "@/lib/domain/replay";
import { listOf } from "./list-of";

// What /api/v1/replays answers, as schemas.
const time = z.iso.datetime().meta({ description: "UTC, RFC 3339" });
const id = (prefix: string) => z.string().meta({ examples: [`${prefix}_01h455vb4pex5vsknk084sn02q`] });

export const Replay = z.object({
  id: id("rpl"),
  status: z.enum(REPLAY_STATUSES),
  moves: z.array(z.enum(["start", "pause", "resume", "cancel"])).meta({ description: "What may be asked of it now" }),
  from: time,
  to: time,
  planned: z.int().meta({ description: "Deliveries by the plan" }),
  targets: z.array(z.object({ subscription: z.object({ id: id("sub"), name: z.string(), status: z.enum(["active", "down", "paused", "disabled", "deleted"]) }), count: z.int(), isEstimate: z.boolean() })),
  filter: z.object({
    eventIds: z.array(z.string()).nullable(),
    product: z.object({ id: id("prd"), name: z.string() }).nullable(),
    eventType: z.string().nullable(),
    test: z.enum(["all", "only", "hide"]),
    search: z.string().nullable(),
    response: z.string().nullable(),
    failure: z.enum(FAILURE_KINDS).nullable(),
    resent: z.enum(["yes", "no"]).nullable(),
  }),
  include: z.array(z.enum(REPLAY_INCLUDES)),
  keepOrder: z.boolean(),
  ratePerSec: z.int(),
  retries: z.boolean(),
  durationMs: z.number().meta({ description: "At its rate, when every answer comes at once" }),
  counts: z.record(z.enum(REPLAY_ITEM_STATES), z.int()).meta({ description: "How many stand how, of those looked at so far" }),
  createdAt: time,
  createdBy: z.string(),
  startedAt: time.nullable(),
  startedBy: z.string().nullable(),
  changedAt: time.nullable(),
  changedBy: z.string().nullable(),
  endedAt: time.nullable(),
});
export const ReplayList = listOf(Replay);
export const ReplayItemList = listOf(z.object({
  eventId: id("evt"),
  eventType: z.string(),
  isTest: z.boolean(),
  deliveryId: id("dlv").nullable(),
  subscription: z.object({ id: id("sub"), name: z.string() }),
  state: z.enum(REPLAY_ITEM_STATES),
  receivedAt: time,
  responseStatus: z.int().nullable(),
  failureKind: z.enum(FAILURE_KINDS).nullable(),
  settledAt: time.nullable(),
}));
export const BulkResendAnswer = z.object({ results: z.array(z.object({ id: id("dlv"), outcome: z.enum(["queued", "already_queued", "not_found", "subscription_deleted"]) })) });
