import type { SearchTerm } from "@/lib/domain/search-terms";

/** An event that was judged sound and is to be stored. Ids are database UUIDs. */
export interface NewEvent {
  /** Its own id when something else (its envelope) already carries it; made here otherwise. */
  id?: string;
  eventType: string;
  productId: string | null;
  externalId: string;
  occurredAt: Date;
  /** The event's time everywhere: its id's, its partition's, its hour's. */
  receivedAt: Date;
  /** The envelope as it will be sent (`buildEnvelope`). */
  body: string;
  isTest: boolean;
  source: "api" | "test" | "seed";
  /** A test goes to these subscriptions alone, also when they are paused or disabled. */
  onlySubscriptionIds?: readonly string[];
  /** A test that is retried and held as a real event is, by those of them that are active; others get it once. */
  isRetried?: boolean;
  /** Who asked for the test, by name. */
  requestedBy?: string;
  /** The trace that its deliveries go on with; absent while no traces are collected. */
  traceparent?: string;
  /** An event that shares any of these with an earlier one is its duplicate. */
  idempotencyKeys: string[];
  /** What its data may be searched by (`dataTerms`), where that was read already. */
  dataTerms?: SearchTerm[];
}

export interface StoredEvent {
  outcome: "accepted" | "duplicate";
  /** A duplicate's is the first one's. */
  eventId: string;
  deliveryIds: string[];
}
