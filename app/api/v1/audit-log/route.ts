import { listAudit, ListAuditInput } from "@/lib/services/audit/list";
import { withRoute } from "@/lib/web/api";
import { readApiQuery } from "@/lib/web/read-query";

export const GET = withRoute("audit.read", async ({ ctx, request }) => Response.json(await listAudit({ ctx, input: readApiQuery(request, ListAuditInput) })));
