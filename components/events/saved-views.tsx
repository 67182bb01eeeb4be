"use client";
import { Bookmark, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useReach, useRefresh } from "@/components/reach";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Menu } from "@/components/menu";
import type { MenuEntry } from "@/components/menu-entry";
import { routes } from "@/lib/routes";
import type { SavedViewRow } from "@/lib/services/saved-views/list";

type Done<Data> = Promise<{ ok: true; data: Data } | { ok: false; error: { message: string; fix?: string; issues: { path: string; message: string }[] } }>;
interface Props {
  views: SavedViewRow[];
  filters: Record<string, string>;
  create: (input: { name: string; filters: Record<string, string> }) => Done<{ id: string }>;
  remove: (input: { viewId: string }) => Done<void>;
}

/** The person's own views of the list: go to one, keep the present filters as one, forget one. */
export function SavedViews({ views, filters, create, remove }: Props) {
  const t = useTranslations("events.views");
  const reach = useReach();
  const [refresh] = useRefresh();
  const [isNaming, setIsNaming] = useState(false);
  const current = views.find((view) => sameFilters(view.filters, filters));
  const forget = async (view: SavedViewRow) => {
    const answer = await reach(remove({ viewId: view.id }));
    if (answer.ok) toast.success(t("deleted", { name: view.name }));
    else toast.error(answer.error.message);
    refresh();
  };
  const entries: (MenuEntry | false | undefined)[] = [
    { kind: "title", label: t("title") },
    views.length === 0 && { kind: "note", label: t("none") },
    ...views.map((view): MenuEntry => ({ kind: "link", href: routes.events.list(view.filters), isCurrent: view === current, label: <span className="truncate">{view.name}</span> })),
    { kind: "line" },
    { icon: <Bookmark aria-hidden />, label: t("save"), isDisabled: Object.keys(filters).length === 0, onSelect: () => setIsNaming(true) },
    current && { icon: <Trash2 aria-hidden />, label: t("delete", { name: current.name }), isDanger: true, onSelect: () => void forget(current) },
  ];
  return (
    <>
      <Menu entries={entries} className="max-w-80"><Button variant="outline"><Bookmark aria-hidden />{current?.name ?? t("button")}</Button></Menu>
      <NameDialog isOpen={isNaming} onOpenChange={setIsNaming} onSave={(name) => create({ name, filters })} />
    </>
  );
}

function NameDialog({ isOpen, onOpenChange, onSave }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void; onSave: (name: string) => ReturnType<Props["create"]> }) {
  const t = useTranslations("events.views");
  const common = useTranslations("common");
  const reach = useReach();
  const [refresh] = useRefresh();
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const save = () => startTransition(async () => {
    const answer = await reach(onSave(name));
    if (!answer.ok) return setError(answer.error.issues[0]?.message ?? [answer.error.message, answer.error.fix].filter(Boolean).join(" "));
    toast.success(t("saved", { name: name.trim() }));
    setName("");
    setError(null);
    onOpenChange(false);
    refresh();
  });
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader><DialogTitle>{t("saveTitle")}</DialogTitle><DialogDescription>{t("saveDescription")}</DialogDescription></DialogHeader>
        {/* React events bubble through portals: without this the list's own form would be sent as well. */}
        <form onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); save(); }}>
          <Field label={t("name")} htmlFor="view-name" error={error}><Input value={name} maxLength={60} autoComplete="off" onChange={(event) => setName(event.target.value)} /></Field>
          <DialogFooter>
            <DialogClose asChild><Button variant="outline">{common("cancel")}</Button></DialogClose>
            <Button type="submit" disabled={isPending || name.trim() === ""}>{t("saveButton")}</Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function sameFilters(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
