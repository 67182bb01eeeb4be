import { useEffect, useState } from "react";

const RETRY_MS = 2_000;

/** A part of the app that is fetched when it is wanted, or before. */
export interface Late<Part> {
  /** Fetches it, unless it is there. Gives undefined when it can't be had now, as without a network; the next call tries again. */
  load(): Promise<Part | undefined>;
  /** What was fetched. */
  now(): Part | undefined;
}

/** @param fetchPart an `import()` */
export function late<Part>(fetchPart: () => Promise<Part>): Late<Part> {
  let part: Part | undefined;
  return {
    load: async () => (part ??= await fetchPart().catch(() => undefined)),
    now: () => part,
  };
}

/** The part, once it is wanted and there. What can't be had is asked for again until it can, or is wanted no more. */
export function useLate<Part>(from: Late<Part>, isWanted: boolean): Part | undefined {
  const [part, setPart] = useState(() => from.now());
  useEffect(() => {
    if (!isWanted || part !== undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = async () => {
      const loaded = await from.load();
      if (isOver) return;
      if (loaded === undefined) timer = setTimeout(ask, RETRY_MS);
      else setPart(() => loaded);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [from, isWanted, part]);
  return isWanted ? part : undefined;
}
