import fc from "fast-check";
import { expect, test } from "vitest";
import { idSchema, newUuid, readId, showId, uuidDays, uuidFloor, uuidTime } from "./ids";

test("a shown id leads back to the same UUID, and to none under another prefix", () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(readId("event", showId("event", uuid))).toBe(uuid);
      expect(readId("delivery", showId("event", uuid))).toBeNull();
    }),
  );
});

test("the encoding is TypeID's", () => {
  // The example of the TypeID specification.
  expect(readId("event", "evt_01h455vb4pex5vsknk084sn02q")).toBe("01890a5d-ac96-774b-bcce-b302099a8057");
});

test("a new UUID is version 7, carries its time, and sorts by it", () => {
  const at = new Date("2026-11-24T12:34:56.789Z");
  const uuid = newUuid(at);
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidTime(uuid)).toEqual(at);
  expect(uuid > uuidFloor(at)).toBe(true);
  expect(uuid < uuidFloor(at.getTime() + 1)).toBe(true);
});

test("UUIDs of one millisecond sort in the order in which they were made", () => {
  const uuids = Array.from({ length: 2_000 }, () => newUuid(1_795_000_000_000));
  expect(uuids.toSorted()).toEqual(uuids);
});

test("a text that is no id is refused with words", () => {
  for (const text of ["", "evt_", "evt_81h455vb4pex5vsknk084sn02q", "evt_01h455vb4pex5vsknk084sn02I", "sub_01h455vb4pex5vsknk084sn02q"]) {
    expect(idSchema("event").safeParse(text).success).toBe(false);
  }
});

test("the days of UUIDs hold each of them and nothing of the days around", () => {
  const [first, last] = [newUuid(new Date("2026-11-24T23:59:59.999Z")), newUuid(new Date("2026-11-26T00:00:00Z"))];
  const { from, to } = uuidDays([last, first]);
  expect(from).toBe(uuidFloor(new Date("2026-11-24T00:00:00Z")));
  expect(to > last && to < uuidFloor(new Date("2026-11-27T00:00:00Z"))).toBe(true);
});
