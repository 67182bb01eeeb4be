import { readFileSync } from "node:fs";
import { request, type APIRequestContext } from "@playwright/test";
import { credentials } from "./aviso";

/** A browser's requests without the browser: cookies are kept, redirects are not followed. */
export const openHttp = (): Promise<APIRequestContext> => request.newContext({ baseURL: credentials.url, maxRedirects: 0 });

/** Signs in over HTTP, as the form does. @returns where next-auth leads on, with the error if there is one */
export async function signInOverHttp(http: APIRequestContext, { email, password }: { email: string; password: string }, headers: Record<string, string> = {}): Promise<string> {
  const { csrfToken } = (await (await http.get("/api/auth/csrf", { headers })).json()) as { csrfToken: string };
  const response = await http.post("/api/auth/callback/credentials", { headers, form: { csrfToken, email, password, json: "true" } });
  return ((await response.json()) as { url: string }).url;
}

interface ServerAction { id: string; name: string; file: string; path: string }

/** Every server action of the build, with an address at which it can be called. */
export function serverActions(): ServerAction[] {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as { node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }> };
  return Object.entries(manifest.node).map(([id, { workers, filename, exportedName }]) => ({ id, name: exportedName, file: filename, path: addressOf(Object.keys(workers)[0]!) }));
}

/** The address of a page's or a route's file; a name in brackets becomes a word, which nothing has for an id. */
export function addressOf(file: string, words: Record<string, string> = {}): string {
  const path = file.replace(/^app/, "").replace(/\/(page(\.tsx)?|route\.ts)$/, "").replace(/\/\([^)]+\)/g, "").replace(/\[(\w+)\]/g, (_all, name: string) => words[name] ?? "none");
  return path || "/";
}

/** Calls a server action as a page's script does. @returns the answer as it comes; where it led to a page, its address */
export async function callAction(http: APIRequestContext, name: string, ...input: unknown[]): Promise<string> {
  const action = serverActions().find((candidate) => candidate.name === name)!;
  const response = await http.post(action.path, { headers: { "next-action": action.id, accept: "text/x-component", "content-type": "text/plain;charset=UTF-8" }, data: JSON.stringify(input) });
  return response.headers()["x-action-redirect"] ?? response.headers()["location"] ?? (await response.text());
}
