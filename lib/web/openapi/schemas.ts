import { z } from "zod";
import { FAILURE_KINDS } from "@/lib/domain/failure";
import { FilterClause } from "@/lib/domain/payload-filter";
import { listOf } from "./list-of";

// What /api/v1 answers, as schemas. The test of this folder holds them against what the use cases really return.
const time = z.iso.datetime().meta({ description: "UTC, RFC 3339" });
const id = (prefix: string) => z.string().meta({ examples: [`${prefix}_01h455vb4pex5vsknk084sn02q`] });
const headers = z.array(z.tuple([z.string(), z.string()])).meta({ description: "Name and value, in the order sent" });

export const Problem = z.object({
  type: z.string(),
  title: z.string().meta({ description: "What happened" }),
  status: z.int(),
  code: z.string().meta({ description: "Stable; branch on this" }),
  fix: z.string().optional().meta({ description: "What to do" }),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
}).meta({ title: "Problem", description: "RFC 9457" });

const Accepted = z.object({ id: id("evt"), outcome: z.literal("accepted"), deliveries: z.int().meta({ description: "How many subscriptions get it" }) });
const Duplicate = z.object({ id: id("evt"), outcome: z.literal("duplicate") });
const Rejected = z.object({ outcome: z.literal("rejected"), problem: Problem.omit({ requestId: true }) });
export const IngestAnswer = z.union([Accepted, z.object({ results: z.array(z.union([Accepted, Duplicate, Rejected])) })]);
export const IngestDuplicate = Duplicate;

const data = z.record(z.string(), z.unknown()).meta({ description: "Delivered byte for byte as you sent it" });
// Whole envelopes come as a platform sends them, with fields of its own.
export const NewEvent = z.looseObject({
  event: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/).meta({ description: "The event type", examples: ["PURCHASE_APPROVED"] }),
  product: z.string().optional().meta({ description: "A product's id or external id; else it is found in data.product" }),
  data,
  id: z.string().optional().meta({ description: "Your own id: receivers dedupe by it, and so does Aviso" }),
  creation_date: z.union([z.int(), z.string()]).optional().meta({ description: "When it happened; milliseconds since 1970" }),
});
export const NewEvents = z.union([NewEvent, z.array(NewEvent).max(1_000)]);

const named = z.object({ id: z.string(), name: z.string() });
const Hold = z.object({
  reason: z.enum(["paused", "disabled", "deleted", "down"]), since: time.nullable(), by: z.string().nullable(),
  probeAt: time.nullable().meta({ description: "When an endpoint that is down is tried next, with one of what waits" }),
}).nullable().meta({ description: "Why it is held, while its state is held" });
export const Delivery = z.object({
  id: id("dlv"),
  eventId: id("evt"),
  subscription: named.extend({ url: z.string(), status: z.string(), isDeleted: z.boolean() }),
  status: z.enum(["waiting", "delivered", "failed", "cancelled"]),
  state: z.enum(["waiting", "retrying", "sending", "held", "delivered", "failed", "cancelled"]),
  hold: Hold,
  attemptCount: z.int(),
  maxAttempts: z.int(),
  nextAttemptAt: time.nullable().meta({ description: "Null also while it is held" }),
  lastAttemptAt: time.nullable(),
  lastResponseStatus: z.int().nullable(),
  lastFailureKind: z.enum(FAILURE_KINDS).nullable(),
  firstDeliveredAt: time.nullable(),
});
const AttemptFacts = z.object({
  number: z.int(),
  trigger: z.enum(["first", "retry", "resend", "test", "drain", "replay"]),
  requestedBy: z.string().nullable(),
  startedAt: time,
  durationMs: z.number(),
  parts: z.array(z.object({ name: z.enum(["dns", "connect", "tls", "firstByte", "download"]), ms: z.number() })),
  remoteAddress: z.string().nullable(),
  proxy: z.string().nullable().meta({ description: "The proxy that it went through, as host:port" }),
  failureKind: z.enum(FAILURE_KINDS).nullable(),
  failureDetail: z.string().nullable(),
});
const Request = z.object({ method: z.literal("POST"), url: z.string(), headers, body: z.string() });
const Response = z.object({ status: z.int(), headers, body: z.string().nullable(), encoding: z.string().nullable(), bytes: z.int().nullable(), isTruncated: z.boolean() });
const [none, noHeaders] = [z.null(), z.array(z.never()).max(0)];
export const Attempt = AttemptFacts.extend({ isWhole: z.literal(true), request: Request, response: Response.nullable() });
const AttemptOutline = AttemptFacts.extend({
  isWhole: z.literal(false),
  request: Request.extend({ headers: noHeaders, body: none }),
  response: Response.extend({ headers: noHeaders, body: none, encoding: none }).nullable(),
}).meta({ description: "Without headers and bodies; getAttempt has them" });
export const AttemptList = z.object({ data: z.array(AttemptOutline), next: z.int().nullable().meta({ description: "The `before` of the next page; null at the end" }) });
export const DeliveryWithAttempts = Delivery.extend({ attempts: z.array(z.union([Attempt, AttemptOutline])).meta({ description: "The newest, newest first: up to 100 of a delivery and 1,000 of an event; attemptCount says how many there are. Up to 100, and 2 MB of bodies, are whole" }) });

const Event = z.object({ id: id("evt"), eventType: z.string(), externalId: z.string(), receivedAt: time, isTest: z.boolean(), product: named.nullable() });
export const EventList = listOf(Event.extend({ state: Delivery.shape.state.nullable(), lead: Delivery.nullable(), deliveries: z.array(Delivery) })).extend({
  previous: z.string().nullable().meta({ description: "The `cursor` of the page before, of newer events, with direction=newer; null at the beginning" }),
});
export const EventWithVerdicts = Event.extend({
  occurredAt: time,
  keptUntil: time,
  source: z.string(),
  body: z.string().meta({ description: "The payload exactly as it is sent" }),
  bodyBytes: z.int(),
  summary: z.object({
    kind: z.enum(["none", ...Delivery.shape.state.options]).meta({ description: "The state that needs most attention" }),
    delivered: z.int(), total: z.int(), subscription: z.string(), attempts: z.int(),
    parts: z.array(z.object({
      kind: Delivery.shape.state.exclude(["delivered"]), subscription: z.string(), host: z.string(), attempts: z.int(), responseStatus: z.int().nullable(),
      failureKind: z.string().nullable(), since: time.nullable().meta({ description: "When the present row of failures began" }), nextAttemptAt: time.nullable(), hold: Hold,
    })).meta({ description: "What has not arrived, the worst first" }),
  }),
  verdicts: z.array(z.object({
    subscription: named.extend({ nameThen: z.string().meta({ description: "Its name when the event came" }), isDeleted: z.boolean() }),
    verdict: z.string().meta({ description: "Why this subscription got the event, or did not" }),
    since: time.nullable(),
    by: z.string().nullable(),
    clause: FilterClause.nullable().meta({ description: "The filter's condition that was false" }),
    found: z.string().nullable().meta({ description: "What stood in its field" }),
    deliveries: z.array(DeliveryWithAttempts),
  })),
});

export const ResendAnswer = z.object({ id: id("dlv"), eventId: id("evt"), outcome: z.enum(["queued", "already_queued"]) });
export const TestAnswer = z.object({ id: id("evt"), deliveryId: id("dlv"), outcome: z.literal("accepted") });

export const HealthAnswer = z.object({
  isHealthy: z.boolean(),
  database: z.enum(["up", "down"]),
  worker: z.object({ isAlive: z.boolean(), lastBeatAt: time.nullable() }),
  queue: z.object({ depth: z.int(), oldestDueAgeSec: z.int() }).nullable(),
});
