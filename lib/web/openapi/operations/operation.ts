import type { z } from "zod";

/** One path and verb of the HTTP API, as its document and its reference page tell it. */
export interface Operation {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  tag: "Events" | "Deliveries" | "Replays" | "Test events" | "Scenarios" | "Subscriptions" | "Products" | "Event types" | "Audit log" | "Service";
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
  /** What it answers when all is well; a 204 has no body. */
  answers: Record<number, { description: string; schema?: z.ZodType; /** Media types that are not JSON. */ media?: string[] }>;
  /** The problems that are this operation's own. What a key or a body may meet anywhere, `problemsOf` adds; 500 goes without saying. */
  problems: Partial<Record<400 | 404 | 409 | 413 | 422 | 503, string>>;
}
