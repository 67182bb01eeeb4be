import "server-only";
import type { ExportEventsInput } from "@/lib/services/events/export";

const TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" } as const;

/**
 * A download that is sent while it is read: the next piece is made when the reader has room, and none after it went away.
 * The first piece comes before the answer begins, so that what is wrong from the start is still a proper error.
 */
export async function exportResponse(pieces: AsyncGenerator<string>, format: NonNullable<ExportEventsInput["format"]>, now: Date): Promise<Response> {
  const first = await pieces.next();
  const encoder = new TextEncoder();
  let held: IteratorResult<string> | null = first;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = held ?? (await pieces.next());
      held = null;
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  const name = `events-${now.toISOString().slice(0, 19).replaceAll(":", "")}.${format}`;
  return new Response(body, { headers: { "content-type": TYPES[format], "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store", "x-content-type-options": "nosniff" } });
}
