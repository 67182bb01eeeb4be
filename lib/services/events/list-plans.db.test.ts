import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, showId, uuidFloor } from "@/lib/domain/ids";
import { createTestDatabase } from "@/lib/testing/database";
import { fillHistory, type FilledHistory } from "@/lib/testing/fill-history";
import { EventFilters, type EventFiltersInput } from "./filters";
import { pageOfIds } from "./list-query";

const EVENTS = 60_000;
const PAGE = 50;
const workspaceId = newUuid();
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let history: FilledHistory;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.workspace.create({ data: { id: workspaceId, name: "Busy" } });
  history = await fillHistory(database.db, workspaceId, EVENTS, () => undefined);
}, 180_000);
afterAll(() => database.close());

interface Node { "Node Type": string; "Actual Rows": number; "Actual Loops": number; "Rows Removed by Filter"?: number; "Relation Name"?: string; Plans?: Node[] }

/** Every node of the plan that really ran. */
async function planOf(filters: EventFiltersInput, cursor?: string): Promise<Node[]> {
  const query = pageOfIds(workspaceId, EventFilters.parse(filters), { cursor, direction: "older", limit: PAGE }, new Date());
  const [row] = await database.db.$queryRawUnsafe<{ "QUERY PLAN": { Plan: Node }[] }[]>(`EXPLAIN (ANALYZE, FORMAT JSON) ${query.text}`, ...query.values);
  const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  return flat(row!["QUERY PLAN"][0]!.Plan).filter((node) => node["Actual Loops"] > 0);
}


/** The rows that a scan looked at. A day without any is read at no cost, by whatever way. */
const readBy = (node: Node) => (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];

const day = () => new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
// How many rows a page may look at beyond those it shows. Without a bound a rare filter would read the whole history.
const CASES: [string, () => EventFiltersInput, number][] = [
  ["nothing", () => ({}), 2],
  ["status", () => ({ status: "failed" }), 2],
  ["response", () => ({ response: "401" }), 2],
  ["response class", () => ({ response: "4xx" }), 20],
  ["failure", () => ({ failure: "timeout_response" }), 2],
  ["event type", () => ({ eventType: "PURCHASE_REFUNDED" }), 2],
  ["day", () => ({ day: day() }), 2],
  ["absolute times", () => ({ from: new Date(Date.now() - 9 * 86_400_000).toISOString(), to: new Date(Date.now() - 8 * 86_400_000).toISOString() }), 2],
  ["buyer", () => ({ search: "buyer77@example.com" }), 4],
  ["product", () => ({ productId: showId("product", history.productIds[0]!) }), 2],
  ["product and event type", () => ({ productId: showId("product", history.productIds[0]!), eventType: "PURCHASE_APPROVED" }), 10],
  ["subscription", () => ({ subscriptionId: showId("subscription", history.subscriptionIds[2]!) }), 2],
  ["subscription and failure", () => ({ subscriptionId: showId("subscription", history.subscriptionIds[1]!), failure: "http_status" }), 20],
  ["resent", () => ({ resent: "yes" }), 4],
  ["not resent", () => ({ resent: "no" }), 4],
  ["resent and failed", () => ({ resent: "yes", status: "failed" }), 4],
];

test.each(CASES)("a page by %s reads little more than it shows, by an index, and sorts no more than a page", async (_name, filters, factor) => {
  for (const cursor of [undefined, uuidFloor(Date.now() - 4 * 86_400_000)]) {
    const nodes = await planOf(filters(), cursor);
    const scans = nodes.filter((node) => node["Relation Name"]);
    expect(scans.filter((node) => node["Node Type"] === "Seq Scan" && readBy(node) > 0).map((node) => node["Relation Name"])).toEqual([]);
    const read = scans.reduce((sum, node) => sum + readBy(node), 0);
    expect(read).toBeLessThan((PAGE + 1) * factor + 120);
    for (const node of nodes.filter((node) => node["Node Type"].includes("Sort"))) expect(node["Actual Rows"]).toBeLessThanOrEqual((PAGE + 1) * 3);
  }
});
