import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { AVISO_VERSION } from "@/lib/domain/version";
import { setTracer } from "./trace";

/**
 * Sends spans to a collector (OTLP over HTTP), in batches, until the end of the process. Loaded only where one is named.
 * @param options.share of the traces that begin here (0–1); those that came in decide for themselves
 * @returns sends what is left, and ends
 */
export function startTracing(options: { part: string; endpoint: string; share: number }): () => Promise<void> {
  const exporter = new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/+$/, "")}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": `aviso-${options.part}`, "service.version": AVISO_VERSION }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  setTracer(provider.getTracer("aviso"));
  return async () => {
    setTracer(undefined);
    await provider.shutdown();
  };
}
