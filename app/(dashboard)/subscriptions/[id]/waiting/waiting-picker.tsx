"use client";
import { Play, SkipForward } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useReach, useRefresh } from "@/components/reach";
import { toast } from "@/components/toast";
import { IfMay } from "@/components/access";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { EventTypeName } from "@/components/event-type-name";
import { Name } from "@/components/name";
import { RowLink } from "@/components/row-link";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { MAIN, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import { cn } from "@/lib/cn";
import { routes } from "@/lib/routes";
import type { WaitingRow } from "@/lib/services/attention/list-waiting";
import type { ActionResult } from "@/lib/web/action";
import { deliverPickedAction, skipPickedAction } from "./actions";

/** What waits, to pick from: deliver or skip what is chosen; the rest goes on waiting. */
export function WaitingPicker({ subscriptionId, rows }: { subscriptionId: string; rows: WaitingRow[] }) {
  const t = useTranslations("replays.waiting");
  const reach = useReach();
  const [refresh] = useRefresh();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isPending, startTransition] = useTransition();
  const picked = rows.filter((row) => chosen.has(row.deliveryId)).map((row) => row.deliveryId);
  const isWhole = picked.length === rows.length;
  const end = async <Data,>(call: Promise<ActionResult<Data>>, said: (data: Data) => string) => {
    const result = await reach(call);
    if (result.ok) {
      toast.success(said(result.data));
      setChosen(new Set());
    } else toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
    refresh();
    return result.ok;
  };
  const deliver = () => startTransition(async () => {
    await end(deliverPickedAction({ deliveryIds: picked }), ({ results }) => t("delivered", { count: results.filter((result) => result.outcome === "queued").length }));
  });
  const skip = () => end(skipPickedAction({ subscriptionId, deliveryIds: picked }), ({ skipped }) => t("skipped", { count: skipped }));
  const toggle = (id: string, isChosen: boolean) => setChosen((before) => {
    const next = new Set(before);
    if (isChosen) next.add(id);
    else next.delete(id);
    return next;
  });
  return (
    <div className="space-y-3">
      <div className="flex min-h-8 flex-wrap items-center gap-2 text-sm" aria-live="polite">
        <span className="font-medium">{picked.length > 0 ? t("chosen", { count: picked.length }) : t("none")}</span>
        <IfMay permission="event.resend"><Button size="sm" disabled={picked.length === 0 || isPending} onClick={deliver}><Play aria-hidden />{t("deliver")}</Button></IfMay>
        <IfMay permission="subscription.write">
          <ConfirmDialog trigger={<Button variant="outline" size="sm" disabled={picked.length === 0 || isPending}><SkipForward aria-hidden />{t("skip")}</Button>} title={t("skipTitle", { count: picked.length })} description={t("skipText")} confirmLabel={t("skip")} onConfirm={skip} />
        </IfMay>
      </div>
      <Card>
        <Table aria-label={t("table")}>
          <TableHeader>
            <TableRow>
              <TableHead className="w-10 pr-0">
                <input type="checkbox" className="relative z-[1] size-4 align-middle accent-primary" aria-label={t("all")} checked={isWhole}
                  onChange={(event) => setChosen(new Set(event.target.checked ? rows.map((row) => row.deliveryId) : []))} />
              </TableHead>
              {(["event", "product", "attempts", "received", "due"] as const).map((column) => <TableHead key={column} className={column === "event" || column === "received" ? undefined : WIDE}>{t(column)}</TableHead>)}
            </TableRow>
          </TableHeader>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={row.deliveryId}>
                <TableCell className="w-10 pr-0">
                  <input type="checkbox" className="relative z-[1] size-4 align-middle accent-primary" aria-label={t("choose", { event: row.eventType, id: row.eventId })} checked={chosen.has(row.deliveryId)} onChange={(event) => toggle(row.deliveryId, event.target.checked)} />
                </TableCell>
                <TableCell className={MAIN}><span className="flex items-center gap-1.5"><RowLink href={routes.events.detail(row.eventId)} prefetch={false} className="leading-4"><EventTypeName name={row.eventType} /></RowLink>{row.isTest && <Badge tone="info">{t("test")}</Badge>}</span><span className="mt-0.5 block truncate text-xs text-muted-foreground sm:hidden">{row.product && <Name text={row.product} />}</span></TableCell>
                <TableCell className={cn(WIDE, "max-w-48 truncate")}>{row.product ?? "–"}</TableCell>
                <TableCell className={cn(WIDE, "tabular-nums")}>{row.attemptCount}</TableCell>
                <TableCell><Timestamp at={row.receivedAt} focusable={false} /></TableCell>
                <TableCell className={WIDE}><Timestamp at={row.dueAt} focusable={false} /></TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Card>
    </div>
  );
}
