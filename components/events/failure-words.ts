import { useTranslations } from "next-intl";
import { isStatusAtFault } from "@/lib/domain/failure";

export interface FailureWords {
  title: string;
  /** As it stands before "from api.acme.com": the bare status where that is what was wrong. */
  short: string;
  next: string;
}

// Statuses whose meaning is the same everywhere, so that the next step can be told more exactly.
const TOLD_STATUSES = new Set([400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429]);

/** A failure in words: what it was and what to do. */
export function useFailureWords(): (kind: string | null, status: number | null) => FailureWords {
  const t = useTranslations("events.failure");
  return (kind, status) => {
    const known = kind && t.has(`${kind}.title` as never) ? kind : "unknown";
    const title = t(`${known}.title` as never, { status: status ?? "" } as never);
    const told = known !== "http_status" || status === null ? null : TOLD_STATUSES.has(status) ? status : status >= 500 ? "5xx" : null;
    return { title, short: status !== null && isStatusAtFault(known) ? String(status) : title, next: told ? t(`status.${told}` as never) : t(`${known}.next` as never) };
  };
}
