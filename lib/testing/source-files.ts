import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** The syntax trees of our own sources below some folders, without tests and generated files. File names are relative to the repository. */
export function sourceFiles(...folders: string[]): ts.SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name.replaceAll(path.sep, "/")}`))
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$|^lib\/(testing|db\/generated)\//.test(name))
    .map((name) => ts.createSourceFile(name, readFileSync(path.join(ROOT, name), "utf8"), ts.ScriptTarget.Latest, true));
}

/** Calls back for a node and all below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** Where a node stands, as `components/logo.tsx:12`. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
