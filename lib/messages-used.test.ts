import ts from "typescript";
import { expect, test } from "vitest";
import { FILTER_OPERATORS } from "./domain/payload-filter";
import { REPLAY_ITEM_STATES, REPLAY_STATUSES } from "./domain/replay";
import { SUBSCRIPTION_STATUSES } from "./domain/subscription";
import { MESSAGES } from "./messages";
import { textsOf } from "./testing/message-texts";
import { placeOf, sourceFiles, walk } from "./testing/source-files";

// Calls whose key is a variable: what it can be, by file. A new one is added here.
const COMPUTED: Record<string, RegExp> = {
  "app/(dashboard)/events/[eventId]/page.tsx": /waiting|retrying|sending|held|delivered|failed|cancelled/,
  "app/(dashboard)/subscriptions/[id]/page.tsx": oneOf(SUBSCRIPTION_STATUSES),
  "app/(dashboard)/subscriptions/[id]/waiting/waiting-picker.tsx": /event|product|attempts|received|due/,
  "app/sign-in/sign-in-problem.tsx": /unknown|unverified|otherAccount|throttled|cancelled|unreachable|refused|failed/,
  "components/app-shell.tsx": /home|events|replays|test|configure|subscriptions|products|eventTypes|tools|receivers|reference/,
  "components/commands/palette.tsx": /here|actions|pages|subscription|product|eventType|receiver|replay|event/,
  "components/commands/shortcuts-dialog.tsx": /home|events|replays|test|subscriptions|products|eventTypes|receivers|reference|settings/,
  "components/commands/use-commands.tsx": /home|events|replays|test|subscriptions|products|eventTypes|receivers|reference|settings/,
  "components/events/comparison-view.tsx": /dns|connect|tls|firstByte|download/,
  "components/events/event-summary-line.tsx": /waiting|retrying|sending|held|delivered|failed|cancelled/,
  "components/events/export-dialog.tsx": /running|done/,
  "components/events/timeline.tsx": /day|hour|received|delivered|waiting|failed|cancelled|notSent/,
  "components/events/waterfall.tsx": /dns|connect|tls|firstByte|download/,
  "components/overview/attention-row.tsx": /failing|down|paused|disabled/,
  "components/overview/last-day-numbers.tsx": /received|delivered|failed|waiting|rate/,
  "components/receiver/receiver-table.tsx": /hang|reset|redirect|drip|oversized/,
  "components/receiver/request-list.tsx": /drip|oversized/,
  "components/replays/replay-items.tsx": /state|event|subscription|answer|received|answered/,
  "components/replays/replay-status.tsx": oneOf([...REPLAY_STATUSES, ...REPLAY_ITEM_STATES]),
  "components/settings/settings-tabs.tsx": /profile|workspace|people|apiKeys|auditLog/,
  "components/subscriptions/clause-words.ts": oneOf(FILTER_OPERATORS),
  "components/subscriptions/status-line.tsx": oneOf(SUBSCRIPTION_STATUSES),
  "components/test/run-badge.tsx": /running|finished|cancelled/,
  "components/test/scenario-form.tsx": /paused|disabled/,
  "components/test/test-form.tsx": /paused|disabled/,
  "components/test/test-tabs.tsx": /one|scenario/,
  "lib/problem-words.ts": /[^.]+/,
};
function oneOf(names: readonly string[]): RegExp {
  return new RegExp(names.join("|"));
}

const TRANSLATORS = new Set(["useTranslations", "getTranslations", "createTranslator"]);
const LOOKUPS = new Set(["rich", "markup", "raw"]);
const TYPED = /^ReturnType<typeof (?:useTranslations|getTranslations)<"([\w.]+)">>$/;
type Scope = ts.Node;

/** The area that a translator speaks for: `useTranslations("events.filters")`, or a type made of it. Null for what is none. */
function namespaceOf(node: ts.Node | undefined): string | null {
  if (!node) return null;
  if (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) return namespaceOf(node.expression);
  if (!ts.isCallExpression(node) || !TRANSLATORS.has(node.expression.getText())) return null;
  const [argument] = node.arguments;
  if (!argument) return "";
  if (ts.isStringLiteralLike(argument)) return argument.text;
  const named = ts.isObjectLiteralExpression(argument) ? argument.properties.find((property) => property.name?.getText() === "namespace") : undefined;
  return named && ts.isPropertyAssignment(named) && ts.isStringLiteralLike(named.initializer) ? named.initializer.text : "";
}

/** Each name that a declaration makes, with what it is made of; also of `const [a, b] = await Promise.all([…])`. */
function bindingsOf({ name, initializer }: ts.VariableDeclaration): [string, ts.Node | undefined][] {
  if (ts.isIdentifier(name)) return [[name.text, initializer]];
  const awaited = initializer && ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
  const list = awaited && ts.isCallExpression(awaited) && awaited.expression.getText() === "Promise.all" ? awaited.arguments[0] : awaited;
  if (!ts.isArrayBindingPattern(name) || !list || !ts.isArrayLiteralExpression(list)) return [];
  return name.elements.flatMap((element, index) => (ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [[element.name.text, list.elements[index]] as [string, ts.Node | undefined]] : []));
}

function scopeOf(node: ts.Node): Scope {
  let here = node.parent;
  while (!ts.isSourceFile(here) && !ts.isFunctionLike(here)) here = here.parent;
  return here;
}

/** What the first argument can be, as the source of a pattern; null when that cannot be read off. */
function keysOf(node: ts.Expression): string[] | null {
  if (ts.isStringLiteralLike(node)) return [escape(node.text)];
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return keysOf(node.expression);
  if (ts.isConditionalExpression(node)) {
    const [yes, no] = [keysOf(node.whenTrue), keysOf(node.whenFalse)];
    return yes && no && [...yes, ...no];
  }
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce<string[]>((all, span) => {
      const inside = (ts.isConditionalExpression(span.expression) ? keysOf(span.expression) : null) ?? ["[^.]+"];
      return all.flatMap((before) => inside.map((one) => before + one + escape(span.literal.text)));
    }, [escape(node.head.text)]);
  }
  return null;
}
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const used: RegExp[] = [];
const unread: string[] = [];
for (const file of sourceFiles("app", "components", "lib")) {
  const translators = new Map<Scope, Map<string, string>>();
  const declare = (scope: Scope, name: string, namespace: string) => translators.set(scope, (translators.get(scope) ?? new Map<string, string>()).set(name, namespace));
  const aliases = new Map(file.statements.filter(ts.isTypeAliasDeclaration).map((alias) => [alias.name.text, alias.type.getText()]));
  walk(file, (node) => {
    if (ts.isVariableDeclaration(node)) {
      for (const [name, value] of bindingsOf(node)) {
        const namespace = namespaceOf(value);
        if (namespace !== null) declare(scopeOf(node), name, namespace);
      }
    }
    if (ts.isParameter(node) && ts.isIdentifier(node.name)) {
      const typed = TYPED.exec(aliases.get(node.type?.getText() ?? "") ?? node.type?.getText() ?? "");
      if (typed) declare(node.parent, node.name.text, typed[1]!);
    }
  });
  const find = (node: ts.Node, name: string): string | undefined => {
    for (let scope: ts.Node = node; ; scope = scope.parent) {
      const known = translators.get(scope)?.get(name);
      if (known !== undefined || ts.isSourceFile(scope)) return known;
    }
  };
  walk(file, (node) => {
    if (!ts.isCallExpression(node) || !node.arguments[0]) return;
    const callee = ts.isPropertyAccessExpression(node.expression) && LOOKUPS.has(node.expression.name.text) ? node.expression.expression : node.expression;
    const namespace = ts.isIdentifier(callee) ? find(node, callee.text) : namespaceOf(ts.isParenthesizedExpression(callee) ? callee.expression : callee);
    if (namespace === null || namespace === undefined) return;
    const keys = keysOf(node.arguments[0]) ?? (COMPUTED[file.fileName] ? [COMPUTED[file.fileName]!.source] : null);
    if (!keys) unread.push(`${placeOf(node)}: ${node.getText().slice(0, 80)}`);
    else used.push(...keys.map((key) => new RegExp(`^${namespace ? `${escape(namespace)}\\.` : ""}(?:${key})$`)));
  });
}
const keys = [...textsOf(MESSAGES.en).keys()];

test("each call for a message shows which messages it can ask for", () => {
  expect(unread).toEqual([]);
});

test("every message is used", () => {
  expect(keys.filter((key) => !used.some((pattern) => pattern.test(key)))).toEqual([]);
});

test("every message that is asked for is there", () => {
  expect(used.filter((pattern) => !keys.some((key) => pattern.test(key))).map((pattern) => pattern.source)).toEqual([]);
});
