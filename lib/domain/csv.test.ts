import { expect, test } from "vitest";
import { csvLine } from "./csv";

test("commas, quotes and line breaks survive, and nothing is run as a formula", () => {
  expect(csvLine(['a,"b"', "x\ny", null, 3, -2, true, "=1+1", "@cmd"])).toBe('"a,""b""","x\ny",,3,-2,true,\'=1+1,\'@cmd\r\n');
});

test("nor as one in a cell that a spreadsheet makes of half of another: parted at semicolons, at a line's end, after blanks, in full width", () => {
  const cells: [string, string][] = [
    ["order;=HYPERLINK(\"http://evil.example\")", `"order;'=HYPERLINK(""http://evil.example"")"`],
    ["a; \t@SUM(1)", `"a;' \t'@SUM(1)"`],
    ["a\n-1", `"a\n'-1"`],
    ["  =1", "'  =1"], ["＝1", "'＝1"], ["\tx", "'\tx"], ["\r", `"'\r"`],
    ["a-b=c+d; e@f", `"a-b=c+d; e@f"`], ["2026-11-20", "2026-11-20"],
  ];
  for (const [cell, written] of cells) expect(csvLine([cell])).toBe(`${written}\r\n`);
  expect(csvLine([-1])).toBe("-1\r\n");
});
