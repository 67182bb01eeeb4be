const KEPT_MS = 1_000;
/** A look that takes longer may never end; then another is begun. */
const PATIENCE_MS = 10_000;

/** One look answers all who ask while it is under way and shortly after: strangers may ask for health, and each look counts the queue. */
export function shareAnswers<Answer>(look: () => Promise<Answer>): () => Promise<Answer> {
  let until = -Infinity;
  let answer: Promise<Answer>;
  return () => {
    const now = performance.now();
    if (now < until) return answer;
    until = now + PATIENCE_MS;
    const mine = (answer = look());
    const keep = () => { if (mine === answer) until = performance.now() + KEPT_MS; };
    void mine.then(keep, keep);
    return mine;
  };
}
