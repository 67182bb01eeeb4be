"use client";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { ErrorView } from "@/components/error-view";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  // reset alone would show the same failed data again; refresh fetches it anew.
  const retry = () => startTransition(() => { router.refresh(); reset(); });
  return <ErrorView error={error} retry={retry} />;
}
