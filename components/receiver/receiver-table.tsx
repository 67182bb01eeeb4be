import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/copy-button";
import { Name } from "@/components/name";
import { RowLink } from "@/components/row-link";
import { Timestamp } from "@/components/timestamp";
import { MAIN, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import { useFormat } from "@/components/use-format";
import type { ReceiverBehaviour } from "@/lib/domain/receiver-behaviour";
import { routes } from "@/lib/routes";
import type { ReceiverRow } from "@/lib/services/receivers/list";

const COLUMNS = ["name", "address", "behaviour", "requests", "last"] as const;

/** A row a receiver. The row is a link to its inbox. */
export function ReceiverTable({ receivers }: { receivers: ReceiverRow[] }) {
  const t = useTranslations("receiver");
  const format = useFormat();
  return (
    <Table>
      <TableHeader><TableRow>{COLUMNS.map((column) => <TableHead key={column} className={column === "name" ? undefined : WIDE}>{t(`columns.${column}`)}</TableHead>)}</TableRow></TableHeader>
      <TableBody>
        {receivers.map((receiver) => (
          <TableRow key={receiver.id}>
            <TableCell className={`${MAIN} sm:max-w-56`}>
              <RowLink href={routes.receivers.detail(receiver.id)} className="block truncate"><Name text={receiver.name} /></RowLink>
              <span className="mt-0.5 block truncate text-xs text-muted-foreground sm:hidden"><BehaviourWords behaviour={receiver.behaviour} />{receiver.lastRequestAt && <> · <Timestamp at={receiver.lastRequestAt} focusable={false} /></>}</span>
            </TableCell>
            <TableCell className={WIDE}>
              <span className="flex items-center gap-1">
                <code className="max-w-72 truncate font-mono text-xs text-muted-foreground" title={receiver.url}>{receiver.url}</code>
                <CopyButton value={receiver.url} label={t("address.copy")} className="size-6 [&_svg]:size-3.5" />
              </span>
            </TableCell>
            <TableCell className={`${WIDE} whitespace-nowrap`}><BehaviourWords behaviour={receiver.behaviour} /></TableCell>
            <TableCell className={`${WIDE} tabular-nums`}>{format.count(receiver.requestCount)}</TableCell>
            <TableCell className={`${WIDE} whitespace-nowrap`}>{receiver.lastRequestAt ? <Timestamp at={receiver.lastRequestAt} focusable={false} /> : <span className="text-muted-foreground">{t("never")}</span>}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function BehaviourWords({ behaviour }: { behaviour: ReceiverBehaviour }) {
  const t = useTranslations("receiver.behaviour.short");
  const sometimes = (what: string) => (behaviour.mode === "answer" || behaviour.failShare === undefined || behaviour.failShare === 1 ? what : t("share", { what, share: String(Math.round(behaviour.failShare * 100)) }));
  switch (behaviour.mode) {
    case "answer": return t("answer", { status: String(behaviour.status), delay: String(behaviour.delayMs / 1000) });
    case "random": return t("random", { share: String(Math.round(behaviour.failShare * 100)), status: String(behaviour.status) });
    case "hang":
    case "reset":
    case "drip":
    case "oversized":
    case "redirect": return sometimes(t(behaviour.mode));
  }
}
