import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, showId } from "@/lib/domain/ids";
import type { DraftValues } from "@/lib/domain/subscription-draft";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { furnish } from "@/lib/testing/furnish";
import { stateOf } from "@/lib/testing/workspace-state";
import { revokeApiKey } from "./api-keys/revoke";
import { acknowledgeAttention } from "./attention/acknowledge";
import type { Ctx } from "./context";
import { findNeighbours } from "./events/find-neighbours";
import { readChanges } from "./events/read-changes";
import { listInvitations } from "./invitations/list";
import { withdrawInvitation } from "./invitations/withdraw";
import { makeResetLink } from "./password-resets/make";
import { changeRole } from "./people/change-role";
import { listPeople } from "./people/list";
import { removePerson } from "./people/remove";
import { clearRequests } from "./receivers/clear-requests";
import { deleteReceiver } from "./receivers/delete";
import { getReceiver } from "./receivers/get";
import { getRequest } from "./receivers/get-request";
import { listRequests } from "./receivers/list-requests";
import { listSenders } from "./receivers/list-senders";
import { readVersion } from "./receivers/read-version";
import { updateBehaviour } from "./receivers/update-behaviour";
import { deleteSavedView } from "./saved-views/delete";
import { discardDraft, getDraft, saveDraft } from "./subscriptions/drafts";
import { switchWorkspace } from "./workspaces/switch";

// The API's verbs are called with another workspace's ids in lib/web/api-walk.db.test.ts. These have no verb of the API.
const MARK = "PLANTED_A";
interface Ids { receiverId: string; requestId: string; subscriptionId: string; keyId: string; viewId: string; invitationId: string; personId: string; draftId: string; workspaceId: string; eventId: string }
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
/** Parts of what is called elsewhere. */
const PARTS = ["deliveries/sent-request", "scenarios/settings", "events/filters"];

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
    receiverId: showId("receiver", newUuid()), requestId: showId("receiverRequest", newUuid()), subscriptionId: showId("subscription", newUuid()), keyId: showId("apiKey", newUuid()), viewId: showId("savedView", newUuid()),
    invitationId: showId("invitation", newUuid()), personId: showId("user", newUuid()), draftId: showId("subscriptionDraft", newUuid()), workspaceId: showId("workspace", newUuid()), eventId: showId("event", newUuid()),
  };
  before = await stateOf(database.db, a.ctx.workspaceId);
});
afterAll(() => database.close());

test("every use case that takes an id is called here or by the API's walk", () => {
  const modules = (files: string[]) => files.map((file) => file.replaceAll("\\", "/"));
  const byApi = new Set(modules(globSync(["app/api/**/route.ts", "lib/web/*route*.ts", "lib/web/ingest*.ts"])).flatMap((file) => [...readFileSync(file, "utf8").matchAll(/"@\/lib\/services\/([\w/-]+)"/g)].map(([, name]) => name!)));
  const takers = modules(globSync("lib/services/**/*.ts")).filter((file) => !file.includes(".test.") && /\bidSchema\(/.test(readFileSync(file, "utf8"))).map((file) => file.replace(/^lib\/services\/|\.ts$/g, ""));
  expect(takers.length).toBeGreaterThan(40);
  const known = new Set([...Object.keys(REFUSED), ...Object.keys(GOES_ON), ...PARTS]);
  expect(takers.filter((name) => !byApi.has(name) && !known.has(name))).toEqual([]);
});

test.each(Object.entries(REFUSED))("%s refuses another workspace's id in the words for one that is not there", async (_name, work) => {
  const refusal = (ids: Ids) => work(b.ctx, ids).then(() => "done", (error: Error & { code?: string; fix?: string }) => ({ code: error.code, message: error.message, fix: error.fix }));
  const answer = await refusal(theirs);
  expect(answer).toMatchObject({ code: "not_found" });
  expect(answer).toEqual(await refusal(nobodys));
});

test.each(Object.entries(GOES_ON))("%s tells nothing of another workspace, whatever id it goes on from", async (_name, work) => {
  expect(JSON.stringify((await work(b.ctx, theirs).catch((error: Error) => error.message)) ?? null)).not.toContain(MARK);
});

test("and nothing of it was changed by all of that", async () => {
  expect(await stateOf(database.db, a.ctx.workspaceId)).toEqual(before);
  expect(await database.db.apiKey.count({ where: { workspaceId: a.ctx.workspaceId, revokedAt: null } })).toBe(1);
});
