import { expect, test } from "vitest";
import type { ReplayDetail } from "@/lib/services/replays/read";
import { failedAgain } from "./again";

test("replaying what failed keeps to the events, product, type and targets of the replay, not to its earlier answers", () => {
  const at = new Date("2026-11-01T00:00:00Z");
  const target = (id: string, status: string) => ({ subscription: { id, name: id, status }, count: 1, isEstimate: false });
  const replay = {
    from: at, to: new Date("2026-11-02T00:00:00Z"), targets: [target("sub_a", "active"), target("sub_b", "down"), target("sub_c", "deleted")],
    filter: { eventIds: ["evt_1"], product: { id: "prd_1", name: "Course" }, eventType: "SWITCH_PLAN", test: "all", search: "hp1", response: "401", failure: "http_status", resent: "no" },
    keepOrder: true, ratePerSec: 3, retries: false,
  } as Partial<ReplayDetail> as ReplayDetail;
  expect(failedAgain(replay)).toEqual({
    subscriptionIds: ["sub_a", "sub_b"], from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z", include: ["failed"], test: "all", keepOrder: true, ratePerSec: 3, retries: false,
    eventIds: ["evt_1"], productId: "prd_1", eventType: "SWITCH_PLAN", search: "hp1",
  });
});
