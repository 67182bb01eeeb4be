import compile from "icu-minify/compile";
import ts from "typescript";
import { expect, test } from "vitest";
import english from "@/messages/en/problems.json";
import { patternOf, problemKey } from "./problem-words";
import { placeOf, sourceFiles, walk } from "./testing/source-files";

// What only machines are told: by the ingestion, the API and its keys. The API speaks English.
const FOR_MACHINES = /^lib\/services\/(events\/ingest|api-keys\/(authenticate|look-up|touch)|deliveries\/get\.|receivers\/record)|^lib\/domain\/(ids|permissions|errors|event-types\/)/;
// A method's first text is what it tells when it fails.
const TELLING = new Set(["min", "max", "length", "regex", "refine", "email", "url", "int", "enum", "number", "positive"]);
const TOLD_PROPERTIES = new Set(["message", "fix", "error"]);
const TABLES = new Set(["URL_PROBLEMS", "fixes"]);
// Functions that answer with what they tell.
const TELLERS = new Set(["objectProblem", "dataProblem", "inWords"]);

/** A text with `{}` for each value in it; null for what is no text. */
function textOf(node: ts.Node | undefined): string | null {
  if (!node) return null;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => `{}${span.literal.text}`).join("");
  return null;
}

function* toldBy(node: ts.Node): Generator<ts.Node | undefined> {
  if (ts.isConditionalExpression(node)) return void (yield* [node.whenTrue, node.whenFalse]);
  yield node;
}

const told = new Map<string, string>();
const keep = (node: ts.Node | undefined, prefix = "") => {
  if (!node) return;
  for (const one of toldBy(node)) {
    const text = textOf(one);
    if (text && /\p{L}/u.test(text)) told.set(`${prefix}${text}${prefix && "."}`, placeOf(node));
  }
};
for (const file of sourceFiles("lib/services", "lib/domain").filter(({ fileName }) => !FOR_MACHINES.test(fileName))) {
  walk(file, (node) => {
    // What is forbidden is refused to people before a use case runs, in words of its own.
    if (ts.isNewExpression(node) && node.expression.getText() === "AppError" && textOf(node.arguments?.[0]) !== "forbidden") keep(node.arguments?.[1]);
    if (ts.isFunctionDeclaration(node) && TELLERS.has(node.name!.text)) walk(node, (inner) => ts.isReturnStatement(inner) && keep(inner.expression));
    if (ts.isCallExpression(node) && node.expression.getText() === "limited") keep(node.arguments[1]);
    if (ts.isCallExpression(node) && node.expression.getText() === "notFound") keep(node.arguments[0], "There is no such ");
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && TELLING.has(node.expression.name.text)) keep(node.arguments.find((argument, index) => textOf(argument) && (index > 0 || node.arguments.length === 1)));
    if (ts.isPropertyAssignment(node) && TOLD_PROPERTIES.has(node.name.getText())) keep(node.initializer);
    if (ts.isVariableDeclaration(node) && node.name.getText() === "message") keep(node.initializer);
    if (ts.isVariableDeclaration(node) && TABLES.has(node.name.getText())) walk(node, (inner) => ts.isPropertyAssignment(inner) && keep(inner.initializer));
  });
}
const known = new Map(Object.entries(english).map(([key, text]) => [patternOf(text).shape, key]));

test("whatever a use case may tell a person has words in every language", () => {
  expect([...told].filter(([text]) => !known.has(text)).map(([text, place]) => `${place}: ${text}`)).toEqual([]);
});

test("no words are kept for what no use case tells", () => {
  expect([...known].filter(([shape, key]) => !key.startsWith("zod_") && !told.has(shape)).map(([, key]) => key)).toEqual([]);
});

test("a sentence is the same to find whether its file or the build's parser gave it", () => {
  const sentences = Object.values(english);
  expect(sentences.map((sentence) => patternOf(compile(sentence) as never))).toEqual(sentences.map((sentence) => patternOf(sentence)));
});

test("a told text is found again with its values", () => {
  expect(problemKey("A workspace may have 20 receivers.")).toEqual({ key: "receivers_at_most", values: { max: "20" } });
  expect(problemKey("There is no such event type.")).toEqual({ key: "no_event_type", values: {} });
  expect(problemKey("Something that nobody says")).toBeNull();
});
