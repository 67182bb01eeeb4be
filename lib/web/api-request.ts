/** An API request as the code behind it sees it, whichever server took it in. */
export interface ApiRequest {
  headers: { get(name: string): string | null };
  /** Asked for at most once, when the request is known to be welcome; null where there is no body. */
  openBody(): BodyReader | null;
}

/** The API key that a request carries; empty where it carries none. */
export function apiKeyOf(headers: ApiRequest["headers"]): string {
  return /^Bearer\s+(\S+)\s*$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
}

/** The part of a ReadableStreamDefaultReader that is needed here. */
export interface BodyReader {
  read(): Promise<{ done: false; value: Uint8Array } | { done: true; value?: Uint8Array | undefined }>;
  cancel(): Promise<unknown>;
}

/** An answer that is whole in memory, whichever server sends it. */
export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The request of a route handler. */
export function fromWeb(request: Request): ApiRequest {
  return { headers: request.headers, openBody: () => request.body?.getReader() ?? null };
}

/** The response of a route handler. */
export function toWeb({ status, headers, body }: ApiAnswer): Response {
  return new Response(body, { status, headers });
}

/** A JSON answer. */
export function jsonAnswer(value: unknown, status: number): ApiAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
