import { z } from "zod";
import { ListAuditInput } from "@/lib/services/audit/list";
import type { Operation } from "./operation";
import { listOf } from "../list-of";

const values = z.record(z.string(), z.unknown()).nullable().meta({ description: "Only what changed; secrets are left out" });

export const AuditList = listOf(z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.enum(["user", "apiKey", "system"]), id: z.string().nullable(), name: z.string() }),
  address: z.string().nullable().meta({ description: "The network address it came from" }),
  action: z.string(),
  target: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  before: values,
  after: values,
}));

export const AUDIT_OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/api/v1/audit-log", tag: "Audit log", id: "listAuditLog", needsKey: true,
    summary: "List the audit log",
    description: "Who changed what, when, from where, before and after; newest first. Nothing in it is ever changed or removed.",
    query: ListAuditInput,
    answers: { 200: { description: "A page of entries", schema: AuditList } },
    problems: { 422: "A filter is not valid" },
  },
];
