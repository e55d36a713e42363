const leaf = "export const leaf = 1;\n";
const imports = (path: string) =>
  `import { leaf } from "${path}";\nexport const copy = leaf;\n`;

/** For each folder rule, the files of a breach that it must catch. */
export const breaches: Record<string, Record<string, string>> = {
  "no-cycles": {
    "lib/a.ts": `import { b } from "./b";\nexport const a = () => b;\n`,
    "lib/b.ts": `import { a } from "./a";\nexport const b = () => a;\n`,
  },
  "pure-core-stays-pure": {
    "lib/mapping/a.ts": imports("../db"),
    "lib/db.ts": leaf,
  },
  "connectors-know-no-database": {
    "lib/connectors/heap/a.ts": imports("../../db"),
    "lib/db.ts": leaf,
  },
  "connectors-know-no-sibling": {
    "lib/connectors/heap/a.ts": imports("../segment/b"),
    "lib/connectors/segment/b.ts": leaf,
  },
  "services-know-no-transport": {
    "lib/services/sync/a.ts": imports("../../../app/b"),
    "app/b.ts": leaf,
  },
  "only-services-touch-the-database": {
    "app/a.ts": imports("../lib/db"),
    "lib/db.ts": leaf,
  },
  "components-call-no-verbs": {
    "components/a.ts": imports("../lib/services/sync/b"),
    "lib/services/sync/b.ts": leaf,
  },
  "ui-primitives-know-no-domain": {
    "components/ui/a.ts": imports("../../lib/queries/b"),
    "lib/queries/b.ts": leaf,
  },
  "the-app-never-imports-local": {
    "lib/a.ts": imports("../local/b"),
    "local/b.ts": leaf,
  },
  "local-servers-stand-alone": {
    "local/sandbox/a.ts": imports("../../lib/b"),
    "lib/b.ts": leaf,
  },
  "test-support-stays-in-tests": {
    "lib/a.ts": imports("../tests/b"),
    "tests/b.ts": leaf,
  },
};
