"use client";
import { useTranslations } from "next-intl";
import { useState, type FormEvent, type ReactNode } from "react";
import { toast } from "@/components/toast";
import { useActionForm } from "@/components/use-action-form";
import { CopyableId } from "@/components/copyable-id";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Product } from "@/lib/services/products/read";
import { createProductAction, updateProductAction } from "./actions";

type Editable = Pick<Product, "id" | "name" | "externalId" | "ucode">;

/** A dialog with a product's fields: a new one, or the given one. */
export function ProductDialog({ product, trigger }: { product?: Editable; trigger: ReactNode }) {
  const t = useTranslations("products");
  const [isOpen, setIsOpen] = useState(false);
  const words = product ? "edit" : "new";
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent>
        <DialogHeader><DialogTitle>{t(`${words}.title`)}</DialogTitle><DialogDescription>{t(`${words}.description`)}</DialogDescription></DialogHeader>
        <ProductForm product={product} onDone={(name) => { setIsOpen(false); toast.success(t(`${words}.done`, { name })); }} />
      </DialogContent>
    </Dialog>
  );
}

function ProductForm({ product, onDone }: { product?: Editable; onDone: (name: string) => void }) {
  const t = useTranslations("products");
  const cancel = useTranslations("common")("cancel");
  const { run, issue, isPending } = useActionForm();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const values = { name: String(form.get("name")), externalId: String(form.get("externalId")), ucode: String(form.get("ucode")) };
    run(() => (product ? updateProductAction({ ...values, productId: product.id }) : createProductAction(values)), ({ name }) => onDone(name));
  };
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <Field label={t("fields.name")} htmlFor="product-name" error={issue("name")}><Input name="name" defaultValue={product?.name} placeholder={t("fields.namePlaceholder")} maxLength={200} autoComplete="off" /></Field>
      <Field label={t("fields.externalId")} htmlFor="product-external-id" hint={t("fields.externalIdHint")} error={issue("externalId")}>
        <Input name="externalId" defaultValue={product?.externalId ?? ""} maxLength={200} autoComplete="off" spellCheck={false} className="font-mono text-[13px]" />
      </Field>
      <Field label={t("fields.ucode")} htmlFor="product-ucode" hint={t("fields.ucodeHint")} error={issue("ucode")}>
        <Input name="ucode" defaultValue={product?.ucode ?? ""} maxLength={200} autoComplete="off" spellCheck={false} className="font-mono text-[13px]" />
      </Field>
      {product && <div className="space-y-1 text-[13px]"><p className="font-medium">{t("fields.avisoId")}</p><CopyableId id={product.id} full /></div>}
      <DialogFooter>
        <DialogClose asChild><Button variant="outline">{cancel}</Button></DialogClose>
        <Button type="submit" disabled={isPending}>{t(product ? "edit.submit" : "new.submit")}</Button>
      </DialogFooter>
    </form>
  );
}
