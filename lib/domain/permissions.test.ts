import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KEY_SCOPES, keyMay, PERMISSIONS, roleMay, ROLES, rolesThatMay, type Permission } from "./permissions";

const permissions = Object.keys(PERMISSIONS) as Permission[];

test("a higher role may all that a lower one may, and an owner all that any person may", () => {
  for (const permission of permissions) {
    const may = ROLES.map((role) => roleMay(role, permission));
    expect(may, permission).toEqual(may.toSorted((a, b) => Number(a) - Number(b)));
    expect(rolesThatMay(permission).length > 0, permission).toBe(roleMay("owner", permission));
  }
});

test("a key never may what a developer may not, other than send events", () => {
  for (const permission of permissions) {
    if (KEY_SCOPES.some((scope) => keyMay(scope, permission))) expect(permission === "event.ingest" || roleMay("developer", permission), permission).toBe(true);
  }
  expect(keyMay("ingest", "event.read")).toBe(false);
  expect(keyMay("read", "event.ingest")).toBe(false);
});

test("docs/permissions.md shows exactly this table", () => {
  const cell = (is: boolean) => (is ? "yes" : "");
  const lines = permissions.map((name) => `| ${[`\`${name}\``, ...ROLES.map((role) => cell(roleMay(role, name))), ...KEY_SCOPES.map((scope) => cell(keyMay(scope, name)))].join(" | ")} |`);
  const table = [`| permission | ${[...ROLES, ...KEY_SCOPES.map((scope) => `key: ${scope}`)].join(" | ")} |`, `|${"---|".repeat(8)}`, ...lines].join("\n");
  expect(readFileSync("docs/permissions.md", "utf8")).toContain(table);
});
