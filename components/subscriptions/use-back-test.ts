"use client";
import { useEffect, useState } from "react";
import type { BackTest, BackTestInput } from "@/lib/services/subscriptions/back-test";
import { issuesOf, selectionOf, type SubscriptionDraft } from "./draft";

export type RunBackTest = (input: BackTestInput) => Promise<BackTest | null>;
export interface BackTestState {
  /** The last answer; it stays to be seen while the next is worked out. */
  result: BackTest | null;
  state: "working" | "done" | "incomplete" | "failed";
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
    const timer = setTimeout(() => {
      run(JSON.parse(selection) as BackTestInput).catch(() => null).then((answer) => {
        if (!isGone) setKnown(({ result }) => (answer ? { result: answer, state: "done" } : { result, state: "failed" }));
      });
    }, SETTLED_MS);
    return () => { isGone = true; clearTimeout(timer); };
  }, [selection, isIncomplete, run]);
  return known;
}
