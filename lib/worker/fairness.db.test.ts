import { expect, test } from "vitest";
import type { Ctx } from "@/lib/services/context";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";
import { until, workerStage } from "@/lib/testing/worker-stage";

const stage = workerStage();

/** Twenty endpoints of a workspace that never answer, and a worker that may have eight requests in flight, full with them. */
async function hang(ctx: Ctx) {
  for (let n = 0; n < 20; n++) await createSubscription(ctx, { url: `${stage.receiver.url}/hang`, maxInFlight: 2 });
  stage.receiver.answer = (request, response) => void (request.path.endsWith("/well") && response.end());
  await sendEvents(ctx, 3);
}

const reached = (path: string) => stage.receiver.requests.filter((request) => request.path.endsWith(path)).length;

test("however many endpoints of a workspace hang, another's deliveries go out meanwhile", async () => {
  await hang(stage.ctx);
  const other = await createWorkspace(stage.database.db);
  stage.work({ maxInFlight: 8, secretKey: stage.ctx.secretKey });
  await until(() => expect(reached("/hang")).toBe(4));
  await createSubscription({ ...other, secretKey: stage.ctx.secretKey }, { url: `${stage.receiver.url}/well`, maxInFlight: 2 });
  await sendEvents(other, 6);
  await until(() => expect(reached("/well")).toBe(6));
  expect(reached("/hang")).toBe(4);
});

test("an endpoint that answered lately goes on beside those of its own workspace that hang", async () => {
  const { ctx } = stage;
  stage.receiver.answer = (_request, response) => void response.end();
  await createSubscription(ctx, { url: `${stage.receiver.url}/well`, maxInFlight: 2 });
  stage.work({ maxInFlight: 8 });
  await sendEvents(ctx, 1);
  await until(() => expect(reached("/well")).toBe(1));
  await hang(ctx);
  await until(() => expect(reached("/hang")).toBe(4));
  await sendEvents(ctx, 2);
  await until(() => expect(reached("/well")).toBe(6));
});
