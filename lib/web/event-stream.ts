// Proxies and browsers give up on a silent connection after half a minute or more.
const HEARTBEAT_MS = 20_000;
// The browser comes back by itself, and is asked again who it is.
const LIFE_MS = 10 * 60_000;
// Changes that come together are told together.
const PAUSE_MS = 500;
const CHANGE = "event: change\ndata: {}\n\n";

interface Source {
  /** Calls whenever something changed. @returns what ends it */
  subscribe: (onChange: () => void) => () => void;
  /** Whether whoever listens still may. */
  mayHear: () => Promise<boolean>;
}

/** A stream of server-sent events that says "change", and nothing else, for as long as who listens may; then it says so once more, for them to find out why, and ends. */
export function changeStream({ subscribe, mayHear }: Source, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  let close = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      let isPausing = false;
      let isAgain = false;
      const send = (text: string) => isOpen && controller.enqueue(encoder.encode(text));
      // Asked each time and not only at the start: a session may end while the stream is open.
      const check = async (said: string) => {
        const may = await mayHear().catch(() => true);
        send(may ? said : CHANGE);
        if (!may) close();
      };
      const change = () => {
        if (isPausing) return void (isAgain = true);
        isPausing = true;
        void check(CHANGE);
        setTimeout(() => {
          isPausing = false;
          if (isAgain) change();
          isAgain = false;
        }, PAUSE_MS).unref();
      };
      send("retry: 2000\n\n");
      const unsubscribe = subscribe(change);
      const heartbeat = setInterval(() => void check(": still here\n\n"), HEARTBEAT_MS).unref();
      const end = setTimeout(() => close(), LIFE_MS).unref();
      close = () => {
        if (!isOpen) return;
        isOpen = false;
        unsubscribe();
        clearInterval(heartbeat);
        clearTimeout(end);
        try {
          controller.close();
        } catch {
          // The browser was first.
        }
      };
      signal.addEventListener("abort", close);
      if (signal.aborted) close();
    },
    cancel: () => close(),
  });
  // no-transform, or a compressing server would hold events back until it has enough of them.
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store, no-transform", "x-accel-buffering": "no" } });
}
