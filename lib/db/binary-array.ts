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

/** Up to here a text's bytes are written one by one: a call into the runtime for each would take longer. */
const SHORT_CHARS = 40;
const MAX_BYTES_PER_CHAR = 3;

/** Texts without lone surrogates; null where there is none. */
export function textArray(values: readonly (string | null)[], type: "text" | "json" = "text"): Buffer {
  let size = HEAD_BYTES;
  for (const value of values) size += 4 + (value === null ? 0 : value.length <= SHORT_CHARS ? MAX_BYTES_PER_CHAR * value.length : Buffer.byteLength(value));
  const buffer = Buffer.allocUnsafe(size);
  let at = writeHead(buffer, type, values);
  for (const value of values) {
    const length = value === null ? -1 : writeText(buffer, value, at + 4);
    writeInt32(buffer, length, at);
    at += 4 + Math.max(0, length);
  }
  return buffer.subarray(0, values.length > 0 ? at : EMPTY_BYTES);
}

function writeText(buffer: Buffer, value: string, at: number): number {
  if (value.length > SHORT_CHARS) return buffer.write(value, at, "utf8");
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code > 0x7f) return buffer.write(value, at, "utf8");
    buffer[at + index] = code;
  }
  return value.length;
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
  return fixed("int4", 4, values, writeInt32);
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
  const buffer = Buffer.allocUnsafe(HEAD_BYTES + values.length * (4 + bytes));
  let at = writeHead(buffer, type, values);
  for (const value of values) {
    writeInt32(buffer, value === null ? -1 : bytes, at);
    at += 4;
    if (value === null) continue;
    write(buffer, value, at);
    at += bytes;
  }
  return buffer.subarray(0, values.length > 0 ? at : EMPTY_BYTES);
}

/** An array without elements has no dimension, hence no length of one. */
const EMPTY_BYTES = 12;

function writeHead(buffer: Buffer, type: keyof typeof OID, values: readonly unknown[]): number {
  writeInt32(buffer, values.length > 0 ? 1 : 0, 0);
  writeInt32(buffer, values.includes(null) ? 1 : 0, 4);
  writeInt32(buffer, OID[type], 8);
  writeInt32(buffer, values.length, 12);
  writeInt32(buffer, 1, 16);
  return HEAD_BYTES;
}

function writeInt32(buffer: Buffer, value: number, at: number): void {
  buffer[at] = value >>> 24;
  buffer[at + 1] = value >>> 16;
  buffer[at + 2] = value >>> 8;
  buffer[at + 3] = value;
}

function writeInt64(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / TWO_32);
  writeInt32(buffer, high, at);
  writeInt32(buffer, value - high * TWO_32, at + 4);
}
