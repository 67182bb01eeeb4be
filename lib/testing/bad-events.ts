interface BadEvent { what: string; status: number; body: string | Uint8Array; headers?: Record<string, string>; /** What `issues` must name. */ path?: string }

const KB = 1024;

/** What ingestion must refuse, whichever way it comes in, for a workspace that takes any event type and discovers products. */
export const BAD_EVENTS: readonly BadEvent[] = [
  { what: "no key", status: 401, body: '{"event":"X","data":{}}', headers: { authorization: "" } },
  { what: "a wrong key", status: 401, body: '{"event":"X","data":{}}', headers: { authorization: "Bearer avk_wrong" } },
  { what: "another scheme", status: 401, body: '{"event":"X","data":{}}', headers: { authorization: "Basic YTpi" } },
  { what: "no JSON", status: 400, body: "event=X" },
  { what: "nothing", status: 400, body: "" },
  { what: "truncated JSON", status: 400, body: '{"event":"X","data":{' },
  { what: "invalid UTF-8", status: 400, body: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]) },
  { what: "a key twice at the top level", status: 400, body: '{"event":"X","data":{},"\\u0065vent":"Y"}' },
  { what: "nested over 100 deep", status: 400, body: `{"event":"X","data":{"a":${"[".repeat(100)}${"]".repeat(100)}}}` },
  { what: "over 256 kB", status: 413, body: `{"event":"X","data":{"a":"${"x".repeat(256 * KB)}"}}` },
  { what: "a batch over 1,000", status: 413, body: `[${Array(1_001).fill('{"event":"X","data":{}}').join()}]` },
  { what: "a batch over 5 MB", status: 413, body: `[${" ".repeat(5 * KB * KB)}]` },
  { what: "an empty batch", status: 422, body: "[]" },
  { what: "a wrong content type", status: 415, body: '{"event":"X","data":{}}', headers: { "content-type": "text/plain" } },
  { what: "another charset", status: 415, body: '{"event":"X","data":{}}', headers: { "content-type": "application/json; charset=utf-16" } },
  { what: "a compressed body", status: 415, body: '{"event":"X","data":{}}', headers: { "content-encoding": "gzip" } },
  { what: "no event type", status: 422, body: '{"data":{}}', path: "event" },
  { what: "a malformed event type", status: 422, body: '{"event":"no spaces","data":{}}', path: "event" },
  { what: "an event type of Aviso's own", status: 422, body: '{"event":"aviso.subscription.down","data":{}}', path: "event" },
  { what: "no data", status: 422, body: '{"event":"X"}', path: "data" },
  { what: "data that is no object", status: 422, body: '{"event":"X","data":[]}', path: "data" },
  { what: "a NUL in the id", status: 422, body: '{"event":"X","data":{},"id":"\\u0000"}', path: "id" },
  { what: "half a surrogate pair as the product", status: 422, body: '{"event":"X","data":{},"product":"\\ud800"}', path: "product" },
  { what: "a date beyond all", status: 422, body: '{"event":"X","data":{},"creation_date":1e300}', path: "creation_date" },
  { what: "an Idempotency-Key that is too long", status: 422, body: '{"event":"X","data":{}}', headers: { "idempotency-key": "k".repeat(256) }, path: "Idempotency-Key" },
];
