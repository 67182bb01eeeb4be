import { expect, test } from "vitest";
import { answerWord, decideAnswer, ReceiverBehaviour } from "./receiver-behaviour";

test("a receiver fails at random in the share asked for, with the status asked for", () => {
  const behaviour: ReceiverBehaviour = { mode: "random", failShare: 0.3, status: 503 };
  const statuses = Array.from({ length: 10 }, (_, index) => answerWord(decideAnswer(behaviour, index / 10)));
  expect(statuses).toEqual(["503", "503", "503", "200", "200", "200", "200", "200", "200", "200"]);
  expect(answerWord(decideAnswer({ ...behaviour, failShare: 0 }, 0))).toBe("200");
  expect(answerWord(decideAnswer({ ...behaviour, failShare: 1 }, 0.999))).toBe("503");
});

test("every behaviour has an answer", () => {
  expect(decideAnswer({ mode: "answer", status: 418, delayMs: 20, body: "tea" }, 0)).toEqual({ kind: "respond", status: 418, delayMs: 20, body: "tea" });
  expect(decideAnswer({ mode: "redirect", location: "https://example.com/" }, 0)).toEqual({ kind: "redirect", location: "https://example.com/" });
  expect(decideAnswer({ mode: "hang" }, 0)).toEqual({ kind: "hang" });
  expect(decideAnswer({ mode: "reset" }, 0)).toEqual({ kind: "reset" });
});

test("what no receiver can do is refused", () => {
  for (const behaviour of [
    { mode: "answer", status: 199, delayMs: 0 },
    { mode: "answer", status: 600, delayMs: 0 },
    { mode: "answer", status: 200, delayMs: 30_001 },
    { mode: "random", failShare: 1.1, status: 500 },
    { mode: "redirect", location: "javascript:alert(1)" },
    { mode: "explode" },
  ]) expect(ReceiverBehaviour.safeParse(behaviour).success, JSON.stringify(behaviour)).toBe(false);
});
