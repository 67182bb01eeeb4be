import pg from "pg";

/** How often the connection is asked whether it still lives, and how long it has to answer. A server that went away without a word says nothing by itself. */
const CHECK_EVERY_MS = 20_000;
const CHECK_WITHIN_MS = 10_000;

/** Listens on a channel, and again after the connection was lost; then it calls without a payload, for what was missed. @returns what ends it */
export function listen(url: string, channel: string, onNotice: (payload?: string) => void): () => Promise<void> {
  let client: pg.Client | undefined;
  let isEnded = false;
  const connect = async () => {
    if (isEnded) return;
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: CHECK_WITHIN_MS, query_timeout: CHECK_WITHIN_MS, keepAlive: true });
    let checking: NodeJS.Timeout | undefined;
    let isOver = false;
    // The poll serves meanwhile, so a second's pause costs nothing.
    const again = () => {
      if (isOver) return;
      isOver = true;
      clearInterval(checking);
      next.end().catch(() => undefined);
      if (!isEnded) setTimeout(() => void connect(), 1_000).unref();
    };
    next.on("error", () => undefined);
    next.on("notification", (notice) => onNotice(notice.payload));
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      next.once("end", again);
      client = next;
      checking = setInterval(() => void next.query("SELECT 1").catch(again), CHECK_EVERY_MS);
      checking.unref();
      onNotice();
    } catch {
      again();
    }
  };
  void connect();
  return async () => {
    isEnded = true;
    await client?.end();
  };
}
