import { redirect } from "next/navigation";
import { routes } from "@/lib/routes";

/** Until a subscription has a page of its own, its address leads to its events. */
export default async function SubscriptionPage({ params }: { params: Promise<{ id: string }> }) {
  redirect(routes.events.list({ subscriptionId: (await params).id }));
}
