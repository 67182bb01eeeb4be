import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { readSettings } from "@/lib/config/env";
import { createDb } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { mendTimes } from "@/lib/queue/mend-times";
import { beat, keepHouse, watchClock } from "./housekeeping";
import { startWorker } from "./loop";
import { startNoticeRunner } from "./notice-runner";
import { startReplayRunner } from "./replays";
import { startScenarioRunner } from "./scenario-runner";

// The worker process: settings → loop, until a signal or the end of the process that started it.
const settings = readSettings();
if (!settings.databaseUrl || !settings.secretKey) {
  process.stderr.write("aviso worker: DATABASE_URL and AVISO_SECRET_KEY must be set; `npm start` sets both.\n");
  process.exit(1);
}
const complain = (error: unknown, doing: string) =>
  process.stderr.write(`aviso worker: could not ${doing}: ${error instanceof Error ? error.message : String(error)}\n`);

const db = createDb(settings.databaseUrl, { max: 5, mostQueryMs: 60_000 });
const id = `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
const startedAt = new Date();
await keepHouse(db, new Date(), settings.leaseSec).catch((error) => complain(error, "keep house"));
const worker = startWorker({
  db,
  workerId: id,
  secretKey: settings.secretKey,
  leaseSec: settings.leaseSec,
  policy: settings.outbound,
  onError: complain,
});
const replays = startReplayRunner({ db, onError: complain });
const scenarios = startScenarioRunner({ db, secretKey: settings.secretKey, origin: settings.origin, onError: complain });
const notices = startNoticeRunner({ db, secretKey: settings.secretKey, origin: settings.origin, mail: settings.mail, onError: complain });
const endListening = listen(settings.databaseUrl, "aviso_queue", worker.wake);
const isSetBack = watchClock();
const sayAlive = async () => {
  const at = await beat(db, { id, startedAt, inFlight: worker.inFlight() });
  if (isSetBack(at, performance.now())) await mendTimes(db, settings.leaseSec);
};
const beatOnce = () => sayAlive().catch((error) => complain(error, "say that it lives"));
await beatOnce();
const beating = setInterval(() => void beatOnce(), 5_000);
const cleaning = setInterval(() => void keepHouse(db, new Date(), settings.leaseSec).catch((error) => complain(error, "keep house")), 3_600_000);
process.stdout.write("worker ready\n");

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  // Should the database hang as well: the leases run out by themselves.
  setTimeout(() => process.exit(0), 7_000).unref();
  clearInterval(beating);
  clearInterval(cleaning);
  await Promise.all([worker.stop(), replays.stop(), scenarios.stop(), notices.stop()]);
  // A clean end leaves nothing that looks alive.
  await db.workerHeartbeat.deleteMany({ where: { workerId: id } }).catch(() => undefined);
  await Promise.all([endListening(), db.$disconnect()]);
  process.exit(0);
}
process.on("SIGTERM", () => void stop()).on("SIGINT", () => void stop()).on("disconnect", () => void stop());
