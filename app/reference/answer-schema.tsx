"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

interface Document { paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: unknown }> }> }>> }
const ADDRESS = "/api/v1/openapi.json";
let reading: Promise<Document> | null = null;

/** Read once for all answers; one that failed is read again when it is next asked for. */
function readDocument(): Promise<Document> {
  reading ??= fetch(ADDRESS).then((response) => (response.ok ? (response.json() as Promise<Document>) : Promise.reject(new Error(String(response.status))))).catch((error: unknown) => {
    reading = null;
    throw error;
  });
  return reading;
}

/** The schema of an answer, from the API's own document when it is opened: all of them are more than the rest of the page. */
export function AnswerSchema({ path, method, status, label }: { path: string; method: string; status: string; label: string }) {
  const t = useTranslations("common.error");
  const [schema, setSchema] = useState<string | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const load = () => {
    setHasFailed(false);
    readDocument().then(({ paths }) => setSchema(JSON.stringify(paths[path]![method]!.responses[status]!.content["application/json"]!.schema, null, 2)), () => setHasFailed(true));
  };
  return (
    <details className="mt-1" onToggle={(event) => event.currentTarget.open && schema === null && load()}>
      <summary className="cursor-pointer text-xs text-muted-foreground">{label}</summary>
      {schema !== null ? <pre tabIndex={0} className="mt-1 max-h-96 overflow-auto rounded-md border border-border bg-subtle p-3 font-mono text-xs leading-5">{schema}</pre>
        : hasFailed ? <p role="alert" className="mt-1 flex flex-wrap items-center gap-2 text-xs text-danger">{t("panel")}<Button size="sm" variant="outline" onClick={load}>{t("retry")}</Button></p>
        : <Skeleton className="mt-1 h-24" />}
    </details>
  );
}
