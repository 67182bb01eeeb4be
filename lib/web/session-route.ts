import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/domain/errors";
import { log } from "@/lib/log";
import { roleMay, type Permission } from "@/lib/domain/permissions";
import { asAppError, problemResponse } from "./problem";
import { findCtx, type SessionCtx } from "./session";

/** Makes a route handler for the dashboard's own use: for whoever is signed in and may, with problem+json for the rest. */
export function withSessionRoute(permission: Permission, handler: (call: { ctx: SessionCtx; request: Request }) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    const requestId = randomUUID();
    try {
      const ctx = await findCtx();
      if (!ctx) throw new AppError("unauthorized", "Nobody is signed in.", { fix: "Sign in, then try again." });
      if (!roleMay(ctx.role, permission)) throw new AppError("forbidden", "Your role may not do this.");
      return await handler({ ctx, request });
    } catch (error) {
      if (!asAppError(error)) log.error("a request failed", { requestId }, error);
      return problemResponse(error, requestId);
    }
  };
}
