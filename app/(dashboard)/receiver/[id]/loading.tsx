import { CardSkeleton, LinesSkeleton, PageSkeleton, RowsSkeleton } from "@/components/skeletons";

/** The shape of one receiver: its address, how it behaves, its inbox. */
export default function Loading() {
  return (
    <PageSkeleton back actions={1}>
      <div className="mb-4 grid gap-4 lg:grid-cols-2"><CardSkeleton><LinesSkeleton /></CardSkeleton><CardSkeleton><LinesSkeleton /></CardSkeleton></div>
      <CardSkeleton><RowsSkeleton head={false} /></CardSkeleton>
    </PageSkeleton>
  );
}
