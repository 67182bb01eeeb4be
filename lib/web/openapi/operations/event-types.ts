import { CreateEventTypeInput } from "@/lib/services/event-types/create";
import { ListEventTypesInput } from "@/lib/services/event-types/list";
import { UpdateEventTypeInput } from "@/lib/services/event-types/update";
import { EventType, EventTypePage, EventTypeWithCount } from "../event-type-schemas";
import type { Operation } from "./operation";

const eventType = { tag: "Event types", needsKey: true } as const;
const example = { type: "object", required: ["seats"], properties: { seats: { type: "integer", minimum: 1 } } };

export const EVENT_TYPE_OPERATIONS: readonly Operation[] = [
  {
    ...eventType, method: "get", path: "/api/v1/event-types", id: "listEventTypes",
    summary: "List event types",
    description: "The built-in ones in their order, then your own by name. Follow `next` as `cursor`.",
    query: ListEventTypesInput,
    answers: { 200: { description: "A page of event types", schema: EventTypePage } },
    problems: { 422: "A parameter is not valid" },
  },
  {
    ...eventType, method: "post", path: "/api/v1/event-types", id: "createEventType",
    summary: "Add an event type",
    description: "A kind of event of your own. It can be chosen in subscriptions and tests, and is accepted where unknown types are not. Events are not checked against the schema: it is for whoever reads them.",
    body: CreateEventTypeInput,
    example: { name: "WORKSHOP_BOOKED", title: "Workshop booked", description: "Someone booked seats in a workshop.", schema: example, sample: { seats: 2 } },
    answers: { 201: { description: "Added", schema: EventType } },
    problems: { 409: "There are too many", 422: "A field is not valid, the name is taken, or the sample does not fit the schema; `issues` says which" },
  },
  {
    ...eventType, method: "get", path: "/api/v1/event-types/{name}", id: "getEventType",
    summary: "Get an event type",
    description: "With its schema, its samples and how many events of it came in 60 days.",
    answers: { 200: { description: "The event type", schema: EventTypeWithCount } },
    problems: { 404: "No such event type", 422: "Not the name of an event type" },
  },
  {
    ...eventType, method: "patch", path: "/api/v1/event-types/{name}", id: "updateEventType",
    summary: "Change an event type of your own",
    description: "What is left out stays; null or an empty text takes the schema or the sample away. The name cannot change, because events carry it.",
    body: UpdateEventTypeInput.omit({ name: true }),
    example: { title: "Seats booked" },
    answers: { 200: { description: "The event type as it is now", schema: EventType } },
    problems: { 404: "No such event type", 409: "It is built in", 422: "A field is not valid, or the sample does not fit the schema" },
  },
  {
    ...eventType, method: "delete", path: "/api/v1/event-types/{name}", id: "deleteEventType",
    summary: "Delete an event type of your own",
    description: "History keeps its events, and subscriptions their choice of it.",
    answers: { 204: { description: "Deleted" } },
    problems: { 404: "No such event type", 409: "It is built in", 422: "Not the name of an event type" },
  },
];
