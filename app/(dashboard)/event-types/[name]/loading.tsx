import { CardSkeleton, LinesSkeleton, PageSkeleton } from "@/components/skeletons";

/** The shape of one event type: its sample beside its schema. */
export default function Loading() {
  return <PageSkeleton back actions={1}><div className="grid items-start gap-4 lg:grid-cols-2"><CardSkeleton><LinesSkeleton lines={14} /></CardSkeleton><CardSkeleton><LinesSkeleton lines={14} /></CardSkeleton></div></PageSkeleton>;
}
