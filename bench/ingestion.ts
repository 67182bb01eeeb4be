import { randomUUID } from "node:crypto";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid } from "@/lib/domain/ids";
import { ingestEvents } from "@/lib/services/events/ingest";
import { storeEvents, type NewEvent } from "@/lib/services/events/store-events";
import { type Bench, rateOf, type Result, SAMPLE } from "./bench";

const BATCH = 1_000;
const BATCHES = 10;
const SINGLES = 2_000;
/** Requests that are under way at once, as a busy platform has them. */
const CALLERS = 64;

/** Events per second into Postgres: Aviso's whole path beside plain batched inserts of the events alone. */
export async function benchIngestion(bench: Bench): Promise<Result[]> {
  const { ctx } = bench;
  const raw = await rateOf(BATCH * BATCHES, async () => {
    for (let n = 0; n < BATCHES; n++) await insertPlainly(bench, makeEvents());
  });
  const storeAll = async () => {
    for (let n = 0; n < BATCHES; n++) await storeEvents({ ctx, events: makeEvents() });
  };
  const unwanted = await rateOf(BATCH * BATCHES, storeAll);
  // No worker runs, so the address is never used; every event gets a verdict, a delivery and a queue row.
  const subscriptionId = await bench.subscribe("http://127.0.0.1:9/");
  const wanted = await rateOf(BATCH * BATCHES, storeAll);
  const requests = await rateOf(SINGLES, async () => {
    let left = SINGLES;
    const call = async () => {
      while (left-- > 0) await ingestEvents({ ctx, input: { body: Buffer.from(`{"event":"PURCHASE_APPROVED","data":${SAMPLE}}`) } });
    };
    await Promise.all(Array.from({ length: CALLERS }, call));
  });
  await bench.unsubscribe(subscriptionId);
  return [
    { what: `store batches of ${BATCH}, nobody subscribed (events)`, raw, rate: unwanted, target: { rate: 10_000 } },
    { what: `store batches of ${BATCH}, one subscription (events)`, raw, rate: wanted, target: { rate: 10_000 } },
    // The use case alone, without HTTP: what the route handler adds is not in here, so its target is not judged by this.
    { what: `ingest one a call, ${CALLERS} at once, one subscription (events)`, raw, rate: requests },
  ];
}

function makeEvents(): NewEvent[] {
  return Array.from({ length: BATCH }, () => {
    const externalId = randomUUID();
    const at = new Date();
    const body = buildEnvelope({ externalId, occurredAt: at, eventType: "PURCHASE_APPROVED", data: SAMPLE });
    return { eventType: "PURCHASE_APPROVED", productId: null, externalId, occurredAt: at, receivedAt: at, body, isTest: false, source: "api", idempotencyKeys: [`id:${externalId}`] };
  });
}

async function insertPlainly({ ctx }: Bench, events: NewEvent[]): Promise<void> {
  await ctx.db.$executeRaw`
    INSERT INTO events (id, workspace_id, event_type, external_id, occurred_at, received_at, body, body_bytes, is_test, source)
    SELECT e.id, ${ctx.workspaceId}::uuid, 'PURCHASE_APPROVED', e.external_id, now(), now(), e.body, octet_length(e.body), false, 'api'
    FROM unnest(${events.map(() => newUuid())}::uuid[], ${events.map((event) => event.externalId)}::text[], ${events.map((event) => event.body)}::text[]) AS e(id, external_id, body)`;
}
