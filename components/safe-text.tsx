import { INVISIBLE, markName } from "@/lib/domain/name-text";

/** Text of unknown origin, as text: what is invisible or would change how the rest reads stands there by its number. */
export function SafeText({ text }: { text: string }) {
  if (text.search(INVISIBLE) === -1) return text;
  const marks = [...text.matchAll(INVISIBLE)];
  return marks.map((mark, index) => {
    const end = marks[index - 1] ? marks[index - 1]!.index + 1 : 0;
    return (
      <span key={mark.index}>
        {text.slice(end, mark.index)}
        <span className="mx-px rounded-sm bg-warning-soft px-0.5 text-[0.85em] text-warning">{markName(mark[0])}</span>
        {index === marks.length - 1 && text.slice(mark.index + 1)}
      </span>
    );
  });
}
