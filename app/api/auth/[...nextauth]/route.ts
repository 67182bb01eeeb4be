import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
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
  if (provider === OIDC && (action === "callback" || (action === "signin" && request.method === "POST"))) {
    const elsewhere = await stopStep(request);
    if (elsewhere) return action === "signin" ? Response.json({ url: `${origin}${elsewhere}` }) : new Response(null, { status: 302, headers: { location: elsewhere } });
  }
  return NextAuth(request, context, authOptions());
}

export { handle as GET, handle as POST };
