-- Whom a notice was mailed to already, so that a try after a failure reaches the others alone.
ALTER TABLE "notices" ADD COLUMN "mailed_to" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[];
