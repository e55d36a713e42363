/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // A trailing slash is the same route, never a redirect: clients do not follow one on POST.
  skipTrailingSlashRedirect: true,
  images: { unoptimized: true },
  serverExternalPackages: [
    "@node-rs/argon2",
    "pg",
    "pino",
    "inngest",
    "avsc",
    "snappy",
    "@aws-sdk/client-redshift",
    "@aws-sdk/client-redshift-serverless",
    "@aws-sdk/client-s3",
    "@aws-sdk/client-sts",
    "@google-cloud/bigquery",
    "pg-cursor",
    "snowflake-sdk",
    "@prisma/client",
    "prom-client",
    "@opentelemetry/api",
    "@opentelemetry/context-async-hooks",
    "@opentelemetry/core",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-base",
  ],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "X-Frame-Options", value: "DENY" },
      ],
    },
  ],
};
