// Control characters, terminal escapes, and marks that are not seen but turn or hide what stands beside them.
// Line breaks and tabs are what they seem; a carriage return before a line feed too.
const INVISIBLE = /\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Text of unknown origin, as text: what is invisible or would change how the rest reads stands there by its number. */
export function SafeText({ text }: { text: string }) {
  if (text.search(INVISIBLE) === -1) return text;
  const marks = [...text.matchAll(INVISIBLE)];
  return marks.map((mark, index) => {
    const end = marks[index - 1] ? marks[index - 1]!.index + 1 : 0;
    const code = `U+${mark[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return (
      <span key={mark.index}>
        {text.slice(end, mark.index)}
        <span className="mx-px rounded-sm bg-warning-soft px-0.5 text-[0.85em] text-warning">{code}</span>
        {index === marks.length - 1 && text.slice(mark.index + 1)}
      </span>
    );
  });
}
