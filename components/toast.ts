import type { ExternalToast } from "sonner";

type Say = (text: string, options?: ExternalToast) => void;

let tellShown: () => void = () => undefined;
const isShown = new Promise<void>((resolve) => { tellShown = resolve; });
let wanted: () => void = () => undefined;
const isWanted = new Promise<void>((resolve) => { wanted = resolve; });

/** For the toaster alone: when the first toast waits for it, and to say that it is there. */
export const toasterCalls = { isWanted, tellShown };

const say = (kind: "success" | "error"): Say => (text, options) => {
  wanted();
  void isShown.then(() => import("sonner")).then(({ toast }) => toast[kind](text, options));
};

/** Says something at the edge of the screen. What draws it is fetched when the page is at rest, or by the first that is said. */
export const toast = { success: say("success"), error: say("error") };
