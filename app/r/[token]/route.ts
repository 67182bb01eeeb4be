import { randomUUID } from "node:crypto";
import { hasReceiver } from "@/lib/services/receivers/has";
import { recordRequest } from "@/lib/services/receivers/record-request";
import { addressOf } from "@/lib/web/front/client-address";
import { asAppError, problemResponse } from "@/lib/web/problem";
import { giveAnswer } from "@/lib/web/receiver/answer";
import { readReceivedBody } from "@/lib/web/receiver/read-body";
import { getRuntime } from "@/lib/web/runtime";

export const dynamic = "force-dynamic";

/** Aviso's built-in receiver: takes anything at its address, keeps it, and answers as it was told to. */
async function receive(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    return await take(request, (await params).token);
  } catch (error) {
    if (!asAppError(error)) throw error;
    return problemResponse(error, randomUUID());
  }
}

async function take(request: Request, token: string): Promise<Response> {
  const { db, secretKey, rateLimiter } = getRuntime();
  await rateLimiter.countAddress(addressOf(request.headers));
  // Before the body is read: a stranger must not fill the memory.
  if (!(await hasReceiver({ db, token }))) return unknown();
  const { body, isCutOff } = await readReceivedBody(request, token);
  const { pathname, search } = new URL(request.url);
  const input = { token, method: request.method, path: pathname + search, headers: [...request.headers], body, isCutOff };
  const result = await recordRequest({ db, secretKey, now: new Date(), chance: Math.random(), input });
  switch (result.outcome) {
    case "recorded": return giveAnswer(result.answer, request);
    case "unknown_token": return unknown();
  }
}

function unknown(): Response {
  return Response.json({ title: "There is no receiver at this address.", status: 404 }, { status: 404, headers: { "content-type": "application/problem+json" } });
}

export { receive as DELETE, receive as GET, receive as HEAD, receive as OPTIONS, receive as PATCH, receive as POST, receive as PUT };
