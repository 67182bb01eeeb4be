import type { Locale } from "@/lib/domain/locale";
import type { Messages } from "@/lib/messages";

// A key that no language file has does not compile.
declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
