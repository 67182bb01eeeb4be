import { newUuid, showId } from "@/lib/domain/ids";
import { hashPassword } from "@/lib/services/people/password";
import { type FilledHistory, fillHistory } from "@/lib/testing/fill-history";
import type { Stack } from "./stack";

const EVENTS = 1_000_000;
const ROUNDS = 30;
const TARGET_MS = { median: 100, p95: 300 };
const LOGIN = { email: "bench@example.com", password: "a password for measuring" };

/** The time that the server takes for each page, whole, over a history of a million events. */
export async function benchPages(stack: Stack): Promise<void> {
  const startedAt = performance.now();
  const history = await fillHistory(stack.ctx.db, stack.ctx.workspaceId, EVENTS, (day) => { if (day % 10 === 0) process.stdout.write(`${day} of 60 days filled\n`); });
  process.stdout.write(`${EVENTS} events in ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
  await measurePages(stack, history);
}

/** The same over whatever history there is. */
export async function measurePages(stack: Stack, history: FilledHistory): Promise<void> {
  const { db, workspaceId } = stack.ctx;
  await db.user.create({ data: { id: newUuid(), email: LOGIN.email, name: "Bench", passwordHash: await hashPassword(LOGIN.password), members: { create: { workspaceId, role: "owner" } } } });
  const newest = await db.event.findFirstOrThrow({ where: { workspaceId }, orderBy: { id: "desc" }, select: { id: true } });
  const day = new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10);
  const [subscription, product] = [showId("subscription", history.subscriptionIds[1]!), showId("product", history.productIds[0]!)];
  const paths = [
    "/", "/events", "/events?status=failed", "/events?response=401", "/events?response=4xx", "/events?failure=timeout_response", "/events?search=buyer77%40example.com",
    `/events?subscriptionId=${subscription}`, `/events?subscriptionId=${subscription}&status=failed`, `/events?productId=${product}&eventType=PURCHASE_REFUNDED`, "/events?resent=yes", `/events?day=${day}`,
    `/events/${showId("event", newest.id)}`, "/subscriptions", `/subscriptions/${subscription}`, "/products", "/event-types", "/replays", "/receiver", "/test", "/settings/api-keys",
  ];
  const web = await stack.startWeb();
  const origin = `http://localhost:${web.port}`;
  try {
    const cookie = await signIn(origin);
    const rows = [];
    for (const path of paths) rows.push(await measure(origin, cookie, path));
    console.table(rows);
  } finally {
    await web.stop();
  }
}

async function measure(origin: string, cookie: string, path: string) {
  const times: number[] = [];
  let status = 0;
  // The first two compile and warm up.
  for (let round = -2; round < ROUNDS; round++) {
    const startedAt = performance.now();
    const response = await fetch(origin + path, { headers: { cookie }, redirect: "manual" });
    await response.arrayBuffer();
    status = response.status;
    if (round >= 0) times.push(performance.now() - startedAt);
  }
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  const [median, p95] = [at(0.5), at(0.95)];
  return { path: path.replace(/(sub|prd|evt)_[0-9a-z]{26}/g, "$1_…"), status, "median ms": median, "p95 ms": p95, met: median <= TARGET_MS.median && p95 <= TARGET_MS.p95 ? "yes" : "no" };
}

/** Signs in as the form does. @returns the session's cookie */
async function signIn(origin: string): Promise<string> {
  const first = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const cookieOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
  const second = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: "POST", redirect: "manual", body: new URLSearchParams({ ...LOGIN, csrfToken, json: "true" }), headers: { cookie: cookieOf(first), origin, "sec-fetch-site": "same-origin" },
  });
  const cookie = cookieOf(second);
  if (!cookie.includes("session")) throw new Error(`Signing in failed: ${second.status} ${await second.text()}`);
  return cookie;
}
