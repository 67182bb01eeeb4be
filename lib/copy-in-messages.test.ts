import ts from "typescript";
import { expect, test } from "vitest";
import { placeOf, sourceFiles, walk } from "./testing/source-files";

// Names and signs that are the same in every language.
const SAME_EVERYWHERE = new Set(["Aviso", "JSON", "CSV", "NDJSON", "HTTP", "UTC", "ms", "curl", "Ctrl", "Esc", "https://", "X-Api-Key"]);
const READ_OUT = new Set(["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "placeholder", "alt", "label", "description", "hint", "confirmLabel"]);
// What is code is the same in every language.
const CODE = new Set(["code", "pre", "kbd", "samp", "style", "script"]);

const isCopy = (text: string) => /\p{L}{2}/u.test(text) && !SAME_EVERYWHERE.has(text.trim());

function isInCode(node: ts.Node): boolean {
  for (let here = node.parent; here; here = here.parent) {
    if (ts.isJsxElement(here) && CODE.has(here.openingElement.tagName.getText())) return true;
  }
  return false;
}

/** The texts that an expression can become, where they stand in it as such. */
function* textsIn(node: ts.Expression): Generator<ts.Node & { text: string }> {
  if (ts.isStringLiteralLike(node)) yield node;
  else if (ts.isTemplateExpression(node)) yield* [node.head, ...node.templateSpans.map((span) => span.literal)];
  else if (ts.isConditionalExpression(node)) yield* [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
  else if (ts.isBinaryExpression(node) && /^(&&|\|\||\?\?|\+)$/.test(node.operatorToken.getText())) yield* [...(node.operatorToken.getText() === "&&" ? [] : textsIn(node.left)), ...textsIn(node.right)];
  else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) yield* textsIn(node.expression);
}

function* copyIn(node: ts.Node): Generator<ts.Node & { text: string }> {
  if (ts.isJsxText(node)) yield node;
  if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) yield* textsIn(node.expression);
  if (ts.isJsxAttribute(node) && READ_OUT.has(node.name.getText()) && node.initializer) {
    if (ts.isStringLiteral(node.initializer)) yield node.initializer;
    if (ts.isJsxExpression(node.initializer) && node.initializer.expression) yield* textsIn(node.initializer.expression);
  }
  if (ts.isCallExpression(node) && /^toast(\.\w+)?$/.test(node.expression.getText()) && node.arguments[0]) yield* textsIn(node.arguments[0]);
  // A page's title.
  if (ts.isPropertyAssignment(node) && node.name.getText() === "title" && ts.isReturnStatement(node.parent.parent)) yield* textsIn(node.initializer);
}

/** The copy that a file holds, as `place: text`. */
function copyOf(file: ts.SourceFile): string[] {
  const found: string[] = [];
  walk(file, (node) => {
    for (const text of copyIn(node)) if (isCopy(text.text) && !isInCode(text)) found.push(`${placeOf(text)}: ${text.text.trim().slice(0, 60)}`);
  });
  return found;
}

test("no page or component holds copy of its own", () => {
  expect(sourceFiles("app", "components").flatMap(copyOf)).toEqual([]);
});

test("copy is found wherever a person meets it, and code, ids and names are not taken for copy", () => {
  const source = `
    const a = <p title="Hello you">Hello {name} <code>npm start</code></p>;
    const b = <p aria-label={isOpen ? "Close it" : t("open")}>{count > 0 && \`Waiting: \${count}\`}</p>;
    const c = () => toast.error("It failed");
    const d = <Button variant="ghost" className="flex gap-2" href={routes.home()}>Aviso</Button>;`;
  const file = ts.createSourceFile("a.tsx", source, ts.ScriptTarget.Latest, true);
  expect(copyOf(file)).toEqual(["a.tsx:2: Hello you", "a.tsx:2: Hello", "a.tsx:3: Close it", "a.tsx:3: Waiting:", "a.tsx:4: It failed"]);
});
