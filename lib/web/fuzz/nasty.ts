import fc from "fast-check";

/** JSON texts that parsers and databases stumble over. Each is valid JSON. */
export const NASTY_VALUES: readonly string[] = [
  '"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\u2028\u2029"', '"\\/\\b\\f\\n\\r\\t\\"\\\\"', '"\u202e\u200b\ufeff"', '"\ufdd0\uffff"', '"\\u001b[31m"', '"𝒳🧨"', `"${"x".repeat(70_000)}"`,
  "1.0", "-0", "-0.0", "1e400", "-1E+400", "1e-400", "12345678901234567890", "0.1000000000000000055511151231257827", "9007199254740993", "1E5",
  '{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{}}}', '{"toString":null,"hasOwnProperty":1,"valueOf":[]}', '{"a":1,"a":2}', '{"":""}', '{"\\u0000":1}', '{"a b":1,"c\\"d":2}', '{"1":1,"0":0}',
  "[]", "{}", "[[]]", '[null,true,false,""]', `${"[".repeat(90)}${"]".repeat(90)}`, '"; DROP TABLE events; --"', '"%s%n$1{{7*7}}${1}"', '"<script>alert(1)</script>"', "null", "true", "\t{ \"a\" :\r\n1 }\n",
];

/** Bodies that are no event, and mostly no JSON. */
export const NASTY_BODIES: readonly string[] = [
  "", " ", "\u0000", "{", "[", "[[[[", "]", "nul", "NaN", "Infinity", "'a'", "{a:1}", '{"a":1,}', "[1,]", "[,]", "01", "1.", ".5", "+1", "0x1", '"\t"', '"\\x41"', '"\\u12"', '"unfinished', "\ufeff{}", "{}{}", "/*c*/{}", "null", "[]", '""', "1e9999",
  '{"event":"A","event":"A","data":{}}', '{"event":"A","\\u0065vent":"B","data":{}}', '{"__proto__":{"event":"A","data":{}}}', '{"event":{"toString":1},"data":{}}', '{"event":"A","data":[]}', '{"event":"A","data":"{}"}', '{"event":"A","data":null}',
  '{"event":"A","data":{},"id":"\\u0000"}', '{"event":"A","data":{},"id":"\\ud800"}', '{"event":"A","data":{},"id":9}', '{"event":"A","data":{},"product":"\\u0000"}', '{"event":"A","data":{},"product":{"id":1}}', '{"event":"A","data":{},"creation_date":1e300}',
  '{"event":"A","data":{},"creation_date":"-271821-04-19T00:00:00Z"}', '{"event":"A\\u0000","data":{}}', `{"event":"${"A".repeat(129)}","data":{}}`, `${'{"event":'.repeat(120)}1${"}".repeat(120)}`, `{"event":"A","data":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`,
];

const space = fc.constantFrom("", "", "", " ", "\n", "\t \r\n");
const key = fc.oneof(fc.constantFrom("id", "name", "product", "ucode", "email", "transaction", "__proto__", "a", ""), fc.string({ unit: "binary", maxLength: 8 })).map((text) => JSON.stringify(text));
const string = fc.oneof(fc.string({ unit: "binary", maxLength: 30 }), fc.string({ unit: "grapheme", maxLength: 30 })).map((text) => JSON.stringify(text));
const number = fc.oneof(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)), fc.constantFrom("1.0", "1E2", "-0", "0.10"));

/** Any JSON text, with the white space, repeated keys, escapes and numbers that JSON allows and parsers forget. */
export const { value: jsonText, object: objectText } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, depthSize: "small" }, string, number, fc.constantFrom(...NASTY_VALUES), tie("object"), tie("array")),
  array: fc.array(fc.tuple(space, tie("value"), space), { maxLength: 4 }).map((items) => `[${items.map((parts) => parts.join("")).join(",")}]`),
  object: fc.array(fc.tuple(space, key, space, tie("value"), space), { maxLength: 5 }).map((members) => `{${members.map(([before, name, colon, value, after]) => `${before}${name}${colon}:${value}${after}`).join(",")}}`),
}));

/** A text that somebody could put where another was meant. */
export const nastyText = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom("", "\u0000", "a\u0000b", "\ud800", "%00", "..", "' OR 1=1 --", "%", "_", "\\", "9".repeat(400), "NaN", "-1", "1e9", "2026-02-30", "null", "[]", "x".repeat(3_000)));
