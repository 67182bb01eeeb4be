import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the page that is coming. */
export default function Loading() {
  return <div className="space-y-4" aria-busy="true"><Skeleton className="h-8 w-56" /><Skeleton className="h-10 w-full" /><Skeleton className="h-96 w-full" /></div>;
}
