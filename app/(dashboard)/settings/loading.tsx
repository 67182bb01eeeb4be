import { CardSkeleton, FieldsSkeleton } from "@/components/skeletons";
import { CardContent } from "@/components/ui/card";

/** The shape of a part of the settings; its head is there already. */
export default function Loading() {
  return <div className="space-y-6" aria-busy="true"><CardSkeleton><CardContent><FieldsSkeleton count={4} /></CardContent></CardSkeleton><CardSkeleton><CardContent><FieldsSkeleton count={3} /></CardContent></CardSkeleton></div>;
}
