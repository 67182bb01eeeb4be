import { AUDIT_OPERATIONS } from "./operations/audit";
import { BOOKMARK_OPERATIONS } from "./operations/bookmarks";
import { DELIVERY_OPERATIONS } from "./operations/deliveries";
import { EVENT_TYPE_OPERATIONS } from "./operations/event-types";
import { EVENT_OPERATIONS } from "./operations/events";
import { PRODUCT_OPERATIONS } from "./operations/products";
import { REPLAY_OPERATIONS } from "./operations/replays";
import { SCENARIO_OPERATIONS } from "./operations/scenarios";
import { SERVICE_OPERATIONS } from "./operations/service";
import { SUBSCRIPTION_OPERATIONS } from "./operations/subscriptions";
import { TEST_EVENT_OPERATIONS } from "./operations/test-events";
import { WAITING_OPERATIONS } from "./operations/waiting";
import type { Operation } from "./operations/operation";

/** All of the HTTP API, a file a noun. A test holds it against the routes that exist. */
export const OPERATIONS: readonly Operation[] = [
  ...EVENT_OPERATIONS,
  ...DELIVERY_OPERATIONS,
  ...REPLAY_OPERATIONS,
  ...TEST_EVENT_OPERATIONS,
  ...BOOKMARK_OPERATIONS,
  ...SCENARIO_OPERATIONS,
  ...SUBSCRIPTION_OPERATIONS,
  ...WAITING_OPERATIONS,
  ...PRODUCT_OPERATIONS,
  ...EVENT_TYPE_OPERATIONS,
  ...AUDIT_OPERATIONS,
  ...SERVICE_OPERATIONS,
];
