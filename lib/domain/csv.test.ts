import { expect, test } from "vitest";
import { csvLine } from "./csv";

test("commas, quotes and line breaks survive, and nothing is run as a formula", () => {
  expect(csvLine(['a,"b"', "x\ny", null, 3, -2, true, "=1+1", "@cmd"])).toBe('"a,""b""","x\ny",,3,-2,true,\'=1+1,\'@cmd\r\n');
});
