"use client";
import { useTranslations } from "next-intl";
import { toast } from "@/components/toast";
import { useActionForm } from "@/components/use-action-form";
import { IfMay } from "@/components/access";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Name } from "@/components/name";
import { RowLink } from "@/components/row-link";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { MAIN, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";
import { isolated } from "@/lib/domain/name-text";
import { routes } from "@/lib/routes";
import type { ProductWithActivity } from "@/lib/services/products/read-activity";
import { archiveProductAction, unarchiveProductAction } from "./actions";
import { ProductDialog } from "./product-form";

/** A row a product; the row leads to its events. */
export function ProductTable({ products }: { products: ProductWithActivity[] }) {
  const t = useTranslations("products");
  return (
    <Table aria-label={t("caption")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("columns.name")}</TableHead><TableHead className={cn(WIDE, "text-right")}>{t("columns.events")}</TableHead>
          <TableHead className={WIDE}>{t("columns.last")}</TableHead><TableHead className={WIDE}>{t("columns.ids")}</TableHead>
          <TableHead><span className="sr-only">{t("columns.actions")}</span></TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>{products.map((product) => <Row key={product.id} product={product} />)}</TableBody>
    </Table>
  );
}

function Row({ product }: { product: ProductWithActivity }) {
  const t = useTranslations("products");
  const types = useTranslations("eventTypes");
  const format = useFormat();
  const { name } = product;
  return (
    <TableRow>
      <TableCell className={cn(MAIN, "sm:min-w-44")}>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <RowLink href={routes.events.list({ productId: product.id, test: "hide" })} title={t("eventsOf", { name })} className="min-w-0"><Name text={name} /></RowLink>
          {product.origin === "discovered" && <Badge tone="muted" title={t("discoveredHint")}>{t("discovered")}</Badge>}
          {product.archivedAt && <Badge tone="muted">{t("archived")}</Badge>}
        </span>
        <span className="mt-1 block text-xs text-muted-foreground sm:hidden">{types("detail.events", { count: product.eventCount })}{product.lastEventAt && <> · <Timestamp at={product.lastEventAt} focusable={false} /></>}</span>
      </TableCell>
      <TableCell className={cn(WIDE, "text-right tabular-nums")}>{format.count(product.eventCount)}</TableCell>
      <TableCell className={cn(WIDE, "whitespace-nowrap")}>{product.lastEventAt ? <Timestamp at={product.lastEventAt} focusable={false} /> : <span className="text-muted-foreground">{t("never")}</span>}</TableCell>
      <TableCell className={WIDE}>
        <dl className="space-y-0.5 text-xs">
          <PlatformId label={t("externalId")} value={product.externalId} />
          <PlatformId label={t("ucode")} value={product.ucode} />
          {!product.externalId && !product.ucode && <dd className="text-muted-foreground">{t("noIds")}</dd>}
        </dl>
      </TableCell>
      <TableCell>
        <IfMay permission="product.write">
          <div className="relative z-10 flex justify-end gap-2">
            <ProductDialog product={product} trigger={<Button variant="outline" size="sm" aria-label={t("edit.label", { name })}>{t("edit.button")}</Button>} />
            <ArchiveButton product={product} />
          </div>
        </IfMay>
      </TableCell>
    </TableRow>
  );
}

function PlatformId({ label, value }: { label: string; value: string | null }) {
  if (!value) return null;
  return <div className="flex gap-1.5"><dt className="text-muted-foreground">{label}</dt><dd className="max-w-52 truncate font-mono" title={isolated(value)}>{value}</dd></div>;
}

function ArchiveButton({ product: { id, name, archivedAt } }: { product: ProductWithActivity }) {
  const t = useTranslations("products");
  const { run, isPending } = useActionForm();
  if (archivedAt) {
    const unarchive = () => run(() => unarchiveProductAction({ productId: id }), () => toast.success(t("unarchive.done", { name })));
    return <Button variant="outline" size="sm" disabled={isPending} aria-label={t("unarchive.label", { name })} onClick={unarchive}>{t("unarchive.button")}</Button>;
  }
  const archive = async () => {
    const result = await archiveProductAction({ productId: id });
    if (result.ok) toast.success(t("archive.done", { name }));
    else toast.error(result.error.message, { description: result.error.fix });
    return result.ok;
  };
  return (
    <ConfirmDialog
      trigger={<Button variant="outline" size="sm" aria-label={t("archive.label", { name })}>{t("archive.button")}</Button>}
      title={t("archive.title", { name })} description={t("archive.description")} confirmLabel={t("archive.confirm")} onConfirm={archive}
    />
  );
}
