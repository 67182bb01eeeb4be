import { runPart } from "@/lib/config/part";
import { createDb } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { assertMigrated } from "@/lib/db/pending-migrations";
import { metrics, serveMetrics } from "@/lib/metrics";
import { mendTimes } from "@/lib/queue/mend-times";
import { sweepQueue } from "@/lib/queue/sweep";
import { watchHouse } from "@/lib/services/health/watch";
import { createComplainer } from "./complain";
import { beat, buryDead, keepHouse, watchClock } from "./housekeeping";
import { newWorkerId } from "./identity";
import { startWorker } from "./loop";
import { startNoticeRunner } from "./notice-runner";
import { startReplayRunner } from "./replays";
import { startScenarioRunner } from "./scenario-runner";

const complain = createComplainer();

/** The worker process: deliveries, replays, scenarios, notices, and the house kept. Any number of them may run on one database. */
await runPart("worker", async ({ databaseUrl, sealingKey: secretKey, origin, outbound, leaseSec, mail, metrics: shown }) => {
  const db = createDb(databaseUrl, { max: 5, mostQueryMs: 20_000 });
  await assertMigrated(db);
  const id = newWorkerId();
  const startedAt = new Date();
  const keep = () => keepHouse(db, new Date(), leaseSec).catch((error) => complain(error, "keep house"));
  await keep();
  const worker = startWorker({ db, workerId: id, secretKey, leaseSec, policy: outbound, onError: complain });
  metrics.collectors.push(() => metrics.inFlight.set(worker.inFlight()));
  watchHouse(db);
  const endMetrics = shown.port ? await serveMetrics({ ...shown, port: shown.port }) : undefined;
  const replays = startReplayRunner({ db, onError: complain });
  const scenarios = startScenarioRunner({ db, secretKey, origin, onError: complain });
  const notices = startNoticeRunner({ db, secretKey, origin, mail, onError: complain });
  const endListening = listen(databaseUrl, "aviso_queue", worker.wake);
  const isSetBack = watchClock();
  const sayAlive = async () => {
    const at = await beat(db, { id, startedAt, inFlight: worker.inFlight() });
    if (isSetBack(at, performance.now())) await mendTimes(db, leaseSec);
    if (await buryDead(db, id)) worker.wake();
    await sweepQueue(db);
  };
  let again: NodeJS.Timeout | undefined;
  const beatOnce = (): Promise<void> => sayAlive().catch((error) => {
    complain(error, "say that it lives");
    // Soon: for as long as nobody hears of it, health calls this worker dead.
    clearTimeout(again);
    again = setTimeout(() => void beatOnce(), 1_000).unref();
  });
  await beatOnce();
  const beating = setInterval(() => void beatOnce(), 5_000);
  const cleaning = setInterval(() => void keep(), 3_600_000);

  return async () => {
    endMetrics?.();
    clearInterval(beating);
    clearTimeout(again);
    clearInterval(cleaning);
    await Promise.all([worker.stop(), replays.stop(), scenarios.stop(), notices.stop()]);
    // A clean end leaves nothing that looks alive.
    await db.workerHeartbeat.deleteMany({ where: { workerId: id } }).catch(() => undefined);
    await Promise.all([endListening(), db.$disconnect()]);
  };
});
