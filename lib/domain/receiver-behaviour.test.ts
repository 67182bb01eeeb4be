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

test("every way to fail can be limited to a share of the requests; the others are answered 200", () => {
  const ways: ReceiverBehaviour[] = [{ mode: "hang" }, { mode: "reset" }, { mode: "redirect", location: "https://example.com/" }, { mode: "drip", durationMs: 5_000 }, { mode: "oversized", megabytes: 2 }];
  for (const way of ways) {
    const words = [0.1, 0.9].map((chance) => answerWord(decideAnswer({ ...way, failShare: 0.5 } as ReceiverBehaviour, chance)));
    expect(words).toEqual([way.mode === "redirect" ? "307" : way.mode, "200"]);
    expect(answerWord(decideAnswer(way, 0.999))).toBe(words[0]);
  }
  expect(decideAnswer({ mode: "oversized", megabytes: 2 }, 0)).toEqual({ kind: "oversized", bytes: 2_000_000 });
});

test("what no receiver can do is refused", () => {
  for (const behaviour of [
    { mode: "answer", status: 199, delayMs: 0 },
    { mode: "answer", status: 600, delayMs: 0 },
    { mode: "answer", status: 200, delayMs: 30_001 },
    { mode: "random", failShare: 1.1, status: 500 },
    { mode: "redirect", location: "javascript:alert(1)" },
    { mode: "drip", durationMs: 60_001 },
    { mode: "oversized", megabytes: 51 },
    { mode: "explode" },
  ]) expect(ReceiverBehaviour.safeParse(behaviour).success, JSON.stringify(behaviour)).toBe(false);
});
