import { z } from "zod";
import { ListEventsInput } from "@/lib/services/events/list";
import { SendTestEventInput } from "@/lib/services/events/send-test";
import { CreateSubscriptionInput } from "@/lib/services/subscriptions/create";
import * as answers from "./schemas";

export interface Operation {
  method: "get" | "post";
  path: string;
  tag: "Events" | "Deliveries" | "Test events" | "Subscriptions" | "Service";
  id: string;
  summary: string;
  description: string;
  /** False where no API key is asked for. */
  needsKey: boolean;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** A body as one would send it, for the reference's curl. */
  example?: unknown;
  answers: Record<number, { description: string; schema?: z.ZodType }>;
  /** The problems that are this operation's own; 401 and 500 go without saying. */
  problems: Partial<Record<400 | 404 | 409 | 413 | 415 | 422 | 503, string>>;
}

const SUBSCRIPTION_ID = "sub_01h455vb4pex5vsknk084sn02q";

/** All of the HTTP API. A test holds it against the routes that exist. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: "post", path: "/api/v1/events", tag: "Events", id: "ingestEvents", needsKey: true,
    summary: "Send events",
    description: "Takes one event, or an array of up to 1,000. The answer comes when the events and their deliveries are stored for good. A repeated Idempotency-Key or `id` answers with the first event's id and makes no second. In a batch each item has a result of its own; one bad item does not sink the others. Limits: 256 kB an event, 5 MB a batch. Aviso's complete envelope is taken as well, with the product found in `data`.",
    headers: z.object({ "Idempotency-Key": z.string().max(255).optional() }),
    body: answers.NewEvents,
    example: { event: "PURCHASE_APPROVED", data: { product: { id: 4211, name: "Course" }, buyer: { email: "maria@example.com" }, purchase: { transaction: "HP123", status: "APPROVED" } } },
    answers: { 202: { description: "Stored", schema: answers.IngestAnswer }, 200: { description: "Already known; nothing was added", schema: answers.IngestDuplicate } },
    problems: { 400: "Not JSON", 413: "Too large", 415: "The content type is not JSON", 422: "The event is not valid; `issues` says where", 503: "The database is away; nothing was accepted. Send it again after Retry-After." },
  },
  {
    method: "get", path: "/api/v1/events", tag: "Events", id: "listEvents", needsKey: true,
    summary: "List events",
    description: "Newest first, of the last 60 days. Follow `older` as `cursor`; rows that arrive meanwhile never move a page.",
    query: ListEventsInput,
    answers: { 200: { description: "A page of events", schema: answers.EventList } },
    problems: { 422: "A filter is not valid" },
  },
  {
    method: "get", path: "/api/v1/events/{eventId}", tag: "Events", id: "getEvent", needsKey: true,
    summary: "Get an event",
    description: "With its payload and, for each subscription, why it was or was not sent there, and every attempt.",
    answers: { 200: { description: "The event", schema: answers.EventWithVerdicts } },
    problems: { 404: "No such event, or older than 60 days", 422: "Not an event's id" },
  },
  {
    method: "get", path: "/api/v1/deliveries/{deliveryId}", tag: "Deliveries", id: "getDelivery", needsKey: true,
    summary: "Get a delivery",
    description: "With each attempt's request, response and time.",
    answers: { 200: { description: "The delivery", schema: answers.DeliveryWithAttempts } },
    problems: { 404: "No such delivery", 422: "Not a delivery's id" },
  },
  {
    method: "post", path: "/api/v1/deliveries/{deliveryId}/resend", tag: "Deliveries", id: "resendDelivery", needsKey: true,
    summary: "Resend a delivery",
    description: "Sends it once more, whatever its state, with the same event id. Asking again while that is under way adds nothing.",
    answers: { 202: { description: "Queued", schema: answers.ResendAnswer } },
    problems: { 404: "No such delivery", 409: "Its subscription was deleted", 422: "Not a delivery's id" },
  },
  {
    method: "post", path: "/api/v1/test-events", tag: "Test events", id: "sendTestEvent", needsKey: true,
    summary: "Send a test event",
    description: "To one subscription only, also when it is paused. It goes the real way and is marked `\"test\": true`.",
    body: SendTestEventInput.extend({ data: z.union([z.record(z.string(), z.unknown()), z.string()]).meta({ description: "An object, or the same as JSON text, which is sent byte for byte" }) }),
    example: { subscriptionId: SUBSCRIPTION_ID, eventType: "PURCHASE_APPROVED", data: { purchase: { transaction: "TEST-1" } } },
    answers: { 202: { description: "On its way", schema: answers.TestAnswer } },
    problems: { 400: "Not JSON", 404: "No such subscription", 413: "Too large", 422: "The input is not valid" },
  },
  {
    method: "get", path: "/api/v1/subscriptions", tag: "Subscriptions", id: "listSubscriptions", needsKey: true,
    summary: "List subscriptions",
    description: "With how the last 24 hours went for each.",
    answers: { 200: { description: "All subscriptions", schema: answers.SubscriptionList } },
    problems: {},
  },
  {
    method: "post", path: "/api/v1/subscriptions", tag: "Subscriptions", id: "createSubscription", needsKey: true,
    summary: "Create a subscription",
    description: "Sends the chosen events of the chosen products to an address. Leaving out `productIds` or `eventTypes` means all. The secret in the answer signs every delivery.",
    body: CreateSubscriptionInput,
    example: { name: "CRM", url: "https://crm.example.com/webhooks", eventTypes: ["PURCHASE_APPROVED", "PURCHASE_REFUNDED"] },
    answers: { 201: { description: "Made", schema: answers.SubscriptionMade } },
    problems: { 400: "Not JSON", 422: "A field is not valid; `issues` says which" },
  },
  {
    method: "get", path: "/api/v1/openapi.json", tag: "Service", id: "getOpenApi", needsKey: false,
    summary: "This document",
    description: "OpenAPI 3.1.",
    answers: { 200: { description: "The document" } },
    problems: {},
  },
  {
    method: "get", path: "/api/health", tag: "Service", id: "getHealth", needsKey: false,
    summary: "Health",
    description: "Whether the database answers and a worker lives, and how far the queue is behind.",
    answers: { 200: { description: "Well", schema: answers.HealthAnswer }, 503: { description: "Ill; the same body says where", schema: answers.HealthAnswer } },
    problems: {},
  },
];
