import "server-only";
import { createHmac } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import { decode, encode, type JWT, type JWTDecodeParams } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { cookies } from "next/headers";
import { keysOf } from "@/lib/domain/sealed";
import { logIn } from "@/lib/services/people/log-in";
import { endSession, openSession, SESSION_MAX_AGE_SEC } from "@/lib/services/people/sessions";
import { log } from "@/lib/log";
import { routes } from "@/lib/routes";
import { findBrowserLocale } from "./browser-locale";
import { findDevice, keepDevice } from "./device-cookie";
import { admit, OIDC, oidcProvider } from "./oidc";
import { requestAddress } from "./request-address";
import { returnPath } from "./return-path";
import { getRuntime } from "./runtime";

declare module "next-auth" {
  interface Session { sessionId: string; personId: string; sessionVersion: number }
  interface User { sessionVersion: number }
}
declare module "next-auth/jwt" {
  interface JWT { sessionId: string; personId: string; sessionVersion: number }
}

/** next-auth's options; a function, because settings are read at the first request and not while building. */
export function authOptions(): NextAuthOptions {
  const { db, settings } = getRuntime();
  const cookie = sessionCookie();
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SEC },
    jwt: { decode: decodeSession },
    pages: { signIn: routes.signIn(), error: routes.signIn(), signOut: routes.signIn() },
    useSecureCookies: cookie.options.secure,
    cookies: { sessionToken: cookie },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(credentials, request) {
          const address = clientAddress(request.headers ?? {});
          const email = credentials?.email ?? "";
          const result = await logIn({ db, input: { email, password: credentials?.password ?? "", address, device: await findDevice(email), locale: await findBrowserLocale() } });
          switch (result.outcome) {
            case "welcome": return result.person;
            case "refused": return null;
            // next-auth hands an error's message on to the form.
            case "throttled": throw new Error(`throttled:${result.retryAfterSec}`);
          }
        },
      }),
      ...(settings.oidc ? [oidcProvider(settings.oidc)] : []),
    ],
    logger: { error: (code, metadata) => log.warn("next-auth refused", { code: String(code) }, metadata instanceof Error ? metadata : metadata.error), warn: () => undefined },
    events: {
      // A copy of the cookie, wherever it is, ends with it.
      signOut: async ({ token }) => { if (token?.sessionId) await endSession({ db, sessionId: token.sessionId, now: new Date(), address: await requestAddress() }); },
    },
    callbacks: {
      signIn: ({ user, account, profile }) => (account?.provider === OIDC ? admit(user, profile ?? {}) : true),
      async jwt({ token, user }) {
        // Only a sign-in has one.
        if (!user) return token;
        if (user.email) await keepDevice(user.email);
        return { ...token, sessionId: await openSession({ db, now: new Date(), personId: user.id }), personId: user.id, sessionVersion: user.sessionVersion };
      },
      session: ({ session, token: { sessionId, personId, sessionVersion } }) => ({ ...session, sessionId, personId, sessionVersion }),
      redirect: ({ url }) => `${settings.origin}${returnPath(url, settings.origin)}`,
    },
  };
}

/** Gives this browser a session again after the person's other sessions were ended. */
export async function renewSession(person: { id: string; name: string; email: string; sessionVersion: number }): Promise<void> {
  const sessionId = await openSession({ db: getRuntime().db, now: new Date(), personId: person.id });
  const token = { sub: person.id, name: person.name, email: person.email, sessionId, personId: person.id, sessionVersion: person.sessionVersion };
  const { name, options } = sessionCookie();
  const value = await encode({ token, secret: sessionSecret(), maxAge: SESSION_MAX_AGE_SEC });
  (await cookies()).set(name, value, { ...options, maxAge: SESSION_MAX_AGE_SEC });
  await keepDevice(person.email);
}

function sessionCookie() {
  const secure = getRuntime().settings.origin.startsWith("https:");
  return { name: `${secure ? "__Secure-" : ""}aviso.session`, options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure } };
}

// A key of its own, so that what seals secrets never signs sessions.
function sessionSecrets(): string[] {
  return keysOf(getRuntime().secretKey).map((key) => createHmac("sha256", key).update("aviso session v1").digest("base64"));
}

function sessionSecret(): string {
  return sessionSecrets()[0]!;
}

/** While the secret key is being changed, sessions of the old one go on. */
async function decodeSession(params: JWTDecodeParams): Promise<JWT | null> {
  for (const secret of sessionSecrets()) {
    const token = await decode({ ...params, secret }).catch(() => null);
    if (token) return token;
  }
  return null;
}

// Our own server has left one address in it that can be believed (lib/web/front).
function clientAddress(headers: Record<string, unknown>): string {
  return String(headers["x-forwarded-for"] ?? "").trim() || "unknown";
}
