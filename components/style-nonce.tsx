"use client";
import { useEffect } from "react";

/** Tells the dialogs' library the page's nonce, so that the style with which it stops the page from scrolling is allowed. */
export function StyleNonce() {
  useEffect(() => {
    // The name under which bundlers and get-nonce keep it.
    (globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  }, []);
  return null;
}
