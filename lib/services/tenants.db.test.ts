import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, NIL_UUID, readId, showId } from "@/lib/domain/ids";
import type { DraftValues } from "@/lib/domain/subscription-draft";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { furnish } from "@/lib/testing/furnish";
import { stateOf } from "@/lib/testing/workspace-state";
import { createApiKey } from "./api-keys/create";
import { listApiKeys } from "./api-keys/list";
import { revokeApiKey } from "./api-keys/revoke";
import { acknowledgeAttention } from "./attention/acknowledge";
import { readTroubles, readWaiting } from "./attention/read-troubles";
import { listAuditActors } from "./audit/list-actors";
import type { Ctx } from "./context";
import { listOwnTitles } from "./event-types/list-own-titles";
import { findNeighbours } from "./events/find-neighbours";
import { listFilterOptions } from "./events/list-filter-options";
import { listSeenTypes } from "./events/list-seen-types";
import { listTestOptions } from "./events/list-test-options";
import { readChanges } from "./events/read-changes";
import { listInvitations } from "./invitations/list";
import { withdrawInvitation } from "./invitations/withdraw";
import { listNotices } from "./notices/list";
import { summariseLastDay } from "./overview/last-day";
import { readFirstSteps } from "./overview/read-steps";
import { makeResetLink } from "./password-resets/make";
import { changeRole } from "./people/change-role";
import { listPeople } from "./people/list";
import { listManagers } from "./people/list-managers";
import { removePerson } from "./people/remove";
import type { Product } from "./products/read";
import { withActivity } from "./products/read-activity";
import { clearRequests } from "./receivers/clear-requests";
import { deleteReceiver } from "./receivers/delete";
import { getReceiver } from "./receivers/get";
import { getRequest } from "./receivers/get-request";
import { listReceivers } from "./receivers/list";
import { listRequests } from "./receivers/list-requests";
import { listSenders } from "./receivers/list-senders";
import { readVersion } from "./receivers/read-version";
import { updateBehaviour } from "./receivers/update-behaviour";
import { deleteSavedView } from "./saved-views/delete";
import { listSavedViews } from "./saved-views/list";
import { listRunOptions } from "./scenarios/list-run-options";
import { findAnything } from "./search/find-anything";
import { discardDraft, getDraft, saveDraft } from "./subscriptions/drafts";
import { readLastDays } from "./subscriptions/last-day";
import { readLastDeliveries } from "./subscriptions/last-delivery";
import { listEventTypeGroups } from "./subscriptions/list-event-types";
import { getWorkspace } from "./workspaces/get";
import { switchWorkspace } from "./workspaces/switch";

// The API's verbs are called with another workspace's ids in lib/web/api-walk.db.test.ts. These have no verb of the API.
const MARK = "PLANTED_A";
interface Ids { receiverId: string; requestId: string; subscriptionId: string; productId: string; keyId: string; viewId: string; invitationId: string; personId: string; draftId: string; workspaceId: string; eventId: string }
const DRAFT: DraftValues = {
  name: "Draft", url: "", allProducts: true, products: [], allEventTypes: true, eventTypes: [], hasFilter: false, match: "all", clauses: [], format: "json_v2",
  headers: [], hotmartCompatible: false, hottok: "", timeoutSec: "15", maxInFlight: "10", ratePerSec: "", maxAttempts: "8", retry: "growing", retryWaits: "",
};

/** What can only say that there is no such thing. */
const REFUSED: Record<string, (ctx: Ctx, ids: Ids) => Promise<unknown>> = {
  "receivers/read-version": (ctx, { receiverId }) => readVersion({ ctx, input: { receiverId } }),
  "receivers/delete": (ctx, { receiverId }) => deleteReceiver({ ctx, input: { receiverId } }),
  "receivers/get": (ctx, { receiverId }) => getReceiver({ ctx, input: { receiverId } }),
  "receivers/clear-requests": (ctx, { receiverId }) => clearRequests({ ctx, input: { receiverId } }),
  "receivers/update-behaviour": (ctx, { receiverId }) => updateBehaviour({ ctx, input: { receiverId, behaviour: { mode: "answer", status: 200, delayMs: 0 } } }),
  "receivers/list-requests": (ctx, { receiverId }) => listRequests({ ctx, input: { receiverId } }),
  "receivers/list-senders": (ctx, { receiverId }) => listSenders({ ctx, input: { receiverId } }),
  "receivers/get-request": (ctx, { receiverId, requestId }) => getRequest({ ctx, input: { receiverId, requestId } }),
  "attention/acknowledge": (ctx, { subscriptionId }) => acknowledgeAttention({ ctx, input: { subscriptionId, cause: "timeout" } }),
  "api-keys/create": (ctx, { productId }) => createApiKey({ ctx, input: { name: "Key", scope: "read", productIds: [productId] } }),
  "api-keys/revoke": (ctx, { keyId }) => revokeApiKey({ ctx, input: { id: keyId } }),
  "workspaces/switch": (ctx, { workspaceId }) => switchWorkspace({ ctx, input: { workspaceId } }),
  "saved-views/delete": (ctx, { viewId }) => deleteSavedView({ ctx, input: { viewId } }),
  "invitations/withdraw": (ctx, { invitationId }) => withdrawInvitation({ ctx, input: { invitationId } }),
  "people/change-role": (ctx, { personId }) => changeRole({ ctx, input: { personId, role: "admin" } }),
  "password-resets/make": (ctx, { personId }) => makeResetLink({ ctx, input: { personId } }),
  "people/remove": (ctx, { personId }) => removePerson({ ctx, input: { personId } }),
  "subscriptions/drafts": (ctx, { draftId }) => getDraft({ ctx, input: { id: draftId } }),
  "subscriptions/drafts (save)": (ctx, { draftId }) => saveDraft({ ctx, input: { id: draftId, step: 1, values: DRAFT } }),
  "subscriptions/drafts (discard)": (ctx, { draftId }) => discardDraft({ ctx, input: { id: draftId } }),
};
/** What goes on where an id stands: there it must not matter whose it is. */
const GOES_ON: Record<string, (ctx: Ctx, ids: Ids) => Promise<unknown>> = {
  "events/find-neighbours": (ctx, { eventId }) => findNeighbours({ ctx, input: { eventId } }),
  "events/read-changes": (ctx, { eventId }) => readChanges({ ctx, input: { newest: eventId, shown: [eventId] } }),
  "invitations/list": (ctx, { invitationId }) => listInvitations({ ctx, input: { cursor: invitationId } }),
  "people/list": (ctx, { personId }) => listPeople({ ctx, input: { cursor: personId } }),
};
/** What lists or counts what a workspace has, also when it is asked for another's ids; and what A is shown, which B must not be. */
const LISTS: Record<string, { ask: (ctx: Ctx, ids: Ids) => Promise<unknown>; shows: string }> = {
  "api-keys/list": { ask: (ctx) => listApiKeys({ ctx, input: {} }), shows: MARK },
  "attention/read-troubles": { ask: (ctx) => readTroubles(ctx, NIL_UUID), shows: '"last_failure_kind":"dns"' },
  "attention/read-troubles (waiting)": { ask: async (ctx, { subscriptionId }) => (await readWaiting(ctx)).get(readId("subscription", subscriptionId)!), shows: "1" },
  "audit/list-actors": { ask: (ctx, { personId }) => listAuditActors({ ctx, actorId: personId }), shows: MARK },
  "event-types/list-own-titles": { ask: async (ctx) => [...(await listOwnTitles({ ctx }))], shows: MARK },
  "events/list-filter-options": { ask: (ctx) => listFilterOptions({ ctx }), shows: MARK },
  "events/list-seen-types": { ask: (ctx) => listSeenTypes({ ctx }), shows: MARK },
  "events/list-test-options": { ask: (ctx) => listTestOptions({ ctx }), shows: MARK },
  "notices/list": { ask: (ctx) => listNotices({ ctx }), shows: MARK },
  "overview/last-day": { ask: (ctx) => summariseLastDay({ ctx }), shows: '"failed":7' },
  "overview/read-steps": { ask: (ctx) => readFirstSteps({ ctx }), shows: MARK },
  "people/list-managers": { ask: (ctx) => listManagers({ ctx }), shows: MARK },
  "products/read-activity": { ask: async (ctx, { productId }) => (await withActivity(ctx, [{ id: productId } as Product]))[0]!.eventCount, shows: "1" },
  "receivers/list": { ask: (ctx) => listReceivers({ ctx }), shows: MARK },
  // By the same person: somebody may be in both.
  "saved-views/list": { ask: (ctx) => listSavedViews({ ctx: { ...ctx, actor: a.ctx.actor } }), shows: MARK },
  "scenarios/list-run-options": { ask: (ctx) => listRunOptions({ ctx }), shows: MARK },
  "search/find-anything": { ask: (ctx) => findAnything({ ctx, input: { text: MARK, eventTypes: [] } }), shows: MARK },
  "subscriptions/last-day": { ask: async (ctx, { subscriptionId }) => (await readLastDays(ctx, [readId("subscription", subscriptionId)!]))(readId("subscription", subscriptionId)!), shows: '"failed":7' },
  "subscriptions/last-delivery": { ask: async (ctx, { subscriptionId }) => [...(await readLastDeliveries(ctx, [readId("subscription", subscriptionId)!]))], shows: '"failureKind":"dns"' },
  "subscriptions/list-event-types": { ask: (ctx) => listEventTypeGroups({ ctx }), shows: MARK },
  "workspaces/get": { ask: (ctx) => getWorkspace({ ctx }), shows: MARK },
};
/** Parts of what is called elsewhere. */
const PARTS = ["deliveries/sent-request", "scenarios/settings", "events/filters", "events/list-query", "receivers/read", "replays/read", "subscriptions/read"];
/** Whether a worker lives is the house's, not a workspace's. */
const NOBODYS = ["overview/read-worker-beat"];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let theirs: Ids;
let nobodys: Ids;
let before: Awaited<ReturnType<typeof stateOf>>;
let a: Awaited<ReturnType<typeof furnish>>;
let b: Awaited<ReturnType<typeof furnish>>;

beforeAll(async () => {
  database = await createTestDatabase();
  a = await furnish(await createWorkspace(database.db), MARK);
  b = await furnish(await createWorkspace(database.db), "OWN_B");
  const { id: draftId } = await saveDraft({ ctx: a.ctx, input: { id: null, step: 1, values: DRAFT } });
  theirs = { ...a.ids, draftId };
  nobodys = {
    receiverId: showId("receiver", newUuid()), requestId: showId("receiverRequest", newUuid()), subscriptionId: showId("subscription", newUuid()), productId: showId("product", newUuid()), keyId: showId("apiKey", newUuid()), viewId: showId("savedView", newUuid()),
    invitationId: showId("invitation", newUuid()), personId: showId("user", newUuid()), draftId: showId("subscriptionDraft", newUuid()), workspaceId: showId("workspace", newUuid()), eventId: showId("event", newUuid()),
  };
  await plantTroubles(a);
  before = await stateOf(database.db, a.ctx.workspaceId);
});
afterAll(() => database.close());

/** What nobody can make by a use case: a delivery that goes wrong, failures of today, a notice, and a name that is known here. */
async function plantTroubles({ ctx: { db, workspaceId }, ids }: typeof a): Promise<void> {
  const subscriptionId = readId("subscription", ids.subscriptionId)!;
  await db.workspace.update({ where: { id: workspaceId }, data: { name: `${MARK} place` } });
  await db.delivery.updateMany({ where: { workspaceId }, data: { lastFailureKind: "dns" } });
  await db.hourlyCount.create({ data: { workspaceId, hour: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000), subscriptionId, productId: NIL_UUID, eventType: "X", isTest: false, outcome: "failed", count: 7n } });
  await db.notice.create({ data: { id: newUuid(), workspaceId, kind: "subscription_down", subscriptionId, subscriptionName: `${MARK} CRM`, detail: {}, key: "planted", createdAt: new Date(), eventState: "none", mailState: "none" } });
}

const modules = (pattern: string | string[]) => globSync(pattern).map((file) => file.replaceAll("\\", "/")).filter((file) => !file.includes(".test."));
const nameOf = (file: string) => file.replace(/^lib\/services\/|\.ts$/g, "");
const byApi = new Set(modules(["app/api/**/route.ts", "lib/web/*route*.ts", "lib/web/ingest*.ts"]).flatMap((file) => [...readFileSync(file, "utf8").matchAll(/"@\/lib\/services\/([\w/-]+)"/g)].map(([, name]) => name!)));
const known = new Set([...Object.keys(REFUSED), ...Object.keys(GOES_ON), ...Object.keys(LISTS), ...PARTS, ...NOBODYS]);

test("every use case that takes an id, and every one that lists or reads, is called here or by the API's walk", () => {
  const sources = modules("lib/services/**/*.ts").map((file) => [nameOf(file), readFileSync(file, "utf8")] as const);
  const takers = sources.filter(([, source]) => /\bidSchema\(/.test(source)).map(([name]) => name);
  const readers = sources.filter(([name, source]) => /\/(list|read|last|get|find)\b/.test(name) && /export (async )?function\*? \w+\((\{ ctx\b|ctx: )/.test(source)).map(([name]) => name);
  expect([takers.length > 40, readers.length > 40]).toEqual([true, true]);
  expect([...new Set([...takers, ...readers])].filter((name) => !byApi.has(name) && !known.has(name))).toEqual([]);
});

test.each(Object.entries(REFUSED))("%s refuses another workspace's id in the words for one that is not there", async (name, work) => {
  const refusal = (ids: Ids) => work(b.ctx, ids).then(() => "done", (error: Error & { code?: string; fix?: string }) => ({ code: error.code, message: error.message, fix: error.fix }));
  const answer = await refusal(theirs);
  // A field of what is made, and not what is asked for.
  expect(answer).toMatchObject(name === "api-keys/create" ? { code: "invalid", message: "One of the products does not exist." } : { code: "not_found" });
  expect(answer).toEqual(await refusal(nobodys));
});

test.each(Object.entries(GOES_ON))("%s tells nothing of another workspace, whatever id it goes on from", async (_name, work) => {
  expect(JSON.stringify((await work(b.ctx, theirs).catch((error: Error) => error.message)) ?? null)).not.toContain(MARK);
});

test.each(Object.entries(LISTS))("%s shows a workspace what it has and nothing of another's", async (_name, { ask, shows }) => {
  const [own, others] = await Promise.all([a, b].map(async ({ ctx }) => JSON.stringify((await ask(ctx, theirs)) ?? null)));
  expect(own).toContain(shows);
  for (const seen of [shows, MARK, MARK.toLowerCase().replaceAll("_", "-")]) expect(others).not.toContain(seen);
});

test("and nothing of it was changed by all of that", async () => {
  expect(await stateOf(database.db, a.ctx.workspaceId)).toEqual(before);
  expect(await database.db.apiKey.count({ where: { workspaceId: a.ctx.workspaceId, revokedAt: null } })).toBe(1);
});
