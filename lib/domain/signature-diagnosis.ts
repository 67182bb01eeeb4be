import { createHmac } from "node:crypto";
import { jsonVariants } from "./json-variants";

/** A secret that could have been used, and what it is. */
export interface KnownSecret {
  secret: string;
  role: "current" | "rotated" | "expired" | "other_subscription";
  /** The other subscription's name. */
  name?: string;
}
/** What a receiver was sent, and what its code made of it. */
export interface SignatureQuestion {
  /** The signature, or the whole header, that the receiver's code computed. */
  given: string;
  /** The `webhook-id` and `webhook-timestamp` headers and the body of the attempt. */
  id: string;
  timestampSec: number;
  body: string;
  secrets: KnownSecret[];
  /** Timestamps of the delivery's other attempts. */
  otherTimestampsSec: number[];
}
export type JsonChange = ReturnType<typeof jsonVariants>[number]["how"];
/** Everything that differs from what is right; nothing when the signature is right. */
export interface SignatureDiagnosis {
  /** False when nothing that is often done wrong leads to this signature. */
  isExplained: boolean;
  secret: KnownSecret["role"] | "not_decoded" | null;
  otherSubscription: string | null;
  encoding: "hex" | "base64url" | "prefix_missing" | null;
  algorithm: "sha1" | "sha512" | null;
  /** What was signed instead of "id.timestamp.body". */
  content: "body_only" | "no_id" | "no_timestamp" | "no_dots" | "other_attempt" | "own_clock" | "milliseconds" | "body_trimmed" | "body_newline" | "body_reserialised" | null;
  jsonChange: JsonChange | null;
  /** How far the receiver's clock was off, when it was signed with that. */
  clockOffSec: number | null;
}

type Content = Pick<SignatureDiagnosis, "content" | "jsonChange" | "clockOffSec"> & { text: string };
// A receiver's own clock is looked for this far around; a large body costs too much for that.
const CLOCK_SEC = 300;
const CLOCK_BODY_MAX = 20_000;
const NOTHING = { secret: null, otherSubscription: null, encoding: null, algorithm: null, content: null, jsonChange: null, clockOffSec: null };

/** Characters that are signed to find one signature, and signatures of a header that are looked for: an event may be large, and secrets many. */
const MOST_CHARACTERS = 128 * 1024 * 1024;
const MOST_GIVEN = 20;

/**
 * Finds out how a signature came about that a receiver computed: tries what is often done wrong, the likeliest first, the
 * subscription's own secrets before others'. A step is one try: they add up to a second, so whoever runs it makes pauses.
 */
export function* diagnoseSignature(question: SignatureQuestion): Generator<void, SignatureDiagnosis> {
  const given = readGiven(question.given);
  const [own, others] = [question.secrets.filter(({ role }) => role !== "other_subscription"), question.secrets.filter(({ role }) => role === "other_subscription")];
  const variants = jsonVariants(question.body);
  const contents = () => contentsOf(question, variants);
  const clock = () => (question.body.length <= CLOCK_BODY_MAX ? clockContents(question) : []);
  let left = MOST_CHARACTERS;
  for (const secrets of [own, others]) {
    const keys = secrets.flatMap((known) => keysOf(known));
    for (const [texts, algorithms] of [[contents, ["sha256"]], [contents, ["sha1", "sha512"]], [clock, ["sha256"]]] as const) {
      for (const content of texts()) {
        for (const key of keys) {
          for (const algorithm of algorithms) {
            if ((left -= content.text.length) < 0) return { isExplained: false, ...NOTHING };
            const digest = createHmac(algorithm, key.bytes).update(content.text).digest();
            const found = given.find((candidate) => candidate.bytes.equals(digest));
            if (found) {
              return {
                isExplained: true,
                secret: key.role === "current" ? null : key.role,
                otherSubscription: key.name ?? null,
                encoding: found.encoding,
                algorithm: algorithm === "sha256" ? null : algorithm,
                content: content.content, jsonChange: content.jsonChange, clockOffSec: content.clockOffSec,
              };
            }
            yield;
          }
        }
      }
    }
  }
  return { isExplained: false, ...NOTHING };
}

/** The bytes that the text may stand for. Of several signatures in a header each may be meant. */
function readGiven(given: string): { bytes: Buffer; encoding: SignatureDiagnosis["encoding"] }[] {
  return given.trim().split(/\s+/).slice(0, MOST_GIVEN).map((part) => {
    const hasPrefix = /^v1,/.test(part);
    const text = part.replace(/^(v1[,=]|sha256=|sha1=|sha512=)/, "").replace(/^["']|["']$/g, "");
    const plain = hasPrefix ? null : "prefix_missing";
    if (/^[0-9a-f]{40,128}$/i.test(text) && text.length % 2 === 0) return { bytes: Buffer.from(text, "hex"), encoding: "hex" };
    if (/[-_]/.test(text)) return { bytes: Buffer.from(text, "base64url"), encoding: "base64url" };
    return { bytes: Buffer.from(text, "base64"), encoding: plain };
  });
}

function keysOf(known: KnownSecret): { bytes: Buffer; role: NonNullable<SignatureDiagnosis["secret"]>; name?: string | undefined }[] {
  const inner = known.secret.replace(/^whsec_/, "");
  const right = { bytes: Buffer.from(inner, "base64"), role: known.role, name: known.name };
  if (known.role !== "current") return [right];
  return [right, { bytes: Buffer.from(known.secret), role: "not_decoded" }, { bytes: Buffer.from(inner), role: "not_decoded" }];
}

function* contentsOf({ id, timestampSec, body, otherTimestampsSec }: SignatureQuestion, variants: ReturnType<typeof jsonVariants>): Iterable<Content> {
  const plain = { jsonChange: null, clockOffSec: null };
  const signed = (text: string, sec: number | string = timestampSec) => `${id}.${sec}.${text}`;
  yield { text: signed(body), content: null, ...plain };
  for (const variant of variants) yield { text: signed(variant.text), content: "body_reserialised", jsonChange: variant.how, clockOffSec: null };
  yield { text: signed(body.trim()), content: "body_trimmed", ...plain };
  for (const end of ["\n", "\r\n"]) yield { text: signed(body + end), content: "body_newline", ...plain };
  for (const sec of otherTimestampsSec) yield { text: signed(body, sec), content: "other_attempt", ...plain };
  yield { text: body, content: "body_only", ...plain };
  yield { text: `${timestampSec}.${body}`, content: "no_id", ...plain };
  yield { text: `${id}.${body}`, content: "no_timestamp", ...plain };
  yield { text: `${id}${timestampSec}${body}`, content: "no_dots", ...plain };
  yield { text: signed(body, timestampSec * 1_000), content: "milliseconds", ...plain };
  for (const variant of variants) yield { text: variant.text, content: "body_only", jsonChange: variant.how, clockOffSec: null };
}

function* clockContents({ id, timestampSec, body }: SignatureQuestion): Iterable<Content> {
  for (let off = 1; off <= CLOCK_SEC; off++) {
    for (const sign of [1, -1]) yield { text: `${id}.${timestampSec + sign * off}.${body}`, content: "own_clock", jsonChange: null, clockOffSec: sign * off };
  }
}
