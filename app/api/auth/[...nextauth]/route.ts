import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { routes } from "@/lib/routes";
import { authOptions } from "@/lib/web/auth";
import { OIDC, stopStep } from "@/lib/web/oidc";
import { getRuntime } from "@/lib/web/runtime";

async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const { origin } = getRuntime().settings;
  // next-auth takes its own address from the environment only; AVISO_URL is the setting that says it.
  process.env.NEXTAUTH_URL = origin;
  const [action, provider] = (await context.params).nextauth;
  // next-auth would write what any browser says into our log.
  if (action === "_log") return new Response(null, { status: 204 });
  // It would tell, and renew, what a cookie says of itself; no page of ours asks, and the database may know that it has ended.
  if (action === "session") return Response.json({}, { headers: { "cache-control": "no-store" } });
  // Nor does it look at what it puts into an address, or at JSON that is none; our pages send forms.
  if (action === "error") return leadTo(routes.signIn({ error: /^[\w:-]{1,60}$/.exec(request.nextUrl.searchParams.get("error") ?? "")?.[0] ?? "Callback" }));
  if (request.method === "POST" && !request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return new Response(null, { status: 415 });
  if (provider === OIDC && (action === "callback" || (action === "signin" && request.method === "POST"))) {
    const elsewhere = await stopStep(request);
    if (elsewhere) return action === "signin" ? Response.json({ url: `${origin}${elsewhere}` }) : leadTo(elsewhere);
  }
  return NextAuth(request, context, authOptions());
}

const leadTo = (path: string) => new Response(null, { status: 302, headers: { location: path } });

export { handle as GET, handle as POST };
