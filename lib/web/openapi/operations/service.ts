import * as answers from "../schemas";
import type { Operation } from "./operation";

export const SERVICE_OPERATIONS: readonly Operation[] = [
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
