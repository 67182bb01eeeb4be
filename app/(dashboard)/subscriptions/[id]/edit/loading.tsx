import { CardSkeleton, FieldsSkeleton, PageSkeleton } from "@/components/skeletons";
import { CardContent } from "@/components/ui/card";

/** The shape of the settings that are coming. */
export default function Loading() {
  return <PageSkeleton back><div className="space-y-4"><CardSkeleton><CardContent><FieldsSkeleton count={4} /></CardContent></CardSkeleton><CardSkeleton><CardContent><FieldsSkeleton count={3} /></CardContent></CardSkeleton></div></PageSkeleton>;
}
