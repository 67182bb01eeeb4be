"use client";
import { useTranslations } from "next-intl";
import { Name } from "@/components/name";
import { RowLink } from "@/components/row-link";
import { Timestamp } from "@/components/timestamp";
import { MAIN, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import { useFormat } from "@/components/use-format";
import { routes } from "@/lib/routes";
import type { ReplayDetail } from "@/lib/services/replays/read";
import { useReplayWords } from "./replay-facts";
import { answeredOf, ReplayBar } from "./replay-progress";
import { ReplayStatus } from "./replay-status";

const COLUMNS = ["status", "what", "to", "progress", "by", "created"] as const;

/** Replays, newest first; the row leads to its progress. */
export function ReplayTable({ replays }: { replays: ReplayDetail[] }) {
  const t = useTranslations("replays");
  const format = useFormat();
  const words = useReplayWords();
  return (
    <Table aria-label={t("title")}>
      <TableHeader><TableRow>{COLUMNS.map((column) => <TableHead key={column} className={column === "what" ? undefined : WIDE}>{t(`columns.${column}`)}</TableHead>)}</TableRow></TableHeader>
      <TableBody>
        {replays.map((replay) => (
          <TableRow key={replay.id}>
            <TableCell className={WIDE}><ReplayStatus status={replay.status} /></TableCell>
            <TableCell className={MAIN}>
              <RowLink href={routes.replays.detail(replay.id)}>{t("deliveries", { count: replay.planned })}</RowLink>
              <span className="block max-w-72 truncate text-xs text-muted-foreground">{[words.include(replay), ...words.filters(replay)].join(" · ")}</span>
              <span className="mt-1 flex items-center gap-3 text-xs text-muted-foreground sm:hidden"><ReplayStatus status={replay.status} /><Timestamp at={replay.createdAt} focusable={false} /></span>
            </TableCell>
            <TableCell className={`${WIDE} max-w-48 truncate`}>{words.targets(replay)}</TableCell>
            <TableCell className={`${WIDE} min-w-32`}>
              {replay.status === "planned" ? "–" : (
                <span className="flex items-center gap-2 tabular-nums">
                  <ReplayBar replay={replay} className="h-1.5 w-20 shrink-0 overflow-hidden rounded-full" />
                  <span className="text-xs text-muted-foreground">{format.count(answeredOf(replay))}</span>
                </span>
              )}
            </TableCell>
            <TableCell className={`${WIDE} max-w-40 truncate`}><Name text={replay.startedBy ?? replay.createdBy} /></TableCell>
            <TableCell className={WIDE}><Timestamp at={replay.createdAt} focusable={false} /></TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
