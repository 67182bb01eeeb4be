import { isIP } from "node:net";
import path from "node:path";
import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";
import type { SealingKey } from "@/lib/domain/sealed";

const flag = z.enum(["0", "1", "true", "false"], "must be 0 or 1").transform((value) => value === "1" || value === "true");

const whole = (min: number, max: number) => {
  const words = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(words).int(words).min(min, words).max(max, words);
};

const rate = whole(0, 1_000_000);

const chars = (min: number, max: number) => z.string().min(min, `must have ${min} characters at least`).max(max, `may have ${max} characters at most`);

const list = z.string().default("").transform((text) => text.split(/[\s,]+/).filter(Boolean));

const proxy = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), "must be the address of a proxy, as http://proxy.example.com:3128");

// Written as IPv4, because an IPv4 address inside an IPv6 one is judged as IPv4.
const isRange = (text: string) => (z.cidrv4().safeParse(text).success || z.cidrv6().safeParse(text).success) && !/^::ffff:/i.test(text);

function isNameServer(text: string): boolean {
  const [, inBrackets, plain = text, port = "53"] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  return isIP(inBrackets ?? plain) !== 0 && Number(port) > 0 && Number(port) < 65_536;
}

const NAME = "must be a name of 1 to 40 printable characters";
const SHARE = "must be a share from 0 to 1";

const Schema = z.object({
  PORT: whole(1, 65_535).default(3000),
  AVISO_DATA_DIR: z.string().default(".aviso").transform((dir) => path.resolve(dir)),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be the address of a Postgres, as postgresql://user:password@host:5432/aviso (special characters of the password percent-encoded)" }).optional(),
  AVISO_URL: z.url({ protocol: /^https?$/, error: "must be the public address, as https://aviso.example.com" }).transform((url) => new URL(url).origin).optional(),
  /** 32 bytes in base64; made in the data folder at first start when absent. */
  AVISO_SECRET_KEY: z.string().refine((text) => Buffer.from(text, "base64").length === 32, "must be 32 bytes in base64").optional(),
  /** Other keys that open what they sealed, with commas between: for changing the key without a pause. */
  AVISO_SECRET_KEY_OLD: list.refine((keys) => keys.every((key) => Buffer.from(key, "base64").length === 32), "must be keys of 32 bytes in base64, with commas between"),
  /** Ranges that deliveries may go to although they are private, as "10.0.0.0/8, ::1/128". */
  AVISO_ALLOWED_RANGES: list.superRefine((ranges, context) => {
    const wrong = ranges.find((range) => !isRange(range));
    if (wrong !== undefined) context.addIssue(`"${wrong}" is no range of addresses; write ranges as 10.0.0.0/8, fd00::/8, with commas between`);
  }),
  /** Whether deliveries may go to http:// addresses. */
  AVISO_ALLOW_HTTP: flag.optional(),
  /** Name servers that deliveries' names are looked up with, as "10.0.0.2, 10.0.0.3:5353"; the system's way when absent. */
  AVISO_DNS_SERVERS: list.superRefine((servers, context) => {
    const wrong = servers.find((server) => !isNameServer(server));
    if (wrong !== undefined) context.addIssue(`"${wrong}" is no address of a name server; write 10.0.0.2, or 10.0.0.2:5353`);
  }),
  /** The proxies that deliveries go through, by the scheme of where they go, and where none is used. */
  HTTP_PROXY: proxy.optional(),
  HTTPS_PROXY: proxy.optional(),
  NO_PROXY: list,
  /** Set by the start command for its children when the database is its own. */
  AVISO_LOCAL: flag.default(false),
  /** How many proxies of the operator's own stand before Aviso; without one, nobody's word about an address counts. */
  AVISO_PROXIES: whole(0, 5).default(0),
  /** Requests a second that are answered; 0: without limit. Generous, against accidents and floods. */
  AVISO_LIMIT_INGEST: rate.default(10_000),
  AVISO_LIMIT_API: rate.default(100),
  AVISO_LIMIT_ADDRESS: rate.default(10_000),
  /** The mail server for notices, as smtp://user:password@host:587; without one, notices stand in the app only. */
  AVISO_SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be the address of a mail server, as smtp://user:password@host:587" }).optional(),
  AVISO_MAIL_FROM: chars(3, 320).optional(),
  /** The provider that people may sign in by (OpenID Connect); all of the first three, or none. */
  AVISO_OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "must be the issuer's address, as https://id.example.com" }).refine((text) => !/[?#@]/.test(text), "must be the issuer's address as the provider writes it, without a query").optional(),
  AVISO_OIDC_CLIENT_ID: chars(1, 1_000).optional(),
  AVISO_OIDC_CLIENT_SECRET: chars(1, 1_000).optional(),
  /** What the button calls it. */
  AVISO_OIDC_NAME: z.string().trim().min(1, NAME).max(40, NAME).refine(isNameText, NAME).optional(),
  /** How long what a worker holds is still its own after its last sign of life: a killed worker's deliveries go to another then. */
  AVISO_LEASE_SEC: whole(3, 600).default(60),
  /** Lets whoever bears it read /metrics; without one, only a local start and the worker's own port, on loopback, show them. */
  AVISO_METRICS_TOKEN: chars(16, 1_000).optional(),
  /** Where a worker shows its metrics; without one, nowhere. */
  AVISO_METRICS_PORT: whole(1, 65_535).optional(),
  /** The collector that traces go to (OTLP over HTTP); without one none are made. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: "must be the address of a collector, as http://collector:4318" }).optional(),
  /** The share of traces that are recorded, of those that begin here. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number(SHARE).min(0, SHARE).max(1, SHARE).default(1),
  /** How log lines are written; by default as text on a terminal and in a local start, else as JSON. */
  AVISO_LOG_FORMAT: z.enum(["json", "text"], "must be json or text").optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent").default("info"),
});

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(Schema.shape);

export type Settings = ReturnType<typeof readSettings>;

/** A setting that cannot be used; the message is one line that names it and says what it should be. */
export class SettingsError extends Error {}

const PROXY_NAMES = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/**
 * Reads and checks the environment: the only place that does. Empty variables count as absent.
 * @throws SettingsError naming the first wrong variable
 */
export function readSettings(env: Record<string, string | undefined> = process.env) {
  // The proxies' names are written small as often as not, and then win (as with curl).
  const lower = Object.fromEntries(PROXY_NAMES.map((name) => [name, env[name.toLowerCase()]]).filter(([, value]) => value));
  const given = Object.fromEntries(Object.entries({ ...env, ...lower }).filter(([, value]) => value !== ""));
  const result = Schema.safeParse(given);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw new SettingsError(`${issue.path.join(".")}: ${issue.message}. See the settings in README.md.`);
  }
  const s = result.data;
  const origin = s.AVISO_URL ?? `http://localhost:${s.PORT}`;
  return {
    port: s.PORT,
    dataDir: s.AVISO_DATA_DIR,
    /** Where a local start leaves the log-in. */
    credentialsFile: path.join(s.AVISO_DATA_DIR, "credentials.json"),
    databaseUrl: s.DATABASE_URL ?? null,
    origin,
    secretKey: s.AVISO_SECRET_KEY ? Buffer.from(s.AVISO_SECRET_KEY, "base64") : null,
    oldSecretKeys: s.AVISO_SECRET_KEY_OLD.map((key) => Buffer.from(key, "base64")),
    /** The one-command start with its own database: loopback targets are allowed, and the screens say so. */
    isLocal: s.AVISO_LOCAL,
    /** Where deliveries may go, and by which way. */
    outbound: {
      allowedRanges: s.AVISO_LOCAL ? ["127.0.0.0/8", "::1/128", ...s.AVISO_ALLOWED_RANGES] : s.AVISO_ALLOWED_RANGES,
      allowHttp: s.AVISO_ALLOW_HTTP ?? s.AVISO_LOCAL,
      ownOrigin: origin,
      dnsServers: s.AVISO_DNS_SERVERS,
      proxy: { http: s.HTTP_PROXY ?? null, https: s.HTTPS_PROXY ?? null, except: s.NO_PROXY },
    },
    proxies: s.AVISO_PROXIES,
    rateLimits: { ingest: s.AVISO_LIMIT_INGEST, api: s.AVISO_LIMIT_API, address: s.AVISO_LIMIT_ADDRESS },
    mail: s.AVISO_SMTP_URL ? { smtpUrl: s.AVISO_SMTP_URL, from: s.AVISO_MAIL_FROM ?? `Aviso <aviso@${new URL(s.AVISO_URL ?? "http://localhost").hostname}>` } : null,
    oidc: readOidc(s),
    leaseSec: s.AVISO_LEASE_SEC,
    metrics: { token: s.AVISO_METRICS_TOKEN ?? null, port: s.AVISO_METRICS_PORT ?? null },
    tracing: s.OTEL_EXPORTER_OTLP_ENDPOINT ? { endpoint: s.OTEL_EXPORTER_OTLP_ENDPOINT, share: s.OTEL_TRACES_SAMPLER_ARG } : null,
    logLevel: s.LOG_LEVEL,
    logFormat: s.AVISO_LOG_FORMAT ?? (s.AVISO_LOCAL || process.stdout.isTTY ? ("text" as const) : ("json" as const)),
  };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function readOidc(s: z.infer<typeof Schema>) {
  const { AVISO_OIDC_ISSUER: issuer, AVISO_OIDC_CLIENT_ID: clientId, AVISO_OIDC_CLIENT_SECRET: clientSecret, AVISO_OIDC_NAME: name } = s;
  if (!issuer && !clientId && !clientSecret && !name) return null;
  for (const [variable, value] of Object.entries({ AVISO_OIDC_ISSUER: issuer, AVISO_OIDC_CLIENT_ID: clientId, AVISO_OIDC_CLIENT_SECRET: clientSecret })) {
    if (!value) throw new SettingsError(`${variable}: missing. To sign in by OpenID Connect, set issuer, client id and client secret. See the settings in README.md.`);
  }
  const { protocol, hostname } = new URL(issuer!);
  // A start with a database of its own is a local one, also before it says so to its children.
  const isLocal = s.AVISO_LOCAL || !s.DATABASE_URL;
  if (protocol !== "https:" && !(isLocal && LOOPBACK.test(hostname))) throw new SettingsError("AVISO_OIDC_ISSUER: must begin with https:// (a local start may use http:// on loopback). See the settings in README.md.");
  return { issuer: issuer!, clientId: clientId!, clientSecret: clientSecret!, name: name ?? hostname };
}

/** Settings of a process that serves: it has a database and a key. */
export type ServerSettings = Settings & { databaseUrl: string; secretKey: Buffer; sealingKey: SealingKey };

/** Reads and checks the environment of a web or worker process. @throws SettingsError */
export function readServerSettings(env?: Record<string, string | undefined>): ServerSettings {
  const settings = readSettings(env);
  const { databaseUrl, secretKey } = settings;
  if (!databaseUrl) throw new SettingsError("DATABASE_URL: missing. Name the Postgres to use, as postgresql://user:password@host:5432/aviso; or run `npm start`, which brings its own.");
  if (!secretKey) throw new SettingsError("AVISO_SECRET_KEY: missing. Set the same 32 bytes in base64 for every process (openssl rand -base64 32); `npm start` makes one by itself.");
  return { ...settings, databaseUrl, secretKey, sealingKey: [secretKey, ...settings.oldSecretKeys] };
}
