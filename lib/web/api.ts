import "server-only";
import { announceChange } from "@/lib/db/announce";
import type { Permission } from "@/lib/domain/permissions";
import type { RouteOptions } from "./run-as-key";
import { runRoute, type RouteCall, type RouteHandler } from "./run-route";
import { getRuntime } from "./runtime";

/** Makes a Next route handler under /api/v1 of a function that is given the context of a key that may. */
export function withRoute(permission: Permission, handler: RouteHandler, options: RouteOptions = {}) {
  const told: RouteHandler = async (call) => {
    const response = await handler(call);
    // Open dashboards show it too; what ingestion stores is announced where it is stored.
    if (!permission.endsWith(".read") && permission !== "event.ingest") announceChange(call.ctx.db, call.ctx.workspaceId);
    return response;
  };
  return async (request: Request, segment?: { params: Promise<RouteCall["params"]> }): Promise<Response> =>
    runRoute(getRuntime, permission, told, request, (await segment?.params) ?? {}, options);
}
