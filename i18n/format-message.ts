import formatCompiled from "use-intl/format-message/format-only";
import { isolated } from "@/lib/domain/name-text";

/** How every message of the pages is formatted (next.config.js puts it in the library's place): what a person named turns or hides nothing of the sentence around it, be it shown, read out or a tooltip. */
export default function formatMessage(...[path, message, values, options]: Parameters<typeof formatCompiled>): ReturnType<typeof formatCompiled> {
  const safe = values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value]));
  return formatCompiled(path, message, safe, options);
}
formatMessage.raw = formatCompiled.raw;
