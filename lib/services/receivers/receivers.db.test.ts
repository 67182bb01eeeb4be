import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, readId } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { createTestDatabase } from "@/lib/testing/database";
import type { Ctx } from "@/lib/services/context";
import { clearRequests } from "./clear-requests";
import { createReceiver } from "./create";
import { deleteReceiver } from "./delete";
import { ensureReceiver } from "./ensure";
import { getReceiver } from "./get";
import { getRequest } from "./get-request";
import { listReceivers } from "./list";
import { listRequests } from "./list-requests";
import { listSenders } from "./list-senders";
import { readVersion } from "./read-version";
import { type IncomingRequest, KEPT_BODY_BYTES, recordRequest } from "./record-request";
import { updateBehaviour } from "./update-behaviour";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const workspace = () => createWorkspace(database.db);
const send = (ctx: Ctx, token: string, more: Partial<IncomingRequest> & { at?: Date; chance?: number } = {}) => {
  const { at = new Date(), chance = 0, ...input } = more;
  const request = { token, method: "POST", path: `/r/${token}`, headers: [], body: Buffer.from("{}"), isCutOff: false, ...input };
  return recordRequest({ db: ctx.db, secretKey: ctx.secretKey, now: at, chance, input: request });
};
const signed = (secret: string, body: string, id = "evt_1"): { headers: [string, string][]; body: Buffer } => {
  const at = new Date();
  const headers: [string, string][] = [["webhook-id", id], ["webhook-timestamp", String(Math.floor(at.getTime() / 1000))], ["webhook-signature", new Webhook(secret).sign(id, at, body)]];
  return { headers, body: Buffer.from(body) };
};

test("a workspace is given one receiver, however often it asks, at an address that nobody can guess", async () => {
  const ctx = await workspace();
  const first = await ensureReceiver({ ctx });
  expect(await ensureReceiver({ ctx })).toEqual(first);
  expect(first.url).toBe(`http://aviso.test/r/${first.token}`);
  expect(first.token.length).toBeGreaterThanOrEqual(24);
  expect(first.behaviour).toEqual({ mode: "answer", status: 200, delayMs: 0 });
});

test("a receiver keeps the last 500 requests and nothing of another receiver's", async () => {
  const ctx = await workspace();
  const { id, token } = await ensureReceiver({ ctx });
  const other = await createReceiver({ ctx, input: { name: "Other" } });
  await send(ctx, other.token);
  const start = Date.now();
  for (let index = 0; index < 503; index++) await send(ctx, token, { at: new Date(start + index), body: Buffer.from(`n${index}`) });
  const { requests, total } = await listRequests({ ctx, input: { receiverId: id } });
  expect(total).toBe(500);
  const bodies = await Promise.all([requests[0]!, requests.at(-1)!].map((row) => getRequest({ ctx, input: { receiverId: id, requestId: row.id } })));
  expect(bodies.map((request) => request.body)).toEqual(["n502", "n3"]);
  expect((await listReceivers({ ctx })).map((row) => row.requestCount)).toEqual([500, 1]);
});

test("requests older than 7 days are not shown", async () => {
  const ctx = await workspace();
  const { id, token } = await ensureReceiver({ ctx });
  await send(ctx, token, { at: new Date(Date.now() - 7 * 86_400_000 - 1_000) });
  await send(ctx, token);
  expect((await listRequests({ ctx, input: { receiverId: id } })).requests).toHaveLength(1);
});

test("an inbox says whether a signature is valid, invalid, missing, or of nobody known", async () => {
  const ctx = await workspace();
  const { id, token, url } = await ensureReceiver({ ctx });
  await send(ctx, token, signed(newSecret(), "{}"));
  // The address under another of the house's names counts as well.
  const { secret } = await createSubscription(ctx, { url: url.replace("aviso.test", "127.0.0.1:3000") });
  const good = signed(secret, '{"event":"PURCHASE_APPROVED"}');
  await send(ctx, token, good);
  await send(ctx, token, { ...good, body: Buffer.from('{"event": "PURCHASE_APPROVED"}') });
  await send(ctx, token, { headers: [["content-type", "application/json"]] });
  await send(ctx, token, { headers: [["webhook-signature", "v1,"], ["webhook-timestamp", "soon"]] });
  const { requests } = await listRequests({ ctx, input: { receiverId: id } });
  expect(requests.map((row) => row.signature).toReversed()).toEqual(["unknown", "valid", "invalid", "unsigned", "invalid"]);
});

test("a wrong signature is explained: what is missing, what was signed instead, with whose secret", async () => {
  const ctx = await workspace();
  const { id, token, url } = await ensureReceiver({ ctx });
  const { secret } = await createSubscription(ctx, { url });
  const other = await createSubscription(ctx, { url: "https://elsewhere.example.com/" });
  const body = '{"a": 1}';
  const good = signed(secret, body);
  const without = (name: string) => ({ body: good.body, headers: good.headers.filter(([key]) => key !== name) });
  await send(ctx, token, without("webhook-id"));
  await send(ctx, token, { ...good, headers: good.headers.map(([name, value]) => [name, name === "webhook-timestamp" ? `${value}000` : value]) });
  await send(ctx, token, { ...signed(secret, '{"a":1}'), body: good.body });
  await send(ctx, token, signed(other.secret, body));
  await send(ctx, token, { ...signed(newSecret(), body), body: Buffer.from([0xff]) });
  await send(ctx, token, good);
  const { requests } = await listRequests({ ctx, input: { receiverId: id } });
  const reasons = await Promise.all(requests.toReversed().map(async (row) => (await getRequest({ ctx, input: { receiverId: id, requestId: row.id } })).reason));
  expect(reasons).toMatchObject([
    { kind: "header_missing", header: "webhook-id" },
    { kind: "timestamp_not_seconds" },
    { kind: "diagnosis", diagnosis: { content: "body_reserialised" } },
    { kind: "diagnosis", diagnosis: { secret: "other_subscription", otherSubscription: "CRM" } },
    { kind: "body_not_kept" },
    null,
  ].map((reason) => reason ?? expect.toSatisfy((value) => value === null)));
});

test("one subscription's secrets that cannot be read any more close the receiver to nobody, and what others send is judged and explained", async () => {
  const ctx = await workspace();
  const { id, token, url } = await ensureReceiver({ ctx });
  const lost = await createSubscription({ ...ctx, secretKey: Buffer.alloc(32) }, { url });
  const sealed = seal(Buffer.alloc(32), "lost");
  await ctx.db.subscription.update({ where: { id: lost.id }, data: { headersEncrypted: sealed, hottokEncrypted: sealed } });
  await send(ctx, token, signed(lost.secret, "{}"));
  const { secret } = await createSubscription(ctx, { url });
  await send(ctx, token, signed(secret, "{}"));
  await send(ctx, token, signed(lost.secret, "{}"));
  const { requests } = await listRequests({ ctx, input: { receiverId: id } });
  expect(requests.map((row) => row.signature).toReversed()).toEqual(["unknown", "valid", "invalid"]);
  expect((await getRequest({ ctx, input: { receiverId: id, requestId: requests[0]!.id } })).reason).toMatchObject({ kind: "diagnosis" });
});

test("a right signature with an old timestamp is told to be stale", async () => {
  const ctx = await workspace();
  const { id, token, url } = await ensureReceiver({ ctx });
  const { secret } = await createSubscription(ctx, { url });
  await send(ctx, token, { ...signed(secret, "{}"), at: new Date(Date.now() + 400_000) });
  await send(ctx, token, signed(secret, "{}"));
  const { requests } = await listRequests({ ctx, input: { receiverId: id } });
  const [fresh, stale] = (await Promise.all(requests.map((row) => getRequest({ ctx, input: { receiverId: id, requestId: row.id } })))).sort((a, b) => Number(a.staleMs) - Number(b.staleMs));
  expect([fresh!.signature, fresh!.staleMs, stale!.signature]).toEqual(["valid", null, "valid"]);
  expect(stale!.staleMs).toBeGreaterThan(390_000);
});

test("a receiver names the subscriptions that send to it, and its version changes with what its page shows", async () => {
  const ctx = await workspace();
  const stranger = await workspace();
  const { id, token, url } = await ensureReceiver({ ctx });
  const subscription = await createSubscription(ctx, { url });
  await createSubscription(ctx, { url: "https://elsewhere.example.com/" });
  const input = { receiverId: id };
  expect(await listSenders({ ctx, input })).toMatchObject([{ name: "CRM", status: "active", waiting: 0, downSince: null, failuresInRow: 0 }]);
  const first = await readVersion({ ctx, input });
  expect(await readVersion({ ctx, input })).toEqual(first);
  await send(ctx, token);
  const second = await readVersion({ ctx, input });
  expect(second).not.toEqual(first);
  await ctx.db.endpointState.create({ data: { subscriptionId: subscription.id, workspaceId: ctx.workspaceId, failuresInRow: 10, downSince: new Date() } });
  expect(await readVersion({ ctx, input })).not.toEqual(second);
  await expect(readVersion({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
});

test("while a secret is being rotated both signatures are valid, and the old one no longer afterwards", async () => {
  const ctx = await workspace();
  const { id, token, url } = await ensureReceiver({ ctx });
  const subscription = await createSubscription(ctx, { url });
  const old = newSecret();
  const row = await ctx.db.subscriptionSecret.create({ data: { id: newUuid(), subscriptionId: subscription.id, secretEncrypted: seal(ctx.secretKey, old), expiresAt: new Date(Date.now() + 60_000) } });
  await send(ctx, token, signed(subscription.secret, "a"));
  await send(ctx, token, signed(old, "b"));
  await ctx.db.subscriptionSecret.update({ where: { id: row.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  await send(ctx, token, signed(old, "c"));
  const { requests } = await listRequests({ ctx, input: { receiverId: id } });
  expect(requests.map((request) => request.signature).toReversed()).toEqual(["valid", "valid", "invalid"]);
});

test("any bytes are kept: text as it is, others as base64, long ones cut and marked", async () => {
  const ctx = await workspace();
  const { id, token } = await ensureReceiver({ ctx });
  const bodies = [Buffer.from("olá 😀"), Buffer.from([0xff, 0xfe]), Buffer.from("a\0b"), Buffer.alloc(KEPT_BODY_BYTES + 1, "x"), Buffer.alloc(0)];
  for (const body of bodies) await send(ctx, token, { body });
  const { requests } = await listRequests({ ctx, input: { receiverId: id } });
  const kept = await Promise.all(requests.toReversed().map((row) => getRequest({ ctx, input: { receiverId: id, requestId: row.id } })));
  expect(kept.map((row) => [row.bodyEncoding, row.bodyBytes, row.isTruncated])).toEqual([
    ["utf8", 9, false], ["base64", 2, false], ["base64", 3, false], ["utf8", KEPT_BODY_BYTES + 1, true], ["utf8", 0, false],
  ]);
  expect(kept[0]!.body).toBe("olá 😀");
  expect(Buffer.from(kept[2]!.body, "base64")).toEqual(bodies[2]);
});

test("the inbox is searched by body, header and method, and names the event", async () => {
  const ctx = await workspace();
  const { id, token } = await ensureReceiver({ ctx });
  await send(ctx, token, { body: Buffer.from('{"id":"1","creation_date":1,"event":"PURCHASE_REFUNDED","data":{"buyer":"Ana@Example.com"}}') });
  await send(ctx, token, { method: "GET", headers: [["X-Tool", "curl 50% off"]], body: Buffer.from("event=PURCHASE_DELAYED&x=1") });
  const search = async (text: string) => (await listRequests({ ctx, input: { receiverId: id, search: text } })).requests.map((row) => row.eventType);
  expect(await search("ana@example")).toEqual(["PURCHASE_REFUNDED"]);
  expect(await search("curl 50%")).toEqual(["PURCHASE_DELAYED"]);
  expect(await search("get /r/")).toEqual(["PURCHASE_DELAYED"]);
  expect(await search("nothing like it")).toEqual([]);
});

test("of a large body its beginning is searched, and it is said when a search did not see everything", async () => {
  const ctx = await workspace();
  const { id, token } = await ensureReceiver({ ctx });
  await send(ctx, token, { body: Buffer.from("small beginning") });
  expect(await listRequests({ ctx, input: { receiverId: id, search: "BEGINNING" } })).toMatchObject({ requests: [{}], isCut: false });
  await send(ctx, token, { body: Buffer.from(`beginning ${"x".repeat(100_000)} end`) });
  const search = async (text?: string) => { const { requests, isCut } = await listRequests({ ctx, input: { receiverId: id, search: text } }); return [requests.length, isCut]; };
  expect(await search("beginning")).toEqual([2, true]);
  expect(await search("end")).toEqual([0, true]);
  expect(await search()).toEqual([2, false]);
});

test("a receiver answers as it was told from the next request on, and the inbox tells what it answered", async () => {
  const ctx = await workspace();
  const { id, token } = await ensureReceiver({ ctx });
  const answers = [];
  for (const behaviour of [{ mode: "answer", status: 500, delayMs: 10 }, { mode: "random", failShare: 0.5, status: 503 }, { mode: "hang" }, { mode: "reset" }, { mode: "redirect", location: "https://example.com/" }] as const) {
    expect((await updateBehaviour({ ctx, input: { receiverId: id, behaviour } })).behaviour).toEqual(behaviour);
    answers.push(await send(ctx, token, { chance: 0.4 }));
  }
  expect(answers.map((result) => result.outcome === "recorded" && result.answer.kind)).toEqual(["respond", "respond", "hang", "reset", "redirect"]);
  expect((await listRequests({ ctx, input: { receiverId: id } })).requests.map((row) => row.answer).toReversed()).toEqual(["500", "503", "hang", "reset", "307"]);
  await expect(updateBehaviour({ ctx, input: { receiverId: id, behaviour: { mode: "answer", status: 99, delayMs: 0 } } })).rejects.toThrow();
});

test("a receiver is emptied and deleted by its own workspace only, and an unknown address records nothing", async () => {
  const ctx = await workspace();
  const stranger = await workspace();
  const { id, token } = await ensureReceiver({ ctx });
  await send(ctx, token);
  const [row] = (await listRequests({ ctx, input: { receiverId: id } })).requests;
  const input = { receiverId: id };
  await expect(getReceiver({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
  await expect(listRequests({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
  await expect(getRequest({ ctx: stranger, input: { ...input, requestId: row!.id } })).rejects.toMatchObject({ code: "not_found" });
  await expect(clearRequests({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteReceiver({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
  expect(await clearRequests({ ctx, input })).toEqual({ cleared: 1 });
  await deleteReceiver({ ctx, input });
  expect(await send(ctx, token)).toEqual({ outcome: "unknown_token" });
  expect(await ctx.db.receiverRequest.count({ where: { receiverId: readId("receiver", id)! } })).toBe(0);
});
