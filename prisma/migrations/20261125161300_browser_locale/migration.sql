-- The language of the browser that a person last signed in with: for mails to who has chosen none.
ALTER TABLE "users" ADD COLUMN "browser_locale" TEXT;
