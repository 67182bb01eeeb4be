import { checkHealth } from "@/lib/services/health/check";
import { shareAnswers } from "@/lib/services/health/share-answers";
import { getRuntime } from "@/lib/web/runtime";

export const dynamic = "force-dynamic";

const look = shareAnswers(() => checkHealth({ db: getRuntime().db }));

/** 200 when the database answers and a worker lives, else 503, with the same body. */
export async function GET(): Promise<Response> {
  const health = await look();
  return Response.json(health, { status: health.isHealthy ? 200 : 503, headers: { "cache-control": "no-store" } });
}
