import type { FilterClause } from "./payload-filter";

/** What became of an event for one subscription, kept with the event for as long as it lives. */
export const VERDICTS = [
  "delivered_to",
  "product_not_selected",
  "type_not_selected",
  "filter_not_matched",
  "paused",
  "disabled",
  "test_elsewhere",
  "replayed",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The subscription as it was when the event came; `since` and `by` say who paused or disabled it, and when. */
export interface VerdictDetail {
  subscriptionName: string;
  /** ISO 8601. */
  since?: string;
  by?: string;
  /** The condition of the filter that was false, and what stood in its field. */
  clause?: FilterClause;
  found?: string;
}

/** Whether a delivery exists beside the verdict. A paused subscription's delivery is held until it is resumed. */
export const VERDICT_DELIVERS = {
  delivered_to: true,
  product_not_selected: false,
  type_not_selected: false,
  filter_not_matched: false,
  paused: true,
  disabled: false,
  test_elsewhere: false,
  replayed: true,
} as const satisfies Record<Verdict, boolean>;
