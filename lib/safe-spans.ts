import type { Attributes } from "@opentelemetry/api";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";

const OUR_SCOPE = "sluice";
/** Of what Next says of a request; addresses hold the keys of ingest and of Inngest. */
const SHOWN = new Set([
  ...["http.method", "http.route", "http.status_code"],
  ...["next.route", "next.span_name", "next.span_type"],
]);
const ADDRESS = /https?:\/\/\S+/g;
const INGEST_KEY = /(\/api\/ingest\/\w+\/)[^\s/?[]+/g;

/** Exports other libraries' spans without addresses: whoever knows one could use it. */
export function withoutSecrets(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(safe), done),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

function safe(span: ReadableSpan): ReadableSpan {
  if (span.instrumentationScope.name === OUR_SCOPE) return span;
  const attributes: Attributes = Object.fromEntries(
    Object.entries(span.attributes)
      .filter(([name]) => SHOWN.has(name))
      .map(([name, value]) => [
        name,
        typeof value === "string" ? redacted(value) : value,
      ]),
  );
  // What else there is to a span is read from it itself.
  return Object.create(span, {
    name: { value: redacted(span.name) },
    attributes: { value: attributes },
    events: { value: [] },
    status: { value: { code: span.status.code } },
  }) as ReadableSpan;
}

const redacted = (text: string): string =>
  text.replace(ADDRESS, "…").replace(INGEST_KEY, "$1[key]");
