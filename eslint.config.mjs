import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const PURE_FILES = [
  "lib/{mapping,cohorts,identity,sync,shared,alerts,traits}/**/*.ts",
];

/** What the pure core may not reach for: its callers hand these in. */
const pureGlobals = [
  "process",
  "fetch",
  "setTimeout",
  "setInterval",
  "crypto",
  "performance",
].map((name) => ({
  name,
  message: "The pure core takes this as an argument.",
}));
const pureProperties = [
  { object: "Date", property: "now", message: "Hand the clock in." },
  { object: "Math", property: "random", message: "Hand randomness in." },
];

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      ".next",
      ".data",
      ".cache",
      "lib/generated",
      "next-env.d.ts",
    ],
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      tseslint.configs.strictTypeChecked,
      reactHooks.configs.flat["recommended-latest"],
    ],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        {
          argsIgnorePattern: "^_",
          varsIgnorePattern: "^_",
          ignoreRestSiblings: true,
        },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true },
      ],
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
      "@typescript-eslint/require-await": "off",
      "max-lines": [
        "error",
        { max: 400, skipBlankLines: true, skipComments: true },
      ],
    },
  },
  {
    files: [
      "lib/**/*.{ts,tsx}",
      "app/**/*.{ts,tsx}",
      "pages/**/*.ts",
      "components/**/*.{ts,tsx}",
      "inngest/**/*.ts",
    ],
    ignores: ["lib/env.ts", "**/*.test.{ts,tsx}"],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "lib/env.ts alone reads the environment.",
        },
      ],
    },
  },
  {
    files: PURE_FILES,
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", ...pureGlobals],
      "no-restricted-properties": ["error", ...pureProperties],
    },
  },
);
