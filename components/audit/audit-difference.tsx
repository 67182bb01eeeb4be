import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { EventTypeName } from "@/components/event-type-name";
import { Name } from "@/components/name";
import { SafeText } from "@/components/safe-text";
import { HIDDEN, type AuditValues } from "@/lib/domain/audit";
import { KEY_SCOPES, ROLES } from "@/lib/domain/permissions";
import { REPLAY_STATUSES } from "@/lib/domain/replay";
import { SCENARIOS } from "@/lib/domain/scenarios";
import { SUBSCRIPTION_STATUSES } from "@/lib/domain/subscription";
import english from "@/messages/en/audit.json";

type Field = keyof typeof english.fields;
const isField = (name: string): name is Field => Object.hasOwn(english.fields, name);
const isBlank = (value: unknown) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

// Where none stands for all.
const ALL_WHEN_NULL = new Set(["products", "eventTypes"]);

/** What differs: each field's name, what it was and what it became. What is secret was never written down. */
export function AuditDifference({ before, after }: { before: AuditValues | null; after: AuditValues | null }) {
  const t = useTranslations("audit");
  const [was, is] = [before ?? {}, after ?? {}];
  // What something began with is told only where there is something; what changed is told in any case.
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => (name in was && name in is) || !isBlank(was[name]) || !isBlank(is[name]));
  if (names.length === 0) return null;
  return (
    <dl className="grid gap-x-4 gap-y-1 rounded-md border border-border bg-subtle px-3 py-2 text-[13px] leading-5 sm:grid-cols-[minmax(0,11rem)_minmax(0,1fr)]">
      {names.map((name) => (
        <div key={name} className="contents">
          <dt className="break-words text-muted-foreground">{isField(name) ? t(`fields.${name}`) : <code className="font-mono text-xs">{name}</code>}</dt>
          <dd className="min-w-0 break-words">
            {name in was && <del className="text-muted-foreground"><span className="sr-only">{t("was")} </span><Value name={name} value={shown(name, was, is)} /></del>}
            {name in was && name in is && <span aria-hidden> → </span>}
            {name in is && <ins className="no-underline"><span className="sr-only">{t("became")} </span><Value name={name} value={shown(name, is, was)} /></ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const DISABLED_FOR = ["receiver_gone", "receiver_asked", "down_too_long"] as const;

/** What the log keeps as a name of Aviso's own, in the reader's words: roles, what a key may, states, stories, reasons, how somebody signed in. */
function useValueWords() {
  const roles = useTranslations("people.roles");
  const scopes = useTranslations("settings.keys");
  const states = useTranslations("common.status");
  const replays = useTranslations("replays");
  const scenarios = useTranslations("scenarios");
  const overview = useTranslations("overview");
  const t = useTranslations("audit");
  return (field: string, value: string): string => {
    if (field === "role" && isOne(ROLES, value)) return roles(`${value}.name`);
    if (field === "scope" && isOne(KEY_SCOPES, value)) return scopes(`may.${value}`);
    if (field === "status" && isOne(SUBSCRIPTION_STATUSES, value)) return states(`subscription.${value}`);
    if (field === "status" && isOne(REPLAY_STATUSES, value)) return replays(`status.${value}`);
    if (field === "scenario" && isOne(SCENARIOS, value)) return scenarios(`names.${value}`);
    if (field === "reason" && isOne(DISABLED_FOR, value)) return overview(`attention.why.${value}`);
    if (field === "by" && (value === "password" || value === "link")) return t(value === "password" ? "byPassword" : "byLink");
    return value;
  };
}
const isOne = <Name extends string>(names: readonly Name[], value: string): value is Name => (names as readonly string[]).includes(value);

/** A value as it was written down; blank on both sides it is a secret of which only the change is known. */
function shown(name: string, side: AuditValues, other: AuditValues): unknown {
  return name in other && isBlank(side[name]) && isBlank(other[name]) ? HIDDEN : side[name];
}

function Value({ name, value }: { name: string; value: unknown }) {
  const t = useTranslations("audit.values");
  const words = useValueWords();
  if (value === HIDDEN) return <span className="italic">{t("hidden")}</span>;
  if (isBlank(value)) return <span className="italic">{t(ALL_WHEN_NULL.has(name) && value === null ? "all" : "none")}</span>;
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (name === "eventType" && typeof value === "string") return <EventTypeName name={value} inline />;
  if (typeof value === "string" || typeof value === "number") return <Name text={words(name, String(value))} />;
  if (name === "eventTypes" && Array.isArray(value)) return value.map((type: string, index) => <Fragment key={type}>{index > 0 && ", "}<EventTypeName name={type} inline /></Fragment>);
  if (Array.isArray(value) && value.every((item) => typeof item === "string" || typeof item === "number")) return <Name text={value.join(", ")} />;
  return <code className="font-mono text-xs break-all"><SafeText text={JSON.stringify(value)} /></code>;
}
