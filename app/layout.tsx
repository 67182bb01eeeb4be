import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";
import { StyleNonce } from "@/components/style-nonce";
import { Toaster } from "@/components/toaster";
import { cn } from "@/lib/cn";
import { readTheme, THEME_COOKIE } from "@/lib/theme";
import { fontVariables } from "./fonts";
import "./globals.css";

/** Titles read "Events · Aviso"; nothing of a dashboard belongs in a search engine. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: { template: `%s · ${t("product")}`, default: t("product") }, description: t("tagline"), robots: { index: false } };
}

export const viewport: Viewport = {
  themeColor: [{ media: "(prefers-color-scheme: light)", color: "#fbfbfc" }, { media: "(prefers-color-scheme: dark)", color: "#0d0d10" }],
};

export const dynamic = "force-dynamic"; // every page depends on who asks

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang={await getLocale()} className={cn(fontVariables, theme !== "system" && theme)}>
      <body>
        <StyleNonce />
        <NextIntlClientProvider messages={{}}>
          <ClientMessages areas={["common"]}>
            {children}
            <Toaster theme={theme} />
          </ClientMessages>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
