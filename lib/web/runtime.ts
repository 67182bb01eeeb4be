import "server-only";

/** The process's own, for what Next runs; the server before it takes it from the same place. */
export { getRuntime } from "./process-runtime";
