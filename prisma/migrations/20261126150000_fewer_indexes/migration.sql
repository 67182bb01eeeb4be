-- Each event paid for indexes that hardly anything asked: a term's own key (three entries an event) served only the page of an
-- event, which reads the terms from the event itself now; and a delivery's id is looked for within its event's millisecond.
-- Both go without a word to others: nothing is rewritten, and versions before this one read the same rows, only slower.
-- In the order in which events are stored, so that neither waits for the other.
DROP INDEX "deliveries_id_idx";
ALTER TABLE "search_terms" DROP CONSTRAINT "search_terms_pkey";
