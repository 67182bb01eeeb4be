import { z } from "zod";
import { RELATIONS } from "@/lib/services/events/list-related";
import { Attempt, EventList } from "./schemas";

// What the API answers about single attempts and about what belongs together.
const difference = z.object({ at: z.string().meta({ description: "A header's name, or a path into the body" }), before: z.string().nullable(), after: z.string().nullable() });
const side = z.object({ eventId: z.string(), eventType: z.string(), attempt: Attempt });

export const Comparison = z.object({
  good: side.meta({ description: "The last successful attempt of the same subscription before this one" }),
  this: side,
  url: z.boolean().meta({ description: "Whether they went to different addresses" }),
  requestHeaders: z.array(difference),
  responseHeaders: z.array(difference),
  fields: z.array(difference).nullable().meta({ description: "Fields of the payload that one of them lacks; null when one is not JSON" }),
}).nullable().meta({ description: "Null when nothing was accepted in 60 days" });

export const Curl = z.object({ curl: z.string(), hidden: z.array(z.string()).meta({ description: "Headers whose values are masked: fill them in" }) });

export const SignatureDiagnosis = z.object({
  isExplained: z.boolean().meta({ description: "False when nothing that is often done wrong leads to this signature" }),
  secret: z.enum(["current", "rotated", "expired", "other_subscription", "not_decoded"]).nullable(),
  otherSubscription: z.string().nullable(),
  encoding: z.enum(["hex", "base64url", "prefix_missing"]).nullable(),
  algorithm: z.enum(["sha1", "sha512"]).nullable(),
  content: z.string().nullable().meta({ description: "What was signed instead of id.timestamp.body" }),
  jsonChange: z.string().nullable(),
  clockOffSec: z.number().nullable(),
}).meta({ description: "All null: the signature is right" });

const relation = z.object({ by: z.enum(RELATIONS), value: z.string() });
export const RelatedEvents = z.object({
  relations: z.array(relation).meta({ description: "What this event can be followed by" }),
  chosen: relation.extend({ written: z.string().meta({ description: "As the event writes it" }) }).nullable(),
  data: EventList.shape.data.meta({ description: "Oldest first, this one among them" }),
  hasMore: z.boolean(),
});

const counted = z.record(z.string(), z.int());
export const Counts = z.object({ status: counted, productId: counted, subscriptionId: counted, eventType: counted, test: counted, response: counted, failure: counted, resent: z.object({ yes: z.int(), no: z.int() }), period: z.object({ "24h": z.int(), "7d": z.int(), "60d": z.int() }) });

export const Timeline = z.object({
  unit: z.enum(["day", "hour"]),
  bars: z.array(z.object({
    from: z.iso.datetime(), to: z.iso.datetime(), existed: z.boolean().meta({ description: "False before the workspace had anything" }),
    received: z.int().nullable().meta({ description: "Events; null when deliveries are chosen" }), delivered: z.int(), waiting: z.int(), failed: z.int(), cancelled: z.int(),
  })),
});
