/** How far a download of events has come. */
export interface DownloadProgress {
  lines: number;
  bytes: number;
  /** The time of the last event received; the newest come first. */
  reached: string | null;
}

// The received time stands second in a line of CSV, and under its name in a line of JSON.
const RECEIVED = /evt_[0-9a-z]{26},(\d{4}-\d\d-\d\dT[\d:.]+Z),|"receivedAt":"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g;

/** Fetches a streamed export and reports on the way. @throws when it is refused, cut off or stopped by the signal */
export async function downloadEvents(href: string, signal: AbortSignal, onProgress: (progress: DownloadProgress) => void): Promise<{ blob: Blob; name: string }> {
  const response = await fetch(href, { signal });
  if (!response.ok || !response.body) throw new Error(`The export was refused (${response.status}).`);
  const parts: BlobPart[] = [];
  const decoder = new TextDecoder();
  const progress: DownloadProgress = { lines: 0, bytes: 0, reached: null };
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    const text = decoder.decode(piece.value, { stream: true });
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) progress.lines++;
    progress.bytes += piece.value.length;
    const last = [...text.matchAll(RECEIVED)].at(-1);
    progress.reached = last?.[1] ?? last?.[2] ?? progress.reached;
    onProgress({ ...progress });
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "events";
  return { blob: new Blob(parts, { type: response.headers.get("content-type") ?? "text/plain" }), name };
}

/** Hands a file to the browser's downloads. */
export function saveFile({ blob, name }: { blob: Blob; name: string }): void {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
