import { getRequestConfig } from "next-intl/server";
import { LOCALE, MESSAGES } from "@/lib/web/i18n";

// One language and no locale in the URL; times are written by lib/format, so the zone here is only a default.
export default getRequestConfig(async () => ({ locale: LOCALE, messages: MESSAGES, timeZone: "UTC" }));
