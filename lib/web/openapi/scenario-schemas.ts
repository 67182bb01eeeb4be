import { z } from "zod";
import { SCENARIOS, SPEEDS } from "@/lib/domain/scenarios";
import { Delivery } from "./schemas";
import { listOf } from "./list-of";

// What /api/v1/scenarios answers, as schemas.
const time = z.iso.datetime().meta({ description: "UTC, RFC 3339" });
const id = (prefix: string) => z.string().meta({ examples: [`${prefix}_01h455vb4pex5vsknk084sn02q`] });
const settings = z.object({
  scenario: z.enum(SCENARIOS),
  subscriptionIds: z.array(id("sub")),
  speed: z.enum(SPEEDS),
  retries: z.boolean().optional().meta({ description: "Whether what fails is retried as real events are; absent in those from before there was a choice" }),
  productId: id("prd").optional(),
  buyer: z.object({ name: z.string(), email: z.string() }),
  price: z.number(),
  currency: z.string(),
});

export const ScenarioList = listOf(z.object({ id: id("scn"), name: z.string(), settings, createdBy: z.string(), createdAt: time }));
export const StoryList = listOf(z.object({
  scenario: z.enum(SCENARIOS),
  steps: z.array(z.object({ eventType: z.string(), afterMs: z.int().meta({ description: "About how long after the begin it happens" }) })),
  durationMs: z.record(z.enum(SPEEDS), z.int()).meta({ description: "About how long telling it takes, by speed" }),
}));
export const ScenarioSaved = z.object({ id: id("scn") });
export const RunStarted = z.object({ id: id("run"), outcome: z.literal("started") });

const status = z.enum(["running", "finished", "cancelled"]);
export const RunList = listOf(z.object({ id: id("run"), scenario: z.string(), status, settings, startedBy: z.string(), startedAt: time, endedAt: time.nullable(), stepCount: z.int(), sentCount: z.int() }));
export const Run = z.object({
  id: id("run"),
  scenario: z.string(),
  status,
  settings,
  product: z.object({ id: id("prd"), name: z.string() }).nullable(),
  startedBy: z.string(),
  startedAt: time,
  endedBy: z.string().nullable(),
  endedAt: time.nullable(),
  steps: z.array(z.object({
    number: z.int(),
    eventType: z.string(),
    occurredAt: time.meta({ description: "When it happens in the story; the payload's creation_date" }),
    dueAt: time.meta({ description: "When it is sent" }),
    status: z.enum(["waiting", "sent", "cancelled"]),
    eventId: id("evt").nullable(),
    deliveries: z.array(Delivery.extend({ answer: z.object({ status: z.int().nullable(), durationMs: z.number(), body: z.string().nullable(), encoding: z.string().nullable() }).nullable() })),
  })),
});
