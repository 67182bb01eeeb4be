import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/domain/errors";
import { problemResponse } from "./problem";

/** What stands for every address below /api that is none: a problem for programs to read, not a page. */
export function noSuchRoute(): Response {
  return problemResponse(new AppError("not_found", "The API has no such address.", { fix: "GET /api/v1/openapi.json names all that it has." }), randomUUID());
}
