-- Housekeeping deletes what is over, of however many a stranger left.
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");
