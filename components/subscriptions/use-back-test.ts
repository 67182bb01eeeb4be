"use client";
import { useEffect, useState } from "react";
import type { BackTest, BackTestInput } from "@/lib/services/subscriptions/back-test";
import { countOn, type RunBackTest } from "@/lib/count-on";
import { issuesOf, selectionOf, type SubscriptionDraft } from "./draft";

export interface BackTestState {
  /** The last answer; it stays to be seen while the next is worked out. */
  result: BackTest | null;
  state: "working" | "done" | "incomplete" | "failed";
  /** Whether the rest is being tried, and the numbers go on growing. */
  isGoingOn?: boolean;
}

const SETTLED_MS = 250;
const SELECTION = /^(productIds|eventTypes|filter)/;

/** Keeps up with what a draft selects: what it would have matched. */
export function useBackTest(draft: SubscriptionDraft, run: RunBackTest): BackTestState {
  const [known, setKnown] = useState<BackTestState>({ result: null, state: "working" });
  const selection = JSON.stringify(selectionOf(draft));
  const isIncomplete = issuesOf(draft).some(({ path }) => SELECTION.test(path));
  useEffect(() => {
    if (isIncomplete) return setKnown(({ result }) => ({ result, state: "incomplete" }));
    setKnown(({ result }) => ({ result, state: "working" }));
    let isGone = false;
    const count = () => countOn(run, JSON.parse(selection) as BackTestInput, (answer, isGoingOn) => {
      if (!isGone) setKnown(({ result }) => (answer ? { result: answer, state: "done", isGoingOn } : { result, state: "failed" }));
      return !isGone;
    });
    const timer = setTimeout(() => void count(), SETTLED_MS);
    return () => { isGone = true; clearTimeout(timer); };
  }, [selection, isIncomplete, run]);
  return known;
}
