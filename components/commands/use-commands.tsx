"use client";
import { ArrowRightLeft, Building2, CirclePlus, FlaskConical, Keyboard, LogOut, Monitor, Moon, Repeat, Send, Settings, Sun, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMayAny } from "@/components/access";
import { PAGES } from "@/components/pages";
import { SETTINGS_PAGES } from "@/components/settings/settings-pages";
import { leave } from "@/components/sign-out";
import { useTheme } from "@/components/theme";
import { useGo } from "@/components/unsaved";
import { useWorkspaces } from "@/components/workspaces/workspaces";
import { routes } from "@/lib/routes";
import { THEMES, type Theme } from "@/lib/theme";

/** Something that can be chosen in the palette. */
export interface Command {
  id: string;
  label: string;
  icon: LucideIcon;
  /** As ShortcutKeys shows them. */
  keys?: string;
  /** Other words that it is found by. */
  words?: string;
  isDisabled?: boolean;
  /** "stay" leaves the focus where it was; "go" leads to another page. */
  ends: "stay" | "go";
  run: () => void;
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const satisfies Record<Theme, LucideIcon>;

/** What can be done from anywhere, and where one can go, for whoever is looking. */
export function useCommands(onShowShortcuts: () => void): { actions: Command[]; pages: Command[] } {
  const t = useTranslations("commands");
  const nav = useTranslations("common.nav");
  const leaveFor = useGo();
  const may = useMayAny();
  const settings = useTranslations("settings");
  const workspaces = useTranslations("workspaces.menu");
  const { all, switchTo } = useWorkspaces();
  const [theme, setTheme] = useTheme();
  const go = (id: string, label: string, icon: LucideIcon, href: string, keys?: string): Command => ({ id, label, icon, keys, ends: "go", run: () => leaveFor(href) });
  const actions: Command[] = [
    ...(may("event.test") ? [go("test", t("sendTest"), Send, routes.test()), go("scenario", t("runScenario"), FlaskConical, routes.scenarios.list())] : []),
    ...(may("subscription.write") ? [go("new", t("newSubscription"), CirclePlus, routes.subscriptions.new(), "c")] : []),
    ...(may("event.resend") ? [go("replay", t("replay"), Repeat, routes.replays.new())] : []),
    ...all.filter(({ isCurrent }) => !isCurrent).map(({ id, name }): Command => ({ id: `switch ${id}`, label: t("switchTo", { name }), icon: ArrowRightLeft, words: workspaces("title"), ends: "go", run: () => void switchTo(id) })),
    go("workspace", workspaces("new"), Building2, routes.newWorkspace()),
    ...THEMES.filter((one) => one !== theme).map((one): Command => ({ id: `theme ${one}`, label: t(`theme.${one}`), icon: THEME_ICONS[one], words: t("theme.words"), ends: "stay", run: () => setTheme(one) })),
    { id: "shortcuts", label: t("shortcuts.title"), icon: Keyboard, keys: "?", ends: "stay", run: onShowShortcuts },
    { id: "sign out", label: nav("signOut"), icon: LogOut, ends: "go", run: () => void leave() },
  ];
  const pages = [
    ...PAGES.filter(({ permission }) => may(permission)).map(({ key, href, icon, letter }) => go(`page ${key}`, nav(key), icon, href, `g ${letter}`)),
    ...SETTINGS_PAGES.filter(({ permission }) => may(permission)).map(({ key, href }) => go(`settings ${key}`, `${settings("title")} › ${settings(`tabs.${key}`)}`, Settings, href)),
  ];
  return { actions, pages };
}

/** The commands that have every word of the text, in any order and with or without accents. */
export function matching(commands: Command[], text: string): Command[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return commands.filter(({ label, words: more = "" }) => {
    const all = plain(`${label} ${more}`);
    return words.every((word) => all.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{Mark}/gu, "").toLowerCase();
}
