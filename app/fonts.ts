import localFont from "next/font/local";

// Served from here: a self-hosted dashboard asks nobody else for its letters, and looks the same on every machine.
const sans = localFont({ src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", variable: "--font-inter", weight: "100 900", display: "swap" });
// Fetched with the page, and until it is there another font with letters of one width stands in, where Next would take Arial: else payloads break into other lines under the eyes.
const mono = localFont({ src: "../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2", variable: "--font-jetbrains-mono", weight: "100 800", display: "swap", adjustFontFallback: false });

/** The class that <html> carries, so that the styles can name the two fonts. */
export const fontVariables = `${sans.variable} ${mono.variable}`;
