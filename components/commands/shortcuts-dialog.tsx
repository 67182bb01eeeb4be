"use client";
import { useTranslations } from "next-intl";
import { useMayAny } from "@/components/access";
import { PAGES } from "@/components/pages";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { ShortcutKeys } from "./shortcut-keys";
import { useSingleKeys } from "./single-keys";
import { useReturnFocus } from "./use-return-focus";

/** Every key that means something, and the switch for those that are pressed alone. */
export default function ShortcutsDialog({ isMac, onClose }: { isMac: boolean; onClose: () => void }) {
  const t = useTranslations("commands.shortcuts");
  const nav = useTranslations("common.nav");
  const may = useMayAny();
  const [isOn, setIsOn] = useSingleKeys();
  const focus = useReturnFocus();
  const groups: { title: string; rows: [keys: string, means: string][] }[] = [
    {
      title: t("anywhere"),
      rows: [["mod k", t("palette")], ["?", t("help")], ["/", t("search")], ...(may("subscription.write") ? [["c", t("create")] as [string, string]] : [])],
    },
    { title: t("lists"), rows: [["j", t("next")], ["k", t("previous")], ["Enter", t("open")], ["x", t("choose")]] },
    { title: t("event"), rows: [["←", t("newer")], ["→", t("older")], ...(may("event.resend") ? [["r", t("resend")] as [string, string]] : [])] },
    { title: t("goTo"), rows: PAGES.filter(({ permission }) => may(permission)).map(({ letter, key }) => [`g ${letter}`, nav(key)]) },
  ];
  return (
    <Dialog open onOpenChange={(isOpen) => { if (!isOpen) onClose(); }}>
      <DialogContent className="max-w-2xl" onCloseAutoFocus={focus.onCloseAutoFocus}>
        <DialogHeader><DialogTitle>{t("title")}</DialogTitle><DialogDescription>{t("description")}</DialogDescription></DialogHeader>
        <div className="gap-8 sm:columns-2">
          {groups.map(({ title, rows }) => (
            <section key={title} className="mb-5 break-inside-avoid">
              <h3 className="mb-1.5 text-xs font-medium text-muted-foreground">{title}</h3>
              <dl className="divide-y divide-border">
                {rows.map(([keys, means]) => (
                  <div key={keys} className="flex min-h-9 items-center justify-between gap-3 py-1.5 text-sm">
                    <dt className="order-2"><ShortcutKeys keys={keys} isMac={isMac} /></dt><dd className="min-w-0">{means}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <div className="mt-2 flex items-center justify-between gap-4 rounded-lg border border-border bg-subtle px-4 py-3">
          <div><Label htmlFor="single-keys">{t("single")}</Label><p className="mt-0.5 text-[13px] leading-5 text-muted-foreground">{t("singleHint", { key: isMac ? "⌘ K" : "Ctrl K" })}</p></div>
          <Switch id="single-keys" checked={isOn} onCheckedChange={setIsOn} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
