import en from "@/messages/en";
import ptBr from "@/messages/pt-BR";
import es from "@/messages/es";
import type { Locale } from "@/lib/domain/locale";

export type Messages = typeof en;

/** All copy in each language. For the server: a page is handed its own language only. */
export const MESSAGES: Record<Locale, Messages> = { en, "pt-BR": ptBr, es: es };
