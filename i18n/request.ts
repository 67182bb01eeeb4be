import { getRequestConfig } from "next-intl/server";
import { MESSAGES } from "@/lib/messages";
import { findLocale } from "@/lib/web/locale";

// No language in the URL: a link opens in the language of whoever follows it. Times are written by lib/format, so the zone here is only a default.
export default getRequestConfig(async () => {
  const locale = await findLocale();
  return { locale, messages: MESSAGES[locale], timeZone: "UTC" };
});
