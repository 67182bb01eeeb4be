import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/copy-button";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { ownProblemsOf, parametersOf } from "@/lib/web/openapi/document";
import type { Operation } from "@/lib/web/openapi/operations/operation";
import { bodyFields, describeField, toCurl, type ReadableField } from "@/lib/web/openapi/readable";
import { AnswerSchema } from "./answer-schema";

/** One operation of the API: what it does, what it takes, what it answers, and a command that does it. What tells of it is in English, as the API is. */
export function OperationCard({ operation, origin }: { operation: Operation; origin: string }) {
  const t = useTranslations("api");
  const parameters = parametersOf(operation).map(({ name, schema, required }) => describeField(name, schema, required));
  const fields = bodyFields(operation);
  const curl = toCurl(operation, origin);
  const answers = Object.entries(operation.answers).map(([status, { description, schema }]) => ({ status, description, hasSchema: Boolean(schema) }));
  const problems = Object.entries(ownProblemsOf(operation)).map(([status, description]) => ({ status, description, hasSchema: false }));
  return (
    <Card id={operation.id} className="scroll-mt-16">
      <div className="space-y-2 border-b border-border px-4 py-4 sm:px-5">
        <h3 lang="en" className="text-base leading-6 font-semibold">{operation.summary}</h3>
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={operation.method === "get" ? "info" : "success"} className="uppercase">{operation.method}</Badge>
          <code className="font-mono text-[13px] break-all">{operation.path}</code>
          {!operation.needsKey && <Badge tone="muted">{t("noKey")}</Badge>}
        </p>
        <p lang="en" className="max-w-3xl text-sm leading-5 text-pretty text-muted-foreground">{operation.description}</p>
      </div>
      <CardContent className="space-y-5">
        {parameters.length > 0 && <Fields title={t("parameters")} fields={parameters} />}
        {fields.length > 0 && <Fields title={t("body")} fields={fields} />}
        <div>
          <div className="mb-1 flex items-center justify-between"><h4 className="text-[13px] font-semibold">{t("example")}</h4><CopyButton value={curl} /></div>
          <pre tabIndex={0} aria-label={`${t("example")}: ${operation.summary}`} role="region" className="overflow-x-auto rounded-md border border-border bg-subtle p-3 font-mono text-xs leading-5">{curl}</pre>
        </div>
        <div>
          <h4 className="mb-1 text-[13px] font-semibold">{t("answers")}</h4>
          <ul className="divide-y divide-border text-sm">
            {[...answers, ...problems].map(({ status, description, hasSchema }) => (
              <li key={status} className="py-2">
                <p><code className="mr-3 font-mono text-xs font-medium">{status}</code><span lang="en">{description}</span></p>
                {hasSchema && <AnswerSchema path={operation.path} method={operation.method} status={status} label={t("schema")} />}
              </li>
            ))}
          </ul>
        </div>
      </CardContent>
    </Card>
  );
}

function Fields({ title, fields }: { title: string; fields: ReadableField[] }) {
  const t = useTranslations("api");
  return (
    <div>
      <h4 className="mb-1 text-[13px] font-semibold">{title}</h4>
      <div className="rounded-md border border-border">
        <Table>
          <TableHeader><TableRow><TableHead>{t("name")}</TableHead><TableHead>{t("type")}</TableHead><TableHead>{t("meaning")}</TableHead></TableRow></TableHeader>
          <TableBody>
            {fields.map((field) => (
              <TableRow key={field.name}>
                <TableCell className="align-top whitespace-nowrap"><code className="font-mono text-xs font-medium">{field.name}</code>{field.isRequired && <Badge tone="muted" className="ml-2">{t("required")}</Badge>}</TableCell>
                <TableCell lang="en" className="max-w-64 align-top font-mono text-xs text-muted-foreground">{field.type}</TableCell>
                <TableCell lang="en" className="min-w-48 align-top text-[13px]">{field.description}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </div>
  );
}
