import type { Permission } from "@/lib/domain/permissions";
import type { Ctx } from "@/lib/services/context";
import { toWeb } from "./api-request";
import { type RouteOptions, type RouteRuntime, runAsKey } from "./run-as-key";

/** What a route's handler is given. */
export interface RouteCall {
  ctx: Ctx;
  request: Request;
  params: Record<string, string | string[] | undefined>;
  requestId: string;
}
export type RouteHandler = (call: RouteCall) => Promise<Response>;

/** Answers one API request that came through Next. */
export function runRoute(runtime: () => RouteRuntime, permission: Permission, handler: RouteHandler, request: Request, params: RouteCall["params"], options: RouteOptions = {}): Promise<Response> {
  const work = async (ctx: Ctx, requestId: string) => {
    const response = await handler({ ctx, request, params, requestId });
    response.headers.set("x-request-id", requestId);
    return response;
  };
  return runAsKey({ runtime, permission, headers: request.headers, options, work, refuse: toWeb });
}
