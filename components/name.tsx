import { cn } from "@/lib/cn";
import { SafeText } from "./safe-text";

/** A name that somebody gave: whatever its letters and marks, what stands beside it stays where it is, and it breaks where it must. */
export function Name({ text, className }: { text: string; className?: string }) {
  return <bdi className={cn("wrap-anywhere", className)}><SafeText text={text} /></bdi>;
}

// Of no alphabet (private use), so no name is mistaken for it.
const PLACE = "\uE000";

/** A sentence with a name in it. @param children the translation, given what stands for the name */
export function NameIn({ name, children }: { name: string; children: (place: string) => string }) {
  const [before, ...after] = children(PLACE).split(PLACE);
  return <>{before}{after.map((text, index) => <span key={index}><Name text={name} />{text}</span>)}</>;
}
