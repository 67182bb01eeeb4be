import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { sourceFiles, walk } from "./testing/source-files";

interface Module { isClient: boolean; isServer: boolean; imports: string[]; speaks: Set<string>; hands: string[] }

const files = new Map(sourceFiles("app", "components", "lib").map((file) => [file.fileName, file]));

/** The file that an import means; null for a package's. */
function resolve(from: string, specifier: string): string | null {
  const base = specifier.startsWith("@/") ? specifier.slice(2) : specifier.startsWith(".") ? path.posix.join(path.posix.dirname(from), specifier) : null;
  return (base !== null && [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((name) => files.has(name))) || null;
}

function importOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly ? undefined : node.moduleSpecifier;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? undefined : node.moduleSpecifier;
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
}

function read(file: ts.SourceFile): Module {
  const directive = /^["'](use (?:client|server))["']/.exec(file.text)?.[1];
  const unit: Module = { isClient: directive === "use client", isServer: directive === "use server", imports: [], speaks: new Set(), hands: [] };
  walk(file, (node) => {
    const specifier = importOf(node);
    const target = specifier && ts.isStringLiteralLike(specifier) ? resolve(file.fileName, specifier.text) : null;
    if (target) unit.imports.push(target);
    if (ts.isCallExpression(node) && node.expression.getText() === "useTranslations") {
      const [area] = node.arguments;
      // Whoever speaks for all areas would need all of them.
      unit.speaks.add(area && ts.isStringLiteralLike(area) ? area.text.split(".")[0]! : "all of them");
    }
    if (ts.isJsxAttribute(node) && node.name.getText() === "areas" && node.parent.parent.tagName.getText() === "ClientMessages") {
      walk(node, (part) => { if (ts.isStringLiteral(part)) unit.hands.push(part.text); });
    }
  });
  return unit;
}

const modules = new Map([...files].map(([name, file]) => [name, read(file)]));

/** What a page's or layout's client components speak, and which areas its server components hand them. */
function wordsOf(entry: string): { speaks: Set<string>; hands: Set<string> } {
  const found = { speaks: new Set<string>(), hands: new Set<string>() };
  const seen = new Set<string>();
  const follow = (name: string, isInClient: boolean) => {
    const unit = modules.get(name)!;
    const isClient = isInClient || unit.isClient;
    const key = `${name} ${isClient}`;
    if (seen.has(key) || unit.isServer) return;
    seen.add(key);
    if (isClient) for (const area of unit.speaks) found.speaks.add(area);
    else for (const area of unit.hands) found.hands.add(area);
    for (const target of unit.imports) follow(target, isClient);
  };
  follow(entry, false);
  return found;
}

const entries = [...files.keys()].filter((name) => /^app\/(?:.*\/)?(?:page|layout|loading|error|not-found|forbidden)\.tsx$/.test(name));
const words = new Map(entries.map((entry) => [entry, wordsOf(entry)]));

/** The layouts around an entry, itself last. */
function around(entry: string): string[] {
  const folders = path.posix.dirname(entry).split("/");
  const layouts = folders.map((_, depth) => `${folders.slice(0, depth + 1).join("/")}/layout.tsx`).filter((name) => words.has(name));
  // A folder's error page stands within its layout.
  return [...new Set([...layouts, entry])];
}

test("every page is handed the copy that its client components speak", () => {
  const missing = entries.flatMap((entry) => {
    const handed = new Set(around(entry).flatMap((name) => [...words.get(name)!.hands]));
    return [...words.get(entry)!.speaks].filter((area) => !handed.has(area)).map((area) => `${entry}: ${area}`);
  });
  expect(missing).toEqual([]);
});

test("no page is handed copy that nothing below speaks", () => {
  const superfluous = entries.flatMap((entry) => {
    const spoken = new Set(entries.filter((below) => around(below).includes(entry)).flatMap((below) => [...words.get(below)!.speaks]));
    return [...words.get(entry)!.hands].filter((area) => !spoken.has(area)).map((area) => `${entry}: ${area}`);
  });
  // A card that several pages share hands what one of them speaks.
  expect(superfluous.filter((one) => !/: (?:auth|people)$/.test(one))).toEqual([]);
});
