import ts from "typescript";
import { expect, test } from "vitest";
import { placeOf, sourceFiles, walk } from "./testing/source-files";

// Where a browser takes a plain text, so that no element can hold a name apart from what stands beside it.
const READ_OUT = new Set(["aria-label", "aria-description", "aria-valuetext", "title", "alt", "placeholder"]);
/** Whose `title` is a tooltip; of others it is a heading, which may hold a <Name>. */
const TOOLTIPPED = /^([a-z].*|Link|RowLink|Button|Input|Textarea)$/;
/** What is called so may be anybody's words. */
const ANYBODYS = /^(name|\w*Name|title|note|label|email|summary|description|search|text)$/;
/** What is called so but is not: translations that were put together before, and what the code itself says. */
const OURS: Record<string, RegExp> = {
  "components/events/event-pager.tsx": /^label$/,
  "app/reference/operation-card.tsx": /^operation\.summary$/,
  "app/(dashboard)/settings/profile/language-form.tsx": /^name$/,
};

/** The parts of an expression that become a text as they are, of which somebody else may have made the words. */
function* rawIn(node: ts.Expression): Generator<ts.Expression> {
  if (ts.isIdentifier(node) && ANYBODYS.test(node.text)) yield node;
  else if (ts.isPropertyAccessExpression(node) && ANYBODYS.test(node.name.text)) yield node;
  else if (ts.isTemplateExpression(node)) for (const { expression } of node.templateSpans) yield* rawIn(expression);
  else if (ts.isConditionalExpression(node)) yield* [...rawIn(node.whenTrue), ...rawIn(node.whenFalse)];
  else if (ts.isBinaryExpression(node)) yield* [...(node.operatorToken.getText() === "&&" ? [] : rawIn(node.left)), ...rawIn(node.right)];
  else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node)) yield* rawIn(node.expression);
  // What is called on a text, such as trim, gives that text; whoever else is called answers for what comes of it.
  else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) yield* rawIn(node.expression.expression);
}

/** A translation made before and shown by its name. */
function isTranslated(node: ts.Expression, file: ts.SourceFile): boolean {
  if (!ts.isIdentifier(node)) return false;
  let isMade = false;
  walk(file, (other) => {
    if (ts.isVariableDeclaration(other) && other.name.getText() === node.text && other.initializer && [...rawIn(other.initializer)].every((part) => part === node || ts.isIdentifier(part))) isMade = true;
  });
  return isMade;
}

function* textsIn(node: ts.Node): Generator<ts.Expression> {
  if (ts.isJsxAttribute(node) && READ_OUT.has(node.name.getText()) && node.initializer && ts.isJsxExpression(node.initializer) && node.initializer.expression) {
    if (node.name.getText() !== "title" || TOOLTIPPED.test(node.parent.parent.tagName.getText())) yield node.initializer.expression;
  }
  if (ts.isJsxExpression(node) && node.expression && ts.isJsxElement(node.parent) && node.parent.openingElement.tagName.getText() === "option") yield node.expression;
  if (ts.isCallExpression(node) && /^toast(\.\w+)?$/.test(node.expression.getText()) && node.arguments[0]) yield node.arguments[0];
  // A page's title.
  if (ts.isPropertyAssignment(node) && node.name.getText() === "title" && ts.isReturnStatement(node.parent.parent)) yield node.initializer;
}

function rawNamesOf(file: ts.SourceFile): string[] {
  const found: string[] = [];
  walk(file, (node) => {
    for (const text of textsIn(node)) for (const raw of rawIn(text)) {
      if (!OURS[file.fileName]?.test(raw.getText()) && !isTranslated(raw, file)) found.push(`${placeOf(raw)}: ${raw.getText()}`);
    }
  });
  return found;
}

test("a name goes into an attribute, an option, a toast or a page's title through a message or isolated()", () => {
  expect(sourceFiles("app", "components").flatMap(rawNamesOf)).toEqual([]);
});

test("raw names are found wherever a plain text stands, and those that are held apart are not", () => {
  const source = `
    const a = <p title={person.name} aria-label={isOpen ? x.title.trim() : t("open", { name })}><bdi>{name}</bdi></p>;
    const b = <option value={one.name}>{one.name} {isolated(two.name)}</option>;
    const c = () => toast.success(view.note ?? "x");
    function d() { return { title: \`\${item.name} - \${t("title")}\` }; }
    const e = <PageHeader title={name} />;
    const label = t("named", { name }); const f = <Button aria-label={label} />;`;
  const file = ts.createSourceFile("a.tsx", source, ts.ScriptTarget.Latest, true);
  expect(rawNamesOf(file)).toEqual(["a.tsx:2: person.name", "a.tsx:2: x.title", "a.tsx:3: one.name", "a.tsx:4: view.note", "a.tsx:5: item.name"]);
});
