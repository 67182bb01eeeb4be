ALTER TABLE "users" ADD COLUMN "last_sign_in_at" TIMESTAMPTZ(3);

-- When the person last chose this workspace: where a new browser begins.
ALTER TABLE "members" ADD COLUMN "opened_at" TIMESTAMPTZ(3);

-- Who invited, so that the links of somebody who was removed end with them.
ALTER TABLE "invitations" ADD COLUMN "email" TEXT, ADD COLUMN "invited_by_id" UUID;

-- The audit log by who, what and to what.
CREATE INDEX "audit_log_workspace_id_actor_id_id_idx" ON "audit_log"("workspace_id", "actor_id", "id" DESC);
CREATE INDEX "audit_log_workspace_id_action_id_idx" ON "audit_log"("workspace_id", "action", "id" DESC);
CREATE INDEX "audit_log_workspace_id_target_id_id_idx" ON "audit_log"("workspace_id", "target_id", "id" DESC);
