/** How the screen looks: as the system wishes, or always so. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie that keeps it, so that the first paint is right already. One a browser: it is about the screen, not the person. */
export const THEME_COOKIE = "aviso_theme";

/** The theme that a cookie's value names; anything else is the system's. */
export function readTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
