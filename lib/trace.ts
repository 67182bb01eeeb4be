import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Attributes, type Tracer } from "@opentelemetry/api";

// On globalThis, because Next bundles its own copy of this module. Without a tracer nothing is made, stored or sent.
const KEY = Symbol.for("aviso.tracer");
const holder = globalThis as { [KEY]?: Tracer };

/** Whether spans are recorded; false unless the operator named a collector. */
export function isTracing(): boolean {
  return holder[KEY] !== undefined;
}

export function setTracer(tracer: Tracer | undefined): void {
  holder[KEY] = tracer;
}

/** Part of a trace. Its attributes are ids, counts and states only. */
export interface Span {
  /** How the next part refers to this one (W3C Trace Context). */
  traceparent: string;
  end(attributes?: Attributes, failure?: string): void;
}

/** Begins a span, or nothing while tracing is off. @param more.parent the traceparent that it goes on with; a new trace when absent or unreadable */
export function startSpan(name: string, more: { parent?: string | null | undefined; kind?: "server" | "client" | "internal"; startedAt?: Date; attributes?: Attributes } = {}): Span | null {
  const tracer = holder[KEY];
  if (!tracer) return null;
  const kind = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL }[more.kind ?? "internal"];
  const parent = readTraceparent(more.parent);
  const context = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
  const span = tracer.startSpan(name, { kind, ...(more.startedAt ? { startTime: more.startedAt } : {}), attributes: more.attributes ?? {} }, context);
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, "0")}`,
    end(attributes, failure) {
      if (attributes) span.setAttributes(attributes);
      if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      span.end();
    },
  };
}

/** Reads a `traceparent` header (w3.org/TR/trace-context, version 00 and what later ones begin with). @returns null for what is none */
export function readTraceparent(text: string | null | undefined): { traceId: string; spanId: string; traceFlags: number } | null {
  const [, version, traceId, spanId, flags] = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(text ?? "") ?? [];
  if (!traceId || !spanId || version === "ff" || (version === "00" && text!.length !== 55) || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: parseInt(flags!, 16) & TraceFlags.SAMPLED };
}
