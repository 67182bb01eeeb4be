import { expect, test } from "vitest";
import { createSubscription } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";
import { until, workerStage } from "@/lib/testing/worker-stage";
import { beat } from "./housekeeping";

const stage = workerStage();
const IN_FLIGHT = 40;

test.each([2, 4, 8])("%i workers on one database have even shares of what is in flight, and claim nothing twice", async (count) => {
  const { ctx, receiver } = stage;
  await createSubscription(ctx, { url: receiver.url, maxInFlight: IN_FLIGHT });
  const answers: (() => void)[] = [];
  receiver.answer = (_request, response) => void answers.push(() => response.end());
  const ids = Array.from({ length: count }, (_, index) => `worker-${index}`);
  for (const id of ids) await beat(ctx.db, { id, startedAt: new Date(), inFlight: 0 });
  await sendEvents(ctx, IN_FLIGHT * 5);
  const workers = ids.map((workerId) => stage.work({ workerId }));
  await until(() => expect(workers.map((worker) => worker.inFlight())).toEqual(ids.map(() => IN_FLIGHT / count)));
  await until(() => expect(answers).toHaveLength(IN_FLIGHT));
  receiver.answer = (_request, response) => void response.end();
  for (const answer of answers) answer();
  await until(async () => expect(await ctx.db.delivery.count({ where: { workspaceId: ctx.workspaceId, status: "delivered" } })).toBe(IN_FLIGHT * 5));
  expect(receiver.requests).toHaveLength(IN_FLIGHT * 5);
  expect(await ctx.db.attempt.groupBy({ by: ["workerId"], where: { workspaceId: ctx.workspaceId } })).toHaveLength(count);
  await Promise.all(workers.map((worker) => worker.stop()));
  await ctx.db.workerHeartbeat.deleteMany();
});
