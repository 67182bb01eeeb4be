import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PERMISSIONS } from "@/lib/domain/permissions";

// What has no person or key behind it by nature. Each says for itself why.
const OPEN_ACTIONS = ["app/join/actions.ts", "app/reset/actions.ts", "app/language-action.ts", "app/setup/actions.ts"];
const OPEN_ROUTES = ["app/api/auth/[...nextauth]/route.ts", "app/api/health/route.ts", "app/api/ready/route.ts", "app/api/v1/openapi.json/route.ts", "app/r/[token]/route.ts"];
const OPEN_PAGES = ["app/setup/page.tsx", "app/sign-in/page.tsx", "app/join/[token]/page.tsx", "app/reset/[token]/page.tsx", "app/no-workspace/page.tsx", "app/reference/page.tsx"];

const read = (file: string) => readFileSync(file, "utf8");
const files = (pattern: string) => globSync(pattern).map((file) => file.replaceAll("\\", "/")).filter((file) => !file.includes(".test."));
const isRule = (name: string | undefined) => name !== undefined && Object.hasOwn(PERMISSIONS, name);

test("every server action is an authedAction that names a permission", () => {
  const actions = files("{app,components,lib}/**/*.{ts,tsx}").filter((file) => /^\s*["']use server["']/m.test(read(file)));
  expect(actions.length).toBeGreaterThan(4);
  for (const file of actions.filter((file) => !OPEN_ACTIONS.includes(file))) {
    for (const [line] of read(file).matchAll(/^export (?!type|interface).*$/gm)) {
      expect(isRule(/^export const \w+ = authedAction(?:<.*?>)?\("([\w.]+)",/.exec(line)?.[1]), `${file}: ${line}`).toBe(true);
    }
  }
});

test("every API verb is a withRoute, or a withSessionRoute of the dashboard, that names a permission", () => {
  const verbs = files("app/**/route.ts").filter((file) => !OPEN_ROUTES.includes(file)).flatMap((file) =>
    // A verb that is handed on is looked at where it is made.
    [...read(file).matchAll(/^export .*\b(?:GET|POST|PUT|PATCH|DELETE)\b.*$/gm)].map(([line]) => {
      const from = /^export \{.*\} from "@\/(.+)"/.exec(line)?.[1];
      return { file, line: from ? /^export const \w+ = .*$/m.exec(read(`${from}.ts`))![0] : line };
    }),
  );
  expect(verbs.length).toBeGreaterThan(6);
  for (const { file, line } of verbs) expect(isRule(/with(?:Session)?Route\("([\w.]+)",/.exec(line)?.[1]), `${file}: ${line}`).toBe(true);
});

test("every page asks for a permission before it reads anything", () => {
  const pages = files("app/**/page.tsx").filter((file) => !OPEN_PAGES.includes(file));
  expect(pages.length).toBeGreaterThan(5);
  for (const file of pages) {
    // A page that shows nothing but where to go instead needs no rule.
    if (/^export default (async )?function \w+\(.*\{\s*(redirect|notFound|permanentRedirect)\(/m.test(read(file))) continue;
    const asked = [...read(file).matchAll(/requireCtx\((?:"([\w.]+)")?\)/g)];
    expect(asked.length, file).toBeGreaterThan(0);
    for (const [, name] of asked) expect(isRule(name), `${file}: requireCtx without a permission`).toBe(true);
  }
});
