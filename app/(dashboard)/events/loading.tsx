import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the list that is coming. */
export default function Loading() {
  return (
    <div className="space-y-4" aria-busy="true">
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-36 w-full" />
      <Skeleton className="h-16 w-full" />
      {Array.from({ length: 8 }, (_, index) => <Skeleton key={index} className="h-11 w-full" />)}
    </div>
  );
}
