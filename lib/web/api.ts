import "server-only";
import type { Permission } from "@/lib/domain/permissions";
import type { RouteOptions } from "./run-as-key";
import { runRoute, type RouteCall, type RouteHandler } from "./run-route";
import { getRuntime } from "./runtime";

/** Makes a Next route handler under /api/v1 of a function that is given the context of a key that may. */
export function withRoute(permission: Permission, handler: RouteHandler, options: RouteOptions = {}) {
  return async (request: Request, segment?: { params: Promise<RouteCall["params"]> }): Promise<Response> =>
    runRoute(getRuntime, permission, handler, request, (await segment?.params) ?? {}, options);
}
