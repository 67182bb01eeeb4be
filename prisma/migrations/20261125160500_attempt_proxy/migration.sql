-- The proxy that an attempt went through, as host:port. Null for older rows and for what went straight.
ALTER TABLE "attempts" ADD COLUMN "proxy" TEXT;
