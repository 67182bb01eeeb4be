"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { BackTest, BackTestInput } from "@/lib/services/subscriptions/back-test";
import { countOn, type RunBackTest } from "@/lib/count-on";
import { issuesOf, selectionOf, type SubscriptionDraft } from "./draft";

export interface BackTestState {
  /** The last answer; it stays to be seen while the next is worked out. */
  result: BackTest | null;
  state: "working" | "done" | "incomplete" | "failed";
  /** Whether the rest is being tried, and the numbers go on growing. */
  isGoingOn?: boolean;
  /** Tries what was left untried. */
  goOn?: () => void;
}

const SETTLED_MS = 250;
const SELECTION = /^(productIds|eventTypes|filter)/;

/** Keeps up with what a draft selects: what it would have matched. */
export function useBackTest(draft: SubscriptionDraft, run: RunBackTest): BackTestState {
  const [known, setKnown] = useState<BackTestState>({ result: null, state: "working" });
  // Only the last count that was begun is told of.
  const turn = useRef(0);
  const selection = JSON.stringify(selectionOf(draft));
  const isIncomplete = issuesOf(draft).some(({ path }) => SELECTION.test(path));
  const forget = useCallback(() => void turn.current++, []);
  const count = useCallback((from?: BackTest) => {
    const own = ++turn.current;
    return countOn(run, JSON.parse(selection) as BackTestInput, (answer, isGoingOn) => {
      const isMeant = own === turn.current;
      if (isMeant) setKnown(({ result }) => (answer ? { result: answer, state: "done", isGoingOn } : { result, state: "failed" }));
      return isMeant;
    }, { from });
  }, [run, selection]);
  useEffect(() => {
    if (isIncomplete) return setKnown(({ result }) => ({ result, state: "incomplete" }));
    setKnown(({ result }) => ({ result, state: "working" }));
    const timer = setTimeout(() => void count(), SETTLED_MS);
    return () => { forget(); clearTimeout(timer); };
  }, [count, forget, isIncomplete]);
  const goOn = () => {
    setKnown((before) => ({ ...before, isGoingOn: true }));
    void count(known.result ?? undefined);
  };
  return { ...known, goOn };
}
