import type { Operation } from "@/lib/web/openapi/operations/operation";

type Handler = (request: Request, segment: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** The real route handler of an API operation, to be called without a server. */
export async function handlerOf({ path, method }: Operation): Promise<Handler> {
  const file = `/app${path.replace(/\{(\w+)\}/g, "[$1]")}/route.ts`;
  const load = import.meta.glob<Record<string, Handler>>(["/app/api/v1/**/route.ts", "/app/api/health/route.ts"])[file];
  return (await load!())[method.toUpperCase()]!;
}
