import { randomBytes } from "node:crypto";
import { z } from "zod";

/** Stands in keys where there is no id. */
export const NIL_UUID = "00000000-0000-0000-0000-000000000000";

/** The prefix of an id as it is shown: evt_01h455vb4pex5vsknk084sn02q. In the database ids are plain UUIDs. */
export const ID_PREFIXES = {
  workspace: "wsp",
  user: "usr",
  apiKey: "key",
  product: "prd",
  eventType: "typ",
  subscription: "sub",
  subscriptionDraft: "sdr",
  subscriptionChange: "sch",
  secret: "sec",
  event: "evt",
  delivery: "dlv",
  savedView: "viw",
  receiver: "rcv",
  receiverRequest: "req",
  notice: "ntc",
  replay: "rpl",
  savedScenario: "scn",
  scenarioRun: "run",
  bookmark: "bmk",
  invitation: "inv",
  audit: "aud",
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

// Crockford's base 32, lower case, as TypeID uses it (github.com/jetify-com/typeid): 26 characters for 128 bits.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const PATTERN = /^([a-z]{3})_([0-7][0-9a-hjkmnp-tv-z]{25})$/;

// Random bytes for many ids at once: asking for few costs about as much as asking for many.
const POOL_BYTES = 16 * 256;
let pool = Buffer.alloc(0);

function nextRandom(): Buffer {
  if (pool.length === 0) pool = randomBytes(POOL_BYTES);
  const bytes = pool.subarray(0, 16);
  pool = pool.subarray(16);
  return bytes;
}

let lastMs = -1;
let sequence = 0;

/**
 * A new UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, 12 bits that count up while the millisecond is the same (§6.2, method 1),
 * so that events of one batch keep their order, then random bits.
 * @param at its time; a delivery's id carries its event's time, so that it names its day's partition
 */
export function newUuid(at: Date | number = Date.now()): string {
  const bytes = nextRandom();
  const ms = Number(at);
  bytes.writeUIntBE(ms, 0, 6);
  sequence = ms === lastMs && sequence < 0xfff ? sequence + 1 : bytes.readUInt16BE(6) & 0x3ff;
  lastMs = ms;
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return hexToUuid(bytes.toString("hex"));
}

/** The time that a UUIDv7 carries. */
export function uuidTime(uuid: string): Date {
  return new Date(parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16));
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The start of the hour of a UUIDv7's time: where the roll-ups count what it names. */
export function uuidHour(uuid: string): Date {
  return new Date(Math.floor(uuidTime(uuid).getTime() / HOUR_MS) * HOUR_MS);
}

/** The smallest UUIDv7 of a moment: the lower bound of a time window over ids. */
export function uuidFloor(at: Date | number): string {
  return hexToUuid(Number(at).toString(16).padStart(12, "0").padEnd(32, "0"));
}

/** The bounds of all UUIDv7 of the same millisecond: where a delivery's event is. `to` is not one of them. */
export function uuidMillisecond(uuid: string): { from: string; to: string } {
  const ms = uuidTime(uuid).getTime();
  return { from: uuidFloor(ms), to: uuidFloor(ms + 1) };
}

/**
 * The bounds of the days (UTC) in which UUIDv7s lie, both included: a condition by which Postgres leaves out other days' partitions. Not those
 * of the ids themselves, between which it may think that there is nothing, and then read all there is instead of looking for each.
 */
export function uuidDays(uuids: readonly string[]): { from: string; to: string } {
  const day = (uuid: string) => Math.floor(uuidTime(uuid).getTime() / DAY_MS) * DAY_MS;
  const [first, last] = [uuids.reduce((a, b) => (a < b ? a : b)), uuids.reduce((a, b) => (a > b ? a : b))];
  return { from: uuidFloor(day(first)), to: hexToUuid((day(last) + DAY_MS - 1).toString(16).padStart(12, "0").padEnd(32, "f")) };
}

/** A database UUID as it is shown. */
export function showId(kind: IdKind, uuid: string): string {
  const hex = uuid.replaceAll("-", "");
  // 128 bits are 26 digits of 5 bits with two zero bits in front: 5 hex digits (20 bits) make 4 digits.
  let text = digits(parseInt(hex.slice(0, 2), 16), 2);
  for (let at = 2; at < 32; at += 5) text += digits(parseInt(hex.slice(at, at + 5), 16), 4);
  return `${ID_PREFIXES[kind]}_${text}`;
}

/** The database UUID behind a shown id, or null when the text is no such id. */
export function readId(kind: IdKind, text: string): string | null {
  const match = PATTERN.exec(text);
  if (!match || match[1] !== ID_PREFIXES[kind]) return null;
  let value = 0n;
  for (const character of match[2]!) value = (value << 5n) | BigInt(ALPHABET.indexOf(character));
  return hexToUuid(value.toString(16).padStart(32, "0"));
}

/** A zod schema that takes a shown id and gives the database UUID. */
export function idSchema(kind: IdKind) {
  return z.string().transform((text, context) => {
    const uuid = readId(kind, text);
    if (uuid) return uuid;
    context.addIssue({ code: "custom", message: `Not an id of this kind (${ID_PREFIXES[kind]}_…)` });
    return z.NEVER;
  });
}

function digits(value: number, count: number): string {
  let text = "";
  for (let shift = 5 * (count - 1); shift >= 0; shift -= 5) text += ALPHABET[(value >>> shift) & 31];
  return text;
}

function hexToUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
