/** Where a text stops being JSON, and what would have been right there. Lines and columns count from 1. */
export interface JsonProblem {
  kind: "ended" | "value" | "key" | "colon" | "comma_or_end" | "string" | "escape" | "after_end";
  offset: number;
  line: number;
  column: number;
}

/** The first thing that keeps a text from being JSON, or null when it is. Browsers' own messages differ and often name no place. */
export function findJsonProblem(text: string): JsonProblem | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const { kind, offset } = scan(text);
    const before = text.slice(0, offset).split("\n");
    return { kind, offset, line: before.length, column: before.at(-1)!.length + 1 };
  }
}

const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
type Found = Pick<JsonProblem, "kind" | "offset">;

/** Walks a text that is not JSON, with a stack of its own, so that deep nesting is no danger. */
function scan(text: string): Found {
  const open: ("{" | "[")[] = [];
  let at = skipSpace(text, 0);
  /** What may stand at `at`: a value, a key, or what follows a value. */
  let next: "value" | "key" | "after" = "value";
  let isFirst = false;
  while (next !== "after" || open.length > 0) {
    const character = text[at];
    if (character === undefined) return { kind: "ended", offset: text.length };
    if (next === "after") {
      const close = open.at(-1) === "{" ? "}" : "]";
      if (character === close) open.pop();
      else if (character === ",") next = open.at(-1) === "{" ? "key" : "value";
      else return { kind: "comma_or_end", offset: at };
      isFirst = false;
      at = skipSpace(text, at + 1);
    } else if (isFirst && character === (next === "key" ? "}" : "]")) {
      next = "after";
    } else if (next === "key") {
      if (character !== '"') return { kind: "key", offset: at };
      const string = endOfString(text, at);
      if (typeof string !== "number") return string;
      at = skipSpace(text, string);
      if (text[at] !== ":") return text[at] === undefined ? { kind: "ended", offset: text.length } : { kind: "colon", offset: at };
      [next, isFirst, at] = ["value", false, skipSpace(text, at + 1)];
    } else if (character === "{" || character === "[") {
      open.push(character);
      [next, isFirst, at] = [character === "{" ? "key" : "value", true, skipSpace(text, at + 1)];
    } else {
      const end: number | Found = character === '"' ? endOfString(text, at) : endOfLiteral(text, at);
      if (typeof end !== "number") return end;
      [next, at] = ["after", skipSpace(text, end)];
    }
  }
  return { kind: "after_end", offset: at };
}

function endOfLiteral(text: string, at: number): number | Found {
  LITERAL.lastIndex = at;
  const match = LITERAL.exec(text);
  return match ? at + match[0].length : { kind: "value", offset: at };
}

function endOfString(text: string, start: number): number | Found {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') return at + 1;
    // A line's end inside a text is nearly always a forgotten quote.
    if (character < " ") return { kind: "string", offset: at };
    if (character !== "\\") continue;
    if (!/^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(at + 1, at + 6))) return { kind: "escape", offset: at };
    at++;
  }
  return { kind: "ended", offset: text.length };
}

function skipSpace(text: string, at: number): number {
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return at;
}
