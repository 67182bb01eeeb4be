import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // forbidden(): what a role may not see is answered 403 by app/forbidden.tsx.
  experimental: { authInterrupts: true },
  serverExternalPackages: ["pg", "undici", "prom-client", "@opentelemetry/api", "@node-rs/argon2", "@prisma/client", "@prisma/adapter-pg"],
  // No picture is made smaller here: without this, anybody may ask for any of ours in a thousand sizes.
  images: { unoptimized: true },
  // Types and lint have their own steps in the test command.
  typescript: { ignoreBuildErrors: true },
};

// Messages are parsed by the build, so that no browser has to fetch the parser.
const messages = { path: "./messages", format: "json", locales: "infer", precompile: true };

export default createNextIntlPlugin({ requestConfig: "./i18n/request.ts", experimental: { messages } })(config);
