import { afterAll, beforeAll, expect, test } from "vitest";
import { showId } from "@/lib/domain/ids";
import { getRun } from "@/lib/services/scenarios/get-run";
import { listScenarios } from "@/lib/services/scenarios/list";
import { listStories } from "@/lib/services/scenarios/list-stories";
import { listRuns } from "@/lib/services/scenarios/list-runs";
import { runScenario } from "@/lib/services/scenarios/run";
import { saveScenario } from "@/lib/services/scenarios/save";
import { sendDueSteps } from "@/lib/services/scenarios/send-due-steps";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import * as answers from "./scenario-schemas";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

test("what the scenarios' use cases return is what the document says", async () => {
  const ctx = await createWorkspace(database.db);
  const { id } = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const settings = { scenario: "pix_paid" as const, subscriptionIds: [showId("subscription", id)] };
  await saveScenario({ ctx, input: { name: "Mine", settings } });
  const { runId } = await runScenario({ ctx, input: settings });
  await sendDueSteps({ db: ctx.db, secretKey: ctx.secretKey, origin: ctx.origin, now: new Date() });
  const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  const list = json(await listScenarios({ ctx }));
  expect(answers.ScenarioList.parse(list)).toEqual(list);
  const stories = json(listStories());
  expect(answers.StoryList.parse(stories)).toEqual(stories);
  const runs = json(await listRuns({ ctx, input: {} }));
  expect(answers.RunList.parse(runs)).toEqual(runs);
  const run = json(await getRun({ ctx, input: { runId } }));
  expect(answers.Run.parse(run)).toEqual(run);
  expect(run).toMatchObject({ steps: [{ status: "sent" }, { status: "waiting" }, { status: "waiting" }] });
});
