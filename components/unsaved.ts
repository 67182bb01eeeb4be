"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

// What is asked before the page is left; null while nothing would be lost.
let question: string | null = null;

/** Whether the page may be left for another one; asks where what was changed on it would be lost. */
export function mayLeave(): boolean {
  return question === null || window.confirm(question);
}

/** While something is changed and not saved, asks before the page is closed, loaded anew, or left by a link or a command. */
export function useUnsaved(isChanged: boolean): void {
  const text = useTranslations("common")("unsaved");
  useEffect(() => {
    if (!isChanged) return;
    question = text;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => {
      question = null;
      window.removeEventListener("beforeunload", ask);
    };
  }, [isChanged, text]);
}

/** Goes to another page as a link does: not from what is unsaved without asking. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return (href) => { if (mayLeave()) router.push(href); };
}
