"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { useFormat } from "@/components/use-format";
import { routes, type RouteQuery } from "@/lib/routes";
import { downloadEvents, saveFile, type DownloadProgress } from "./download";

type State = { kind: "idle" } | { kind: "running"; progress: DownloadProgress } | { kind: "done"; progress: DownloadProgress } | { kind: "failed" };
const NOTHING: DownloadProgress = { lines: 0, bytes: 0, reached: null };

/** Downloads all that the list shows, with how far it has come and a way to stop. */
export function ExportDialog({ filters }: { filters: RouteQuery }) {
  const t = useTranslations("events.export");
  const format = useFormat();
  const [state, setState] = useState<State>({ kind: "idle" });
  const abort = useRef<AbortController | null>(null);
  const start = async (format: "csv" | "ndjson") => {
    abort.current = new AbortController();
    let progress = NOTHING;
    setState({ kind: "running", progress });
    try {
      const file = await downloadEvents(routes.events.export({ ...filters, format }), abort.current.signal, (next) => { progress = next; setState({ kind: "running", progress }); });
      saveFile(file);
      setState({ kind: "done", progress });
    } catch {
      setState(abort.current.signal.aborted ? { kind: "idle" } : { kind: "failed" });
    }
  };
  const stop = () => abort.current?.abort();
  const isRunning = state.kind === "running";
  return (
    <Dialog onOpenChange={(isOpen) => { if (isOpen) setState({ kind: "idle" }); else stop(); }}>
      <DialogTrigger asChild><Button variant="outline"><Download aria-hidden />{t("button")}</Button></DialogTrigger>
      <DialogContent>
        <DialogHeader><DialogTitle>{t("title")}</DialogTitle><DialogDescription>{t(Object.keys(filters).length > 0 ? "filtered" : "all")}</DialogDescription></DialogHeader>
        <dl className="space-y-2 text-sm">
          <div><dt className="font-medium">CSV</dt><dd className="text-muted-foreground">{t("csv")}</dd></div>
          <div><dt className="font-medium">NDJSON</dt><dd className="text-muted-foreground">{t("ndjson")}</dd></div>
        </dl>
        <div aria-live="polite" className="mt-4 min-h-10">
          {(state.kind === "running" || state.kind === "done") && (
            <p className="flex items-center gap-3 text-sm">
              {isRunning && <progress aria-label={t("running")} className="w-24 accent-primary" />}
              {t(state.kind, { lines: format.count(state.progress.lines), size: format.bytes(state.progress.bytes) })}
              {isRunning && state.progress.reached && ` ${t("reached", { day: format.day(state.progress.reached) })}`}
            </p>
          )}
          {state.kind === "failed" && <Alert tone="danger" title={t("failed")}>{t("failedNext")}</Alert>}
        </div>
        <DialogFooter>
          {isRunning ? <Button variant="outline" onClick={stop}>{t("stop")}</Button> : (
            <>
              <Button variant="outline" onClick={() => void start("ndjson")}>{t("downloadNdjson")}</Button>
              <Button onClick={() => void start("csv")}>{t("downloadCsv")}</Button>
            </>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
