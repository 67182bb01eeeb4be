import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // forbidden(): what a role may not see is answered 403 by app/forbidden.tsx.
  experimental: { authInterrupts: true },
  // Loaded once for all: of zod alone each of 42 routes had a copy of its own, 31 MB of every web process.
  serverExternalPackages: ["zod", "rate-limiter-flexible", "pg", "undici", "prom-client", "@opentelemetry/api", "@node-rs/argon2", "@prisma/client", "@prisma/adapter-pg"],
  // No picture is made smaller here: without this, anybody may ask for any of ours in a thousand sizes.
  images: { unoptimized: true },
  // Types and lint have their own steps in the test command.
  typescript: { ignoreBuildErrors: true },
};

// Messages are parsed by the build, so that no browser has to fetch the parser.
const messages = { path: "./messages", format: "json", locales: "infer", precompile: true };

const withMessages = createNextIntlPlugin({ requestConfig: "./i18n/request.ts", experimental: { messages } })(config);
// The one place through which every message goes: names in it are held apart from their sentence.
withMessages.turbopack.resolveAlias["use-intl/format-message"] = "./i18n/format-message.ts";

export default withMessages;
