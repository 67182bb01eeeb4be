import { useTranslations } from "next-intl";

/** A failure in words: what it was and what to do. */
export function useFailureWords(): (kind: string | null, status: number | null) => { title: string; next: string } {
  const t = useTranslations("events.failure");
  return (kind, status) => {
    const known = kind && t.has(`${kind}.title` as never) ? kind : "unknown";
    return { title: t(`${known}.title` as never, { status: status ?? "" } as never), next: t(`${known}.next` as never) };
  };
}
