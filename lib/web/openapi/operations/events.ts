import { z } from "zod";
import { CountFacetsInput } from "@/lib/services/events/count-facets";
import { ListEventsInput } from "@/lib/services/events/list";
import { ExportEventsInput } from "@/lib/services/events/export";
import { ListRelatedInput } from "@/lib/services/events/list-related";
import { EventTimelineInput } from "@/lib/services/events/timeline";
import { Counts, RelatedEvents, Timeline } from "../attempt-schemas";
import * as answers from "../schemas";
import type { Operation } from "./operation";

export const EVENT_OPERATIONS: readonly Operation[] = [
  {
    method: "post", path: "/api/v1/events", tag: "Events", id: "ingestEvents", needsKey: true,
    summary: "Send events",
    description: "Takes one event, or an array of up to 1,000. The answer comes when the events and their deliveries are stored for good. A repeated Idempotency-Key or `id` answers with the first event's id and makes no second. In a batch each item has a result of its own; one bad item does not sink the others. Limits: 256 kB an event, 5 MB a batch. Aviso's complete envelope is taken as well, with the product found in `data`.",
    headers: z.object({ "Idempotency-Key": z.string().max(255).optional() }),
    body: answers.NewEvents,
    example: { event: "PURCHASE_APPROVED", data: { product: { id: 4211, name: "Course" }, buyer: { email: "maria@example.com" }, purchase: { transaction: "HP123", status: "APPROVED" } } },
    answers: { 202: { description: "Stored", schema: answers.IngestAnswer }, 200: { description: "Already known; nothing was added", schema: answers.IngestDuplicate } },
    problems: { 422: "The event is not valid; `issues` says where", 503: "The database is away, or too much is being sent at once; nothing was accepted. Send it again after Retry-After." },
  },
  {
    method: "get", path: "/api/v1/events", tag: "Events", id: "listEvents", needsKey: true,
    summary: "List events",
    description: "Newest first, of the last 60 days. Follow `next` as `cursor`; rows that arrive meanwhile never move a page.",
    query: ListEventsInput,
    answers: { 200: { description: "A page of events", schema: answers.EventList } },
    problems: { 422: "A filter is not valid" },
  },
  {
    method: "get", path: "/api/v1/events/export", tag: "Events", id: "exportEvents", needsKey: true,
    summary: "Export events",
    description: "Everything that the same filters would list, newest first, streamed as one file: CSV with a line for each delivery, or NDJSON with a line of JSON for each event, of the shape that the list has.",
    query: ExportEventsInput,
    answers: { 200: { description: "The file, sent while it is read", media: ["text/csv", "application/x-ndjson"] } },
    problems: { 422: "A filter is not valid" },
  },
  {
    method: "get", path: "/api/v1/events/{eventId}", tag: "Events", id: "getEvent", needsKey: true,
    summary: "Get an event",
    description: "With its payload and, for each subscription, why it was or was not sent there, with the newest attempts. Where they are many or large, older ones come without headers and bodies (`isWhole` is false): listAttempts lists all, getAttempt has each whole.",
    answers: { 200: { description: "The event", schema: answers.EventWithVerdicts } },
    problems: { 404: "No such event, or older than 60 days", 422: "Not an event's id" },
  },
  {
    method: "get", path: "/api/v1/events/{eventId}/related", tag: "Events", id: "listRelatedEvents", needsKey: true,
    summary: "List what belongs to an event",
    description: "Everything of the same purchase, customer's subscription or buyer, with how each delivery stands.",
    query: ListRelatedInput.omit({ eventId: true }),
    answers: { 200: { description: "The events", schema: RelatedEvents } },
    problems: { 404: "No such event", 422: "The input is not valid" },
  },
  {
    method: "get", path: "/api/v1/events/counts", tag: "Events", id: "countEvents", needsKey: true,
    summary: "Count what each filter would leave",
    description: "For every filter, how many each of its choices would leave with the others as given. Status, subscription, response and failure count deliveries; the others count events, or deliveries when one of those is given. By whole hours, or exactly where a search, a failure, an answer or resends leave few.",
    query: CountFacetsInput,
    answers: { 200: { description: "The counts", schema: Counts } },
    problems: { 422: "A filter is not valid" },
  },
  {
    method: "get", path: "/api/v1/events/timeline", tag: "Events", id: "getTimeline", needsKey: true,
    summary: "Count events over time",
    description: "A bar for each of the last 60 days, or for each hour of a day that is chosen, with the same filters as the list.",
    query: EventTimelineInput,
    answers: { 200: { description: "The bars, oldest first", schema: Timeline } },
    problems: { 422: "A filter is not valid" },
  },
];
