import { checkReady } from "@/lib/services/health/ready";
import { shareAnswers } from "@/lib/services/health/share-answers";
import { getRuntime } from "@/lib/web/runtime";

export const dynamic = "force-dynamic";

const look = shareAnswers(() => checkReady({ db: getRuntime().db }));

/** 200 when this process can serve: the database answers and has this version's schema. Else 503, with the same body. */
export async function GET(): Promise<Response> {
  const ready = await look();
  return Response.json(ready, { status: ready.isReady ? 200 : 503, headers: { "cache-control": "no-store" } });
}
