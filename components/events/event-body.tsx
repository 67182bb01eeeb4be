"use client";
import { createContext, useContext, type ReactNode } from "react";

const BodyContext = createContext("");

/** Gives the event's payload to all attempts below, which sent the same bytes: the page carries it once. */
export function EventBodyProvider({ body, children }: { body: string; children: ReactNode }) {
  return <BodyContext value={body}>{children}</BodyContext>;
}

export function useEventBody(): string {
  return useContext(BodyContext);
}
