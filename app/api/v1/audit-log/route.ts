import { listAudit, type ListAuditInput } from "@/lib/services/audit/list";
import { withRoute } from "@/lib/web/api";
import { readQuery } from "@/lib/web/read-query";

export const GET = withRoute("audit.read", async ({ ctx, request }) => Response.json(await listAudit({ ctx, input: readQuery(request) as ListAuditInput })));
