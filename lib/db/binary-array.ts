// Arrays as Postgres's binary format has them (array_recv in its source): dimensions, whether there are nulls, the elements' type,
// then each element with its length. Nothing is escaped on the way and nothing parsed, which texts of many quotes pay for twice.

const OID = { uuid: 2950, text: 25, json: 114, timestamptz: 1184, boolean: 16, int4: 23, int8: 20, real: 700 } as const;
const HEAD_BYTES = 20;
/** 2000-01-01, from which Postgres counts. */
const EPOCH_MS = 946_684_800_000;
const TWO_32 = 4_294_967_296;

/** UUIDs in the usual writing; null where there is none. */
export function uuidArray(values: readonly (string | null)[]): Buffer {
  return fixed("uuid", 16, values, writeUuid);
}

// Digit by digit: a text without the dashes would be made for each, and a delivery's record has seven.
function writeUuid(buffer: Buffer, uuid: string, at: number): void {
  let from = 0;
  for (let byte = 0; byte < 16; byte++) {
    if (uuid.charCodeAt(from) === DASH) from++;
    buffer[at + byte] = (digit(uuid.charCodeAt(from)) << 4) | digit(uuid.charCodeAt(from + 1));
    from += 2;
  }
}

const DASH = 0x2d;

/** The value of a hexadecimal digit's character. */
function digit(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57;
}

/** Texts without lone surrogates; null where there is none. */
export function textArray(values: readonly (string | null)[], type: "text" | "json" = "text"): Buffer {
  let size = HEAD_BYTES;
  for (const value of values) size += 4 + (value === null ? 0 : Buffer.byteLength(value));
  const buffer = Buffer.allocUnsafe(size);
  let at = writeHead(buffer, type, values);
  for (const value of values) {
    const length = value === null ? -1 : buffer.write(value, at + 4, "utf8");
    buffer.writeInt32BE(length, at);
    at += 4 + Math.max(0, length);
  }
  return trim(buffer, values);
}

/** Moments, to the millisecond; null where there is none, as in all of these. */
export function timeArray(values: readonly (Date | null)[]): Buffer {
  return fixed("timestamptz", 8, values, (buffer, value, at) => writeInt64(buffer, (value.getTime() - EPOCH_MS) * 1_000, at));
}

/** Truths. */
export function booleanArray(values: readonly (boolean | null)[]): Buffer {
  return fixed("boolean", 1, values, (buffer, value, at) => (buffer[at] = value ? 1 : 0));
}

/** Numbers below 2^31. */
export function int4Array(values: readonly (number | null)[]): Buffer {
  return fixed("int4", 4, values, (buffer, value, at) => buffer.writeInt32BE(value, at));
}

/** Whole numbers below 2^53. */
export function int8Array(values: readonly (number | null)[]): Buffer {
  return fixed("int8", 8, values, (buffer, value, at) => writeInt64(buffer, value, at));
}

/** Numbers in single precision. */
export function realArray(values: readonly (number | null)[]): Buffer {
  return fixed("real", 4, values, (buffer, value, at) => buffer.writeFloatBE(value, at));
}

function fixed<Value>(type: keyof typeof OID, bytes: number, values: readonly (Value | null)[], write: (buffer: Buffer, value: Value, at: number) => void): Buffer {
  const nulls = values.reduce<number>((sum, value) => sum + (value === null ? 1 : 0), 0);
  const buffer = Buffer.allocUnsafe(HEAD_BYTES + values.length * (4 + bytes) - nulls * bytes);
  let at = writeHead(buffer, type, values);
  for (const value of values) {
    buffer.writeInt32BE(value === null ? -1 : bytes, at);
    at += 4;
    if (value === null) continue;
    write(buffer, value, at);
    at += bytes;
  }
  return trim(buffer, values);
}

function writeHead(buffer: Buffer, type: keyof typeof OID, values: readonly unknown[]): number {
  buffer.writeInt32BE(values.length > 0 ? 1 : 0, 0);
  buffer.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  buffer.writeInt32BE(OID[type], 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  return HEAD_BYTES;
}

/** An empty array has no dimension, hence no length of one. */
function trim(buffer: Buffer, values: readonly unknown[]): Buffer {
  return values.length > 0 ? buffer : buffer.subarray(0, 12);
}

function writeInt64(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / TWO_32);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * TWO_32, at + 4);
}
