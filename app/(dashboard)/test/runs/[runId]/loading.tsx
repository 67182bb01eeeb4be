import { CardSkeleton, LinesSkeleton, PageSkeleton } from "@/components/skeletons";
import { Card } from "@/components/ui/card";

/** The shape of one run: what it was told, then its steps. */
export default function Loading() {
  return <PageSkeleton back actions={1}><div className="space-y-4"><Card><LinesSkeleton lines={3} /></Card><CardSkeleton><LinesSkeleton lines={9} /></CardSkeleton></div></PageSkeleton>;
}
