"use client";
import { useRef, useState } from "react";

/** Where the focus goes when a dialog that no button opened closes: back to where it was, or to the page that it led to. */
export function useReturnFocus(): { onCloseAutoFocus: (event: Event) => void; toContent: () => void } {
  const [before] = useState(() => (document.activeElement instanceof HTMLElement ? document.activeElement : null));
  const leads = useRef(false);
  return {
    toContent: () => { leads.current = true; },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      const back = !leads.current && before?.isConnected && before !== document.body ? before : document.getElementById("content");
      back?.focus({ preventScroll: true });
    },
  };
}
