import { recordRequest } from "@/lib/services/receivers/record-request";
import { giveAnswer } from "@/lib/web/receiver/answer";
import { readReceivedBody } from "@/lib/web/receiver/read-body";
import { getRuntime } from "@/lib/web/runtime";

export const dynamic = "force-dynamic";

/** Aviso's built-in receiver: takes anything at its address, keeps it, and answers as it was told to. */
async function receive(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { db, secretKey } = getRuntime();
  const { body, isCutOff } = await readReceivedBody(request);
  const { pathname, search } = new URL(request.url);
  const input = { token: (await params).token, method: request.method, path: pathname + search, headers: [...request.headers], body, isCutOff };
  const result = await recordRequest({ db, secretKey, now: new Date(), chance: Math.random(), input });
  switch (result.outcome) {
    case "recorded": return giveAnswer(result.answer, request.signal);
    case "unknown_token": return Response.json({ title: "There is no receiver at this address.", status: 404 }, { status: 404, headers: { "content-type": "application/problem+json" } });
  }
}

export { receive as DELETE, receive as GET, receive as HEAD, receive as OPTIONS, receive as PATCH, receive as POST, receive as PUT };
