import { expect, test } from "vitest";
import { formatLine } from "./log";

const at = new Date("2026-11-25T12:00:00Z");
const line = (fields: Parameters<typeof formatLine>[1]["fields"], error?: unknown, message = "could not send") => formatLine({ part: "worker", format: "json" }, { at, level: "error", message, fields, error });

test("a line is one JSON object with its ids, and text for people has the same", () => {
  const entry = { at, level: "info" as const, message: "delivery given up", fields: { eventId: "evt_01h455vb4pex5vsknk084sn02q", status: 503, left: undefined } };
  expect(JSON.parse(formatLine({ part: "worker", format: "json" }, entry))).toEqual({ time: at.toISOString(), level: "info", part: "worker", message: "delivery given up", eventId: "evt_01h455vb4pex5vsknk084sn02q", status: 503 });
  expect(formatLine({ part: "worker", format: "text" }, entry)).toBe("12:00:00.000 info  worker: delivery given up eventId=evt_01h455vb4pex5vsknk084sn02q status=503");
});

test("of what an error quotes nothing is logged: no payload, no value of a query, no key, no log-in", () => {
  const planted = "planted-7f3a";
  const parse = (text: string) => {
    try {
      return JSON.parse(text) as never;
    } catch (error) {
      return error;
    }
  };
  const errors = [
    parse(`${planted} {"card": "${planted}"}`),
    parse(`{"a": "b" ${planted}}`),
    new Error(`Invalid \`db.user.create()\` invocation:\n{ data: { email: "${planted}" } }\n\nUnique constraint failed on "users_email_key"`),
    Object.assign(new Error(`invalid input syntax for type uuid: "it's ${planted}" "x"`), { code: "22P02", detail: planted, parameters: [planted] }),
    new Error(`connect to postgresql://aviso:${planted}@db:5432/aviso failed`, { cause: new Error(`Bearer ${planted}`) }),
    Object.assign(new Error("The subscription is gone"), { body: planted, headers: { authorization: planted } }),
    { secret: planted },
  ];
  for (const error of errors) expect(line({}, error)).not.toContain(planted);
  expect(line({ note: `whsec_${"x".repeat(20)} avk_abc ana@example.com ${"k".repeat(60)}` })).not.toMatch(/whsec_x|avk_abc|ana@|kkkk/);
});

test("what helps is kept: the error's kind, code and place, and names of tables", () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "idempotency_keys_pkey"'), { name: "DatabaseError", code: "23505" });
  expect(JSON.parse(line({ requestId: "r-1" }, error))).toMatchObject({ requestId: "r-1", error: "DatabaseError", code: "23505", reason: error.message, stack: expect.stringContaining("log.test.ts") });
  expect(JSON.parse(line({}, new Error("Can't reach database server at `localhost:5432`")))).toMatchObject({ reason: 'Can’t reach database server at "…"' });
});

test("the code that the reader of a failed page is shown stands in the log", () => {
  expect(JSON.parse(line({}, Object.assign(new Error("failed"), { digest: "2338471209" })))).toMatchObject({ reason: "failed", digest: "2338471209" });
});

test("nothing that is logged can forge a line or speak to a terminal", () => {
  for (const format of ["json", "text"] as const) {
    const text = formatLine({ part: "web", format }, { at, level: "warn", message: "a\nb", fields: { name: "x\r\n12:00 info forged\u001b[2J\u202e\u2028\u2029" } });
    expect(text).not.toMatch(/[\u0000-\u001f\u202e\u2028\u2029]/);
  }
});
