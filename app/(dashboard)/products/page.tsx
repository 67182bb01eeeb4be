import { Archive, Package, Plus, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes, type RouteQuery } from "@/lib/routes";
import { listProductChoices, listProducts, ListProductsInput } from "@/lib/services/products/list";
import { getWorkspace } from "@/lib/services/workspaces/get";
import { requireCtx } from "@/lib/web/session";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";
import { ProductDialog } from "./product-form";
import { ProductFilters } from "./product-filters";
import { ProductTable } from "./product-table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("products"))("title") };
}

export default async function ProductsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireCtx("product.read");
  const t = await getTranslations("products");
  const query = await readSearchParams(ListProductsInput, searchParams);
  const { cursor, search, show } = query;
  const [page, workspace] = await Promise.all([listProducts({ ctx, input: query }), getWorkspace({ ctx })]);
  const href = (more: RouteQuery) => routes.products.list({ search, show, ...more });
  const isFiltered = Boolean(search) || (show !== undefined && show !== "all") || Boolean(cursor);
  const hasOnlyArchived = page.data.length === 0 && !isFiltered && (await listProductChoices({ ctx, input: { show: "archived", limit: 1 } })).data.length > 0;
  const add = <IfMay permission="product.write"><ProductDialog trigger={<Button><Plus aria-hidden />{t("new.button")}</Button>} /></IfMay>;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={add} />
      <div className="space-y-4">
        <ProductFilters key={JSON.stringify(query)} search={search} show={show} />
        <Card>
          {page.data.length > 0 ? <ProductTable products={page.data} />
            : isFiltered ? <EmptyState icon={<SearchX />} title={t("noMatch.title")} description={t("noMatch.description")} action={<Button asChild variant="outline"><Link href={routes.products.list()}>{t("noMatch.clear")}</Link></Button>} />
            : hasOnlyArchived ? <EmptyState icon={<Archive />} title={t("onlyArchived.title")} description={t("onlyArchived.description")} action={<><Button asChild variant="outline"><Link href={routes.products.list({ show: "archived" })}>{t("onlyArchived.show")}</Link></Button>{add}</>} />
            : <EmptyState icon={<Package />} title={t("empty.title")} description={workspace.discoversProducts ? t("empty.description") : t("empty.strict")} action={add} />}
        </Card>
        {(cursor || page.next) && (
          <nav className="flex justify-end gap-2" aria-label={t("title")}>
            {cursor && <Button asChild variant="outline" size="sm"><Link href={href({ cursor: undefined })}>{t("first")}</Link></Button>}
            {page.next && <Button asChild variant="outline" size="sm"><Link href={href({ cursor: page.next })}>{t("next")}</Link></Button>}
          </nav>
        )}
      </div>
    </>
  );
}
