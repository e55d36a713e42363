import {
  context,
  propagation,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
} from "@opentelemetry/api";
import { env } from "./env";

const tracer = () => trace.getTracer("sluice");
/** The W3C header, as text that can be kept. */
const TRACEPARENT = "traceparent";

/** Traces are taken by somebody. Otherwise spans are nothing, and cost as much. */
export const isTracing = (): boolean =>
  env().OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;

type SpanOptions = {
  attributes?: Attributes;
  links?: Link[];
  /** Instead of the span that is open here. */
  parent?: Context;
};

/** Runs `work` within a span, which tells when it threw; attributes are ids and counts only. */
export async function withSpan<T>(
  name: string,
  work: (span: Span) => Promise<T>,
  { attributes = {}, links = [], parent = context.active() }: SpanOptions = {},
): Promise<T> {
  return tracer().startActiveSpan(
    name,
    { attributes, links },
    parent,
    async (span) => {
      try {
        return await work(span);
      } catch (error) {
        // The name only: a message may hold what people sent.
        const message = error instanceof Error ? error.name : "unknown";
        span.setStatus({ code: SpanStatusCode.ERROR, message });
        throw error;
      } finally {
        span.end();
      }
    },
  );
}

/** The span that is open here, to be named elsewhere; null when it is not recorded. */
export function currentTraceparent(): string | null {
  if (trace.getActiveSpan()?.isRecording() !== true) return null;
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier[TRACEPARENT] ?? null;
}

/** What a kept traceparent stands for. */
export const contextOf = (traceparent: string): Context =>
  propagation.extract(context.active(), { [TRACEPARENT]: traceparent });

/** A link to the span that is open in a context; none when there is none. */
export function linkTo(given: Context): Link[] {
  const span = trace.getSpanContext(given);
  return span === undefined ? [] : [{ context: span }];
}
