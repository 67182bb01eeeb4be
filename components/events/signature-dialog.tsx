"use client";
import { FileKey2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useReach } from "@/components/reach";
import { JsonView } from "@/components/json-view";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { useFormat } from "@/components/use-format";
import type { AttemptDetail } from "@/lib/services/deliveries/read-attempts";
import type { AttemptName, AttemptTools } from "./attempt-tools";
import { SignatureVerdict } from "./signature-verdict";

type Result = Awaited<ReturnType<AttemptTools["checkSignature"]>>;

/** The exact bytes that were signed, and a check of what a receiver's code computed. */
export function SignatureDialog({ name, request, check }: { name: AttemptName; request: AttemptDetail["request"]; check: AttemptTools["checkSignature"] }) {
  const t = useTranslations("events.signature");
  const format = useFormat();
  const header = (wanted: string) => request.headers.find(([key]) => key === wanted)?.[1];
  const [id, timestamp, signature] = [header("webhook-id"), header("webhook-timestamp"), header("webhook-signature")];
  const isSigned = id !== undefined && timestamp !== undefined && signature !== undefined;
  const signed = `${id}.${timestamp}.${request.body}`;
  return (
    <Dialog>
      <DialogTrigger asChild><Button variant="outline" size="sm"><FileKey2 aria-hidden />{t("button")}</Button></DialogTrigger>
      <DialogContent side="right">
        <DialogHeader><DialogTitle>{t("title")}</DialogTitle><DialogDescription>{t("description")}</DialogDescription></DialogHeader>
        {!isSigned ? <Alert tone="info" title={t("none.title")}>{t("none.description")}</Alert> : (
          <div className="space-y-5">
            <dl className="space-y-2 text-xs">
              {[["webhook-id", id], ["webhook-timestamp", timestamp], ["webhook-signature", signature]].map(([key, value]) => (
                <div key={key}><dt className="text-muted-foreground">{key}</dt><dd className="font-mono break-all">{value}</dd></div>
              ))}
            </dl>
            <JsonView text={signed} label={t("signedBytes", { size: format.bytes(new TextEncoder().encode(signed).length) })} />
            <CheckForm name={name} check={check} />
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}

function CheckForm({ name, check }: { name: AttemptName; check: AttemptTools["checkSignature"] }) {
  const t = useTranslations("events.signature");
  const [given, setGiven] = useState("");
  const [result, setResult] = useState<Result | null>(null);
  const [isPending, startTransition] = useTransition();
  const reach = useReach();
  const submit = () => startTransition(async () => setResult(await reach(check({ ...name, given }))));
  return (
    <form className="space-y-3" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Field label={t("given")} htmlFor="given-signature" hint={t("givenHint")}>
        <Textarea value={given} rows={3} maxLength={4_000} spellCheck={false} className="font-mono text-xs" onChange={(event) => { setGiven(event.target.value); setResult(null); }} />
      </Field>
      <Button type="submit" disabled={isPending || given.trim() === ""}>{isPending ? t("checking") : t("check")}</Button>
      <div aria-live="polite">
        {result && (result.ok ? <SignatureVerdict diagnosis={result.data} /> : <Alert tone="danger" title={result.error.message}>{result.error.fix}</Alert>)}
      </div>
    </form>
  );
}
