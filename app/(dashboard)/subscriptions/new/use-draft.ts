"use client";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useRefresh } from "@/components/reach";
import type { SubscriptionDraft } from "@/components/subscriptions/draft";
import { routes } from "@/lib/routes";
import { saveDraftAction } from "../actions";

const SETTLED_MS = 800;

/**
 * Keeps what is typed on the server, so that one can leave and come back: a moment after each change, at once when asked (a
 * field was left), and when the page is left. One save at a time; the address of the page names the draft as soon as it has one.
 */
export function useSavedDraft(initialId: string | null, draft: SubscriptionDraft, step: number) {
  const [refresh] = useRefresh();
  const text = JSON.stringify({ step, values: draft });
  const [id, setId] = useState(initialId);
  const [state, setState] = useState<"saved" | "saving" | "failed" | "gone" | "none">(initialId ? "saved" : "none");
  const known = useRef({ id: initialId, text: initialId ? text : "", last: Promise.resolve() });
  const isGone = useRef(false);
  const isAway = useRef(false);
  const isEmpty = draft.name.trim() === "" && draft.url.trim() === "";

  const save = async (wanted: string): Promise<string | null> => {
    const write = async () => {
      if (known.current.text === wanted) return;
      const { step: at, values } = JSON.parse(wanted) as { step: number; values: SubscriptionDraft };
      const result = await saveDraftAction({ id: known.current.id, step: at, values }).catch(() => null);
      if (!result?.ok) return setState(result?.error.code === "not_found" ? "gone" : "failed");
      known.current = { ...known.current, id: result.data.id, text: wanted };
      setId(result.data.id);
      setState("saved");
    };
    await (known.current.last = known.current.last.then(write));
    return known.current.id;
  };
  // Not once the page is left, nor while the focus is elsewhere: Next drops a navigation under way when the address changes.
  const nameDraft = () => {
    const address = known.current.id && routes.subscriptions.new({ draft: known.current.id });
    if (address && !isGone.current && !isAway.current && !window.location.href.endsWith(address)) window.history.replaceState(null, "", address);
  };

  useEffect(() => {
    if (isEmpty || known.current.text === text) return;
    // Said at once: until it is kept, leaving would lose it.
    setState("saving");
    const timer = setTimeout(() => void save(text).then(nameDraft), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, isEmpty]);
  // The list of drafts may have been read before this one was on it, also when it is kept by now.
  const keep = useEffectEvent(() => {
    if (!isEmpty) void save(text).then(() => { if (known.current.text === text) refresh(); });
  });
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      keep();
    };
  }, []);
  const onBlur = () => {
    isAway.current = true;
    if (!isEmpty) void save(text);
  };
  const onFocus = () => {
    isAway.current = false;
    nameDraft();
  };
  const saveNow = async () => {
    const saved = await save(text);
    nameDraft();
    return saved;
  };
  return { id, state, saveNow, onBlur, onFocus };
}
