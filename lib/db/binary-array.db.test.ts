import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { queryBatch } from "./batch";
import { booleanArray, int4Array, int8Array, textArray, timeArray, uuidArray } from "./binary-array";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const UUIDS = ["00000000-0000-0000-0000-000000000000", "019abcde-F012-7345-8678-9abcdef01234", null, "ffffffff-ffff-ffff-ffff-ffffffffffff"];
const TEXTS = ["", 'a "quoted" \\ one, {with} NULL', null, "NULL", "São 🧨\u2028\t\n", "x".repeat(100_000)];
const TIMES = ["1969-07-20T20:17:40.123Z", "2000-01-01T00:00:00.000Z", "2026-11-25T23:59:59.999Z", "9999-12-31T23:59:59.999Z"].map((text) => new Date(text));

test("what is sent in binary arrives as it was, nulls and empty arrays included", async () => {
  const [row] = await queryBatch<Record<string, unknown>>(database.db, `
    SELECT $1::uuid[]::text[] AS uuids, $2::text[] AS texts, $3::timestamptz[] AS times, $4::boolean[] AS booleans, $5::int[] AS ints, $6::bigint[]::text[] AS bigints, $7::json[] AS jsons, $8::text[] AS no_texts, $9::uuid[] AS no_uuids`,
    [uuidArray(UUIDS), textArray(TEXTS), timeArray(TIMES), booleanArray([true, false]), int4Array([0, -1, 2_147_483_647]), int8Array([0, -1, 4_294_967_296, Number.MAX_SAFE_INTEGER]), textArray(['{"a":1}', "[]"], "json"), textArray([]), uuidArray([])]);
  expect(row).toEqual({
    uuids: UUIDS.map((uuid) => uuid?.toLowerCase() ?? null), texts: TEXTS, times: TIMES, booleans: [true, false], ints: [0, -1, 2_147_483_647], bigints: ["0", "-1", "4294967296", "9007199254740991"], jsons: [{ a: 1 }, []], no_texts: [], no_uuids: [],
  });
});
