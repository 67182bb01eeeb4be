"use client";
import { useRouter } from "next/navigation";
import { THEME_COOKIE, type Theme } from "@/lib/theme";

const YEAR_SEC = 31_536_000;

/** How the screen looks, and the way to change it: at once, and kept for the next page. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const router = useRouter();
  const { classList } = document.documentElement;
  const theme: Theme = classList.contains("dark") ? "dark" : classList.contains("light") ? "light" : "system";
  const set = (next: Theme) => {
    classList.remove("light", "dark");
    if (next !== "system") classList.add(next);
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SEC}; samesite=lax`;
    // What the server wrote with the old one is written anew.
    router.refresh();
  };
  return [theme, set];
}
