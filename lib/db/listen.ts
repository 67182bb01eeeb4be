import pg from "pg";

/** Listens on a channel, and again after the connection was lost; then it calls without a payload, for what was missed. @returns what ends it */
export function listen(url: string, channel: string, onNotice: (payload?: string) => void): () => Promise<void> {
  let client: pg.Client | undefined;
  let isEnded = false;
  const connect = async () => {
    if (isEnded) return;
    const next = new pg.Client({ connectionString: url });
    // The poll serves meanwhile, so a second's pause costs nothing.
    const again = () => void (isEnded || setTimeout(() => void connect(), 1_000).unref());
    next.on("error", () => undefined);
    next.on("notification", (notice) => onNotice(notice.payload));
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      next.once("end", again);
      client = next;
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
