"use client";
import { Activity, Inbox, LoaderCircle, Package, Repeat, RotateCw, Search, Shapes, Webhook, X, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Timestamp } from "@/components/timestamp";
import { Button } from "@/components/ui/button";
import { Command as Combobox, CommandDialog, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Dialog, DialogClose, DialogTitle } from "@/components/ui/dialog";
import { useEventTypeWords } from "@/components/own-event-types";
import { useGo } from "@/components/unsaved";
import { shortenId } from "@/lib/format";
import { routes } from "@/lib/routes";
import type { PageCommand } from "./command-context";
import { ShortcutKeys } from "./shortcut-keys";
import { matching, useCommands, type Command } from "./use-commands";
import { useFound, type Hit } from "./use-found";
import { useReturnFocus } from "./use-return-focus";

const KINDS = {
  subscription: { icon: Webhook, href: (id: string) => routes.subscriptions.detail(id) },
  product: { icon: Package, href: (id: string) => routes.events.list({ productId: id }) },
  eventType: { icon: Shapes, href: (name: string) => routes.eventTypes.detail(name) },
  receiver: { icon: Inbox, href: (id: string) => routes.receivers.detail(id) },
  replay: { icon: Repeat, href: (id: string) => routes.replays.detail(id) },
  event: { icon: Activity, href: (id: string) => routes.events.detail(id) },
} as const satisfies Record<Hit["kind"], { icon: LucideIcon; href: (id: string) => string }>;

interface Props {
  /** Shows what the open page offers, and nothing else. */
  pageOnly: boolean;
  commands: PageCommand[];
  isMac: boolean;
  onShowShortcuts: () => void;
  onClose: () => void;
}

/** Everything by its name: pages, what can be done, and whatever has a name or an id. */
export default function Palette({ pageOnly, commands, isMac, onShowShortcuts, onClose }: Props) {
  const t = useTranslations("commands");
  const common = useTranslations("common");
  const go = useGo();
  const [text, setText] = useState("");
  const { search, retry } = useFound(pageOnly ? "" : text);
  const { actions, pages } = useCommands(onShowShortcuts);
  const focus = useReturnFocus();
  const here = commands.map(({ id, label, isDisabled, run }): Command => ({ id, label, icon: RotateCw, keys: "r", isDisabled, ends: "stay", run }));
  const groups = [
    { name: "here", items: matching(here, text) },
    ...(pageOnly ? [] : [{ name: "actions", items: matching(actions, text) }, { name: "pages", items: matching(pages, text) }] as const),
  ] as const;
  const isEmpty = groups.every(({ items }) => items.length === 0) && search.hits.length === 0;
  const choose = (command: Pick<Command, "ends" | "run">) => {
    if (command.ends === "go") focus.toContent();
    onClose();
    command.run();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => { if (!isOpen) onClose(); }}>
      <CommandDialog aria-describedby={undefined} onCloseAutoFocus={focus.onCloseAutoFocus}>
        <DialogTitle className="sr-only">{t(pageOnly ? "here" : "title")}</DialogTitle>
        <Combobox label={t("title")} shouldFilter={false} loop>
          <div className="flex items-center gap-2.5 border-b border-border pr-2 pl-4">
            {search.state === "loading" ? <LoaderCircle aria-hidden className="size-4 shrink-0 text-muted-foreground motion-safe:animate-spin" /> : <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />}
            <CommandInput value={text} onValueChange={setText} placeholder={t(pageOnly ? "placeholderHere" : "placeholder")} maxLength={200} />
            <DialogClose asChild><Button variant="ghost" size="icon" aria-label={common("close")} className="text-muted-foreground"><X aria-hidden /></Button></DialogClose>
          </div>
          <CommandList label={t("list")}>
            {groups.map(({ name, items }) => items.length > 0 && (
              <CommandGroup key={name} heading={t(name)}>{items.map((item) => <Choice key={item.id} command={item} isMac={isMac} onChoose={() => choose(item)} />)}</CommandGroup>
            ))}
            {search.hits.length > 0 && (
              <CommandGroup heading={t("found")}>
                {search.hits.map((hit) => <HitChoice key={`${hit.kind} ${hit.id}`} hit={hit} onChoose={() => choose({ ends: "go", run: () => go(KINDS[hit.kind].href(hit.id)) })} />)}
              </CommandGroup>
            )}
          </CommandList>
          <div aria-live="polite" className="text-sm text-muted-foreground [&>p]:px-4 [&>p]:py-3">
            {search.state === "failed" && <p className="flex flex-wrap items-center justify-between gap-3 border-t border-border">{t("failed")}<Button size="sm" variant="outline" onClick={retry}>{common("error.retry")}</Button></p>}
            {search.state === "loading" && isEmpty && <p>{t("searching")}</p>}
            {(search.state === "done" || search.state === "idle") && isEmpty && <p className="text-pretty">{t(pageOnly || text.trim().length < 2 ? "nothingShort" : "nothing", { text: text.trim() })}</p>}
          </div>
        </Combobox>
      </CommandDialog>
    </Dialog>
  );
}

function Choice({ command: { id, label, icon: Icon, keys, isDisabled }, isMac, onChoose }: { command: Command; isMac: boolean; onChoose: () => void }) {
  return (
    <CommandItem value={id} disabled={isDisabled} onSelect={onChoose}>
      <Icon aria-hidden /><span className="min-w-0 flex-1 truncate">{label}</span>
      {keys && <ShortcutKeys keys={keys} isMac={isMac} className="hidden sm:inline" />}
    </CommandItem>
  );
}

function HitChoice({ hit: { kind, id, name, detail, at }, onChoose }: { hit: Hit; onChoose: () => void }) {
  const t = useTranslations("commands.kinds");
  const catalogue = useEventTypeWords();
  const Icon = KINDS[kind].icon;
  return (
    <CommandItem value={`${kind} ${id}`} onSelect={onChoose}>
      <Icon aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="block truncate"><bdi>{kind === "eventType" ? catalogue.title({ name: id, title: name }) : kind === "event" ? catalogue.title({ name, title: name }) : name}</bdi></span>
        <span className="block truncate text-xs text-muted-foreground">{[t(kind), detail, kind === "event" || kind === "replay" ? shortenId(id) : ""].filter(Boolean).join(" · ")}</span>
      </span>
      {at && <Timestamp at={at} focusable={false} className="text-xs text-muted-foreground" />}
    </CommandItem>
  );
}
