import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";

/** A file that holds the query which needs an index, and what it asks for there. Primary keys and unique ones hold a rule, and need none. */
const NEEDED: Record<string, [file: string, words: string]> = {
  api_keys_workspace_id_idx: ["services/api-keys/list", "apiKey.findMany({ where: { workspaceId"],
  attempts_resent_idx: ["services/events/list-query", "a.trigger IN ('resend', 'replay')"],
  attention_acks_workspace_id_idx: ["services/attention/list", "attentionAck.findMany({ where: { workspaceId }"],
  audit_log_workspace_id_action_id_idx: ["services/audit/list", "workspaceId: ctx.workspaceId, action,"],
  audit_log_workspace_id_actor_id_id_idx: ["services/audit/list", "actorId, targetId"],
  audit_log_workspace_id_id_idx: ["services/audit/list", "orderBy: { id: \"desc\" }"],
  audit_log_workspace_id_target_id_id_idx: ["services/audit/list", "actorId, targetId"],
  deliveries_failing_idx: ["services/events/list-query", "last_failure_kind = "],
  deliveries_response_idx: ["services/events/list-query", "last_response_status = "],
  deliveries_troubled_idx: ["services/attention/read-troubles", "status IN ('failed', 'waiting') AND last_failure_kind IS NOT NULL"],
  deliveries_workspace_id_status_event_id_idx: ["services/events/list-query", "status = ${filters.status}"],
  deliveries_workspace_id_subscription_id_event_id_idx: ["services/events/list-query", "subscription_id = ${filters.subscriptionId}"],
  events_test_idx: ["services/events/list-query", "is_test"],
  events_workspace_id_event_type_id_idx: ["services/events/list-query", "event_type = ${filters.eventType}"],
  events_workspace_id_id_idx: ["services/events/list-query", "t.workspace_id = "],
  events_workspace_id_product_id_event_type_id_idx: ["services/events/list-query", "event_type = ${filters.eventType}"],
  events_workspace_id_product_id_id_idx: ["services/events/list-query", "product_id = ${filters.productId}"],
  hourly_counts_tests_idx: ["services/overview/read-steps", "is_test AND outcome = 'delivered'"],
  hourly_counts_types_idx: ["services/events/list-seen-types", "outcome = 'received' ORDER BY event_type LIMIT 1"],
  hourly_counts_waiting_idx: ["services/overview/last-day", "outcome = 'waiting'"],
  idempotency_keys_created_at_idx: ["worker/housekeeping", "DELETE FROM idempotency_keys WHERE created_at < "],
  invitations_workspace_id_idx: ["services/invitations/list", "invitation.findMany("],
  members_user_id_idx: ["services/workspaces/create", "member.count({ where: { userId"],
  notices_event_waiting_idx: ["services/notices/send-events", "where: { eventState: \"waiting\" }"],
  notices_mail_waiting_idx: ["services/notices/send-mails", "mail_state = 'waiting' AND mail_due_at <= now() ORDER BY mail_due_at"],
  notices_workspace_id_id_idx: ["services/notices/list", "workspaceId: ctx.workspaceId, eventOnly: false, id: { gte"],
  products_name_idx: ["services/products/list", "lower(name)"],
  products_workspace_id_ucode_idx: ["services/events/ingest-product", "{ ucode: { in: ids } }"],
  queue_asked_idx: ["queue/claim", "aviso_lease("],
  queue_subscription_id_due_at_delivery_id_idx: ["queue/claim", "aviso_lease("],
  rate_limits_expire_idx: ["services/people/throttle", "ORDER BY expire"],
  receiver_requests_receiver_id_id_idx: ["services/receivers/list-requests", "ORDER BY id DESC"],
  receivers_workspace_id_idx: ["services/receivers/list", "receiver.findMany({ where: { workspaceId"],
  replay_items_replay_id_state_event_id_idx: ["services/replays/fill", "replay_id = ${replay.id}::uuid AND state = 'pending'"],
  replays_open_idx: ["services/replays/step", "status = 'running' OR queued_count > 0 OR retrying_count > 0"],
  replays_workspace_id_id_idx: ["services/replays/list", "replay.findMany("],
  saved_scenarios_workspace_id_idx: ["services/scenarios/list", "savedScenario.findMany({ where: { workspaceId"],
  scenario_runs_workspace_id_id_idx: ["services/scenarios/list-runs", "scenarioRun.findMany("],
  scenario_steps_due_idx: ["services/scenarios/send-due-steps", "ORDER BY s.due_at"],
  search_terms_workspace_id_value_event_id_idx: ["services/events/list-query", "FROM search_terms WHERE workspace_id = ${workspaceId}::uuid AND value = "],
  sessions_user_id_idx: ["services/people/sessions", "session.deleteMany({ where: { userId"],
  subscription_changes_subscription_id_id_idx: ["services/subscriptions/list-changes", "subscriptionChange.findMany({ where: { subscriptionId"],
  subscription_drafts_workspace_id_idx: ["services/subscriptions/drafts", "subscriptionDraft.findMany({ where: { workspaceId"],
  subscription_secrets_subscription_id_idx: ["delivery/load", "FROM subscription_secrets x"],
  subscriptions_workspace_id_idx: ["services/subscriptions/list", "subscription.findMany({ where: { workspaceId"],
};
/** What no query of ours asks for: a foreign key does, when what it leads to goes. */
const FOREIGN_KEYS = ["subscription_products_product_id_idx"];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

test("each index has a query that needs it: one that nothing asks for slows every write down", async () => {
  const rows = await database.db.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND NOT i.indisunique ORDER BY 1`;
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...Object.keys(NEEDED), ...FOREIGN_KEYS].toSorted());
});

test("and that query is still there", () => {
  const sources = new Map(globSync("lib/**/*.ts").map((file) => [file.replaceAll("\\", "/").replace(/^lib\/|\.ts$/g, ""), file]));
  const isGone = ([file, words]: [string, string]) => !sources.has(file) || !readFileSync(sources.get(file)!, "utf8").includes(words);
  expect(Object.entries(NEEDED).filter(([, place]) => isGone(place))).toEqual([]);
});
