const PURE =
  "^lib/(mapping|cohorts|identity|sync|shared|templates|alerts|traits)/";
const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from,
  to,
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      "no-cycles",
      "A cycle means two files are really one.",
      { pathNot: "^lib/generated/" },
      { circular: true },
    ),
    rule(
      "pure-core-stays-pure",
      "Rules must run in a browser preview and in a job alike.",
      { path: PURE, pathNot: "\\.test\\.ts$|/testing/" },
      {
        pathNot: [
          PURE,
          "node_modules/(zod|lossless-json|re2js|@noble/hashes|croner)/",
        ],
      },
    ),
    rule(
      "connectors-know-no-database",
      "A connector talks to a vendor; keeping results is a service's job.",
      { path: "^lib/connectors/" },
      {
        path: "^(lib/(services/|db\\.ts)|app/|pages/|components/|inngest/|prisma/)",
      },
    ),
    rule(
      "connectors-know-no-sibling",
      "Heap must not care that Segment exists.",
      { path: "^lib/connectors/([^/]+)/" },
      { path: "^lib/connectors/[^/]+/", pathNot: "^lib/connectors/$1/" },
    ),
    rule(
      "services-know-no-transport",
      "A verb must be callable from a route, a job and a script.",
      { path: "^lib/services/" },
      {
        path: "^(app/|pages/|components/|inngest/functions/)|node_modules/(next|react)/",
      },
    ),
    rule(
      "only-services-touch-the-database",
      "Routes, pages and jobs call verbs.",
      { path: "^(app|pages|components|inngest)/" },
      { path: "^lib/db\\.ts$|node_modules/(@prisma|pg)/" },
    ),
    rule(
      "components-call-no-verbs",
      "Components ask through lib/queries; they may share a verb's schema.",
      { path: "^components/" },
      { path: "^lib/(services/|env\\.ts)", pathNot: "/schemas\\.ts$" },
    ),
    rule(
      "ui-primitives-know-no-domain",
      "components/ui is our design system.",
      { path: "^components/ui/" },
      { path: "^(app/|inngest/|lib/(?!cn\\.ts))" },
    ),
    rule(
      "the-app-never-imports-local",
      "local/ is what lets it run on one machine; the app must run without it.",
      { path: "^(app|pages|components|lib|inngest)/" },
      { path: "^local/" },
    ),
    rule(
      "local-servers-stand-alone",
      "They talk to the app over HTTP only.",
      { path: "^local/(inngest-server|sandbox)/" },
      { path: "^(lib|app|components|inngest)/" },
    ),
    rule(
      "test-support-stays-in-tests",
      "Product code must not lean on test helpers.",
      { pathNot: "^(tests|e2e|bench|prisma/seed)/|/testing/|\\.test\\.tsx?$" },
      { path: "^tests/|/testing/" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.cache|\\.data)/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
