import "server-only";
import { runRoute, type RouteCall, type RouteHandler } from "./run-route";
import { getRuntime } from "./runtime";

/** Makes a Next route handler under /api/v1 of a function that is given the key's context. */
export function withRoute(handler: RouteHandler) {
  return async (request: Request, segment?: { params: Promise<RouteCall["params"]> }): Promise<Response> =>
    runRoute(getRuntime, handler, request, (await segment?.params) ?? {});
}
