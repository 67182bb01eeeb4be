"use client";
import NextLink from "next/link";
import { type ComponentProps, useState } from "react";
import { mayLeave } from "./unsaved";

/**
 * A link within Aviso, whose page is fetched ahead once somebody points at it, tabs to it or touches it. Next by itself fetches every
 * link that is in sight, and each of those is a page that the server makes: a score of them for every page that somebody looks at.
 */
export function Link({ prefetch, onPointerEnter, onFocus, onNavigate, ...props }: ComponentProps<typeof NextLink>) {
  const [isMeant, setMeant] = useState(false);
  return (
    <NextLink
      {...props} prefetch={prefetch ?? (isMeant ? null : false)}
      onPointerEnter={(event) => { setMeant(true); onPointerEnter?.(event); }} onFocus={(event) => { setMeant(true); onFocus?.(event); }}
      onNavigate={(event) => (mayLeave() ? onNavigate?.(event) : event.preventDefault())}
    />
  );
}
