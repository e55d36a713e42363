import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { env } from "./env";
import { withoutSecrets } from "./safe-spans";

/**
 * Begins to send spans by OTLP over HTTP. Where to, with which headers and how many of
 * them: by OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_*, OTEL_TRACES_SAMPLER).
 * Loaded only when an endpoint is set. Answers what ends it, sending what is left.
 */
export function startTracing(): () => Promise<void> {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      "service.name": env().OTEL_SERVICE_NAME,
      "service.instance.role": env().SLUICE_ROLE,
    }),
    spanProcessors: [
      new BatchSpanProcessor(withoutSecrets(new OTLPTraceExporter())),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(
    new AsyncLocalStorageContextManager().enable(),
  );
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return () => provider.shutdown();
}
