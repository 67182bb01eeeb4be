-- What a key is for, for which products, and until when. Keys that exist may all that they could.
ALTER TABLE "api_keys"
    ADD COLUMN "scope" TEXT NOT NULL DEFAULT 'manage',
    ADD COLUMN "all_products" BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN "product_ids" UUID[] NOT NULL DEFAULT '{}',
    ADD COLUMN "expires_at" TIMESTAMPTZ(3),
    ADD CONSTRAINT "api_keys_scope_check" CHECK ("scope" IN ('ingest', 'read', 'manage')),
    ADD CONSTRAINT "api_keys_products_check" CHECK ("all_products" OR "scope" <> 'manage');
