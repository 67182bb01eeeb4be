import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { CopyButton } from "@/components/copy-button";
import { PageHeader } from "@/components/page-header";
import { InboxSearch } from "@/components/receiver/inbox-search";
import { LiveInbox } from "@/components/receiver/live-inbox";
import { RequestList } from "@/components/receiver/request-list";
import { RequestView } from "@/components/receiver/request-view";
import { SenderList } from "@/components/receiver/sender-list";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { AppError } from "@/lib/domain/errors";
import { readId } from "@/lib/domain/ids";
import { isolated } from "@/lib/domain/name-text";
import { routes } from "@/lib/routes";
import type { SessionCtx } from "@/lib/web/session";
import { getReceiver } from "@/lib/services/receivers/get";
import { getRequest } from "@/lib/services/receivers/get-request";
import { listSenders } from "@/lib/services/receivers/list-senders";
import { listRequests, ListRequestsInput, SEARCHED_CHARS } from "@/lib/services/receivers/list-requests";
import { readVersion } from "@/lib/services/receivers/read-version";
import { KEPT_DAYS, KEPT_REQUESTS } from "@/lib/services/receivers/read";
import { readSearchParams } from "@/lib/web/search-params";
import { requireCtx } from "@/lib/web/session";
import { notFound } from "next/navigation";
import { receiverVersionAction } from "../actions";
import { BehaviourForm } from "./behaviour-form";
import { ClearInbox, DeleteReceiver } from "./receiver-actions";

const SHOWN_AT_FIRST = 100;

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("receiver");
  const receiver = await findReceiver(await requireCtx("receiver.read"), (await params).id);
  return { title: `${isolated(receiver.name)} · ${t("title")}` };
}

export default async function ReceiverPage({ params, searchParams }: Props) {
  const ctx = await requireCtx("receiver.read");
  const t = await getTranslations("receiver");
  const receiver = await findReceiver(ctx, (await params).id);
  const query = await searchParams;
  const text = (name: string) => (typeof query[name] === "string" && query[name] ? query[name] : undefined);
  const isAll = text("all") !== undefined;
  const { search } = await readSearchParams(ListRequestsInput.pick({ search: true }), searchParams);
  // Before what it stands for is read: what comes between is fetched once more, not missed.
  const { version } = await readVersion({ ctx, input: { receiverId: receiver.id } });
  const senders = await listSenders({ ctx, input: { receiverId: receiver.id } });
  const { requests, found, total, isCut } = await listRequests({ ctx, input: { receiverId: receiver.id, search, limit: isAll ? KEPT_REQUESTS : SHOWN_AT_FIRST } });
  const asked = text("request");
  const shown = asked ?? requests[0]?.id;
  const request = shown ? await findRequest(ctx, receiver.id, shown) : null;
  return (
    <>
      <Link href={routes.receivers.list()} className="mb-2 inline-block text-[13px] text-muted-foreground hover:text-foreground">← {t("back")}</Link>
      <PageHeader title={receiver.name} actions={<IfMay permission="receiver.write"><DeleteReceiver id={receiver.id} name={receiver.name} /></IfMay>} />
      <div className="mb-4 grid gap-4 lg:grid-cols-2">
        <Card>
          <CardHeader title={t("address.title")} description={t("address.description", { requests: KEPT_REQUESTS, days: KEPT_DAYS })} />
          <CardContent className="space-y-3">
            <p className="rounded-md border border-border bg-subtle px-3 py-2 font-mono text-xs leading-5 break-all" data-testid="receiver-url">{receiver.url}</p>
            <div className="flex flex-wrap gap-2">
              <CopyButton value={receiver.url} label={t("address.copy")} showLabel />
              <Button asChild variant="outline" size="sm"><Link href={routes.subscriptions.new({ receiver: receiver.id })}>{t("address.subscribe")}</Link></Button>
            </div>
            <div>
              <p className="mb-1 text-xs text-muted-foreground">{t("address.try")}</p>
              <pre tabIndex={0} className="overflow-x-auto rounded-md border border-border bg-subtle px-3 py-2 font-mono text-xs leading-5">{`curl -d '{"hello":"Aviso"}' ${receiver.url}`}</pre>
            </div>
            <div>
              <p className="mb-1 text-xs text-muted-foreground">{t("senders.title")}</p>
              <SenderList senders={senders} />
            </div>
          </CardContent>
        </Card>
        <BehaviourForm receiverId={receiver.id} behaviour={receiver.behaviour} />
      </div>
      <Card>
        <CardHeader
          title={`${t("inbox.title")} · ${search ? t("inbox.found", { found, count: total }) : t("inbox.count", { count: total })}`}
          description={isCut ? <>{t("inbox.live")} {t("inbox.cut", { count: SEARCHED_CHARS })}</> : t("inbox.live")}
          actions={<><InboxSearch action={routes.receivers.detail(receiver.id)} search={search} />{total > 0 && <IfMay permission="receiver.write"><ClearInbox id={receiver.id} /></IfMay>}</>}
        />
        <div className="grid lg:grid-cols-[minmax(0,21rem)_minmax(0,1fr)]">
          <RequestList receiverId={receiver.id} requests={requests} selectedId={request?.id} search={search} isAll={isAll} hasOlder={found > requests.length} testHref={routes.test({ subscription: senders[0]?.id })} />
          {(request || asked) && <RequestView request={request} url={receiver.url} />}
        </div>
      </Card>
      <LiveInbox receiverId={receiver.id} shown={version} read={receiverVersionAction} />
    </>
  );
}

async function findReceiver(ctx: SessionCtx, id: string) {
  if (!readId("receiver", id)) notFound();
  return getReceiver({ ctx, input: { receiverId: id } }).catch(goneIs404);
}

// One that has left the inbox is told in its place; the rest of the page stands.
async function findRequest(ctx: SessionCtx, receiverId: string, requestId: string) {
  if (!readId("receiverRequest", requestId)) return null;
  return getRequest({ ctx, input: { receiverId, requestId } }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
}

function goneIs404(error: unknown): never {
  if (error instanceof AppError && error.code === "not_found") notFound();
  throw error;
}
