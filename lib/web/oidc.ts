import "server-only";
import type { User } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { headers } from "next/headers";
import { log } from "@/lib/log";
import { routes } from "@/lib/routes";
import { network } from "@/lib/services/network";
import { signInByProvider } from "@/lib/services/people/sign-in-by-provider";
import { countTry, giveBack, type Counter } from "@/lib/services/people/throttle";
import type { Settings } from "@/lib/config/env";
import { findBrowserLocale } from "./browser-locale";
import { addressOf } from "./front/client-address";
import { getRuntime } from "./runtime";

/** The provider's id at next-auth, and so a part of the address that the provider sends people back to. */
export const OIDC = "oidc";
const REQUEST_TIMEOUT_MS = 5_000;
/** Steps of sign-ins that an address may begin in 15 minutes; who gets in has theirs back. */
const MOST_STEPS = 100;

/** The operator's OpenID Connect provider, as next-auth takes it: code flow with PKCE, state and nonce. */
export function oidcProvider({ issuer, clientId, clientSecret, name }: NonNullable<Settings["oidc"]>): OAuthConfig<{ sub: string }> {
  return {
    id: OIDC, name, type: "oauth", issuer, clientId, clientSecret,
    wellKnown: issuer,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    httpOptions: { timeout: REQUEST_TIMEOUT_MS },
    userinfo: {
      // The ID token was checked before. Some providers leave the e-mail out of it.
      async request({ tokens, client }) {
        const answered = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
        const claims = answered.claims();
        if (claims.email !== undefined || !client.issuer.metadata.userinfo_endpoint) return claims;
        // With the whole set of tokens: then it must speak of the same subject.
        const { email, email_verified, name } = await client.userinfo(answered);
        return { ...claims, email, email_verified, name };
      },
    },
    // Who this is in Aviso is asked afterwards, by `admit`.
    profile: ({ sub }) => ({ id: sub, sessionVersion: 0 }),
  };
}

/** Decides on whom the provider vouches for. @returns true, with `user` made the person of Aviso's; or where to send them, with the reason */
export async function admit(user: User, claims: object): Promise<true | string> {
  const { db, settings } = getRuntime();
  const { iss } = claims as { iss?: string };
  if (!settings.oidc || iss?.replace(/\/$/, "") !== settings.oidc.issuer.replace(/\/$/, "")) {
    log.error("the sign-in provider calls itself another than AVISO_OIDC_ISSUER", { issuer: iss });
    return failed("Configuration");
  }
  try {
    const address = addressOf(await headers());
    const result = await signInByProvider({ db, now: new Date(), address, locale: await findBrowserLocale(), providerName: settings.oidc.name, claims });
    if (result.outcome !== "welcome") return failed(result.outcome);
    await giveBack(db, [stepsFrom(address)], 2);
    Object.assign(user, result.person);
    return true;
  } catch (error) {
    log.error("a sign-in by the provider failed", {}, error);
    return failed("Callback");
  }
}

/** Stops a step of a sign-in, before the provider is asked anything. @returns where to send the browser, or null when it may go on */
export async function stopStep(request: Request): Promise<string | null> {
  // Broken off by the person, at the provider.
  if (new URL(request.url).searchParams.get("error") === "access_denied") return failed("cancelled");
  try {
    return (await countTry(getRuntime().db, [stepsFrom(addressOf(request.headers))])) && failed("throttled");
  } catch (error) {
    log.error("a sign-in by the provider failed", {}, error);
    return failed("Callback");
  }
}

function stepsFrom(address: string): Counter {
  return { kind: "signIn.oidc", key: network(address), most: MOST_STEPS };
}

function failed(error: string): string {
  return routes.signIn({ error });
}
