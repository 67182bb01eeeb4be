import { configureLog, log } from "@/lib/log";
import { readServerSettings, type ServerSettings } from "./env";

/** Beyond this the process ends all the same: leases run out by themselves, and what was accepted is committed. */
const STOP_PATIENCE_MS = 7_000;

/**
 * Runs one of Aviso's processes: reads its settings, starts it, says "<name> ready", and ends it at SIGTERM, SIGINT, or
 * when the supervisor has gone. What prevents its start is told in one line, with exit code 1.
 * @param start starts it and returns what ends it
 */
export async function runPart(name: "web" | "worker", start: (settings: ServerSettings) => Promise<() => Promise<void>>): Promise<void> {
  let end: (() => Promise<void>) | undefined;
  let endTracing: (() => Promise<void>) | undefined;
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(0), STOP_PATIENCE_MS).unref();
    await end?.().catch((error) => log.error("could not end in order", {}, error));
    await endTracing?.().catch(() => undefined);
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop()).on("SIGINT", () => void stop()).on("disconnect", () => void stop());
  try {
    const settings = readServerSettings();
    configureLog({ part: name, level: settings.logLevel, format: settings.logFormat });
    // The SDK is loaded only where traces are wanted.
    if (settings.tracing) endTracing = (await import("@/lib/trace-export")).startTracing({ part: name, ...settings.tracing });
    end = await start(settings);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`aviso ${name}: ${text.trim().replace(/\s*\n\s*/g, " ")}\n`);
    process.exit(1);
  }
  // The supervisor may have gone before this process listened for that.
  if (process.send && !process.connected) return stop();
  // The supervisor waits for this very line.
  if (process.send) process.stdout.write(`${name} ready\n`);
  else log.info(`${name} ready`);
}
