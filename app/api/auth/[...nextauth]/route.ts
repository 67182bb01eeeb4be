import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "@/lib/web/auth";
import { getRuntime } from "@/lib/web/runtime";

async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  // next-auth takes its own address from the environment only; AVISO_URL is the setting that says it.
  process.env.NEXTAUTH_URL = getRuntime().settings.origin;
  return NextAuth(request, context, authOptions());
}

export { handle as GET, handle as POST };
