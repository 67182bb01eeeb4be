import next from "eslint-config-next/core-web-vitals";
import typescript from "eslint-config-next/typescript";

const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Only lib/config reads the environment.",
};
const noLocaleString = {
  selector: "CallExpression[callee.property.name=/^toLocale(Date|Time)?String$/]",
  message: "Use the component that formats this kind of value.",
};

export default [
  { ignores: [".next/**", "lib/db/generated/**", "next-env.d.ts", "playwright-report/**", "test-results/**"] },
  ...next,
  ...typescript,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
      // Clocks and polls set state from effects on purpose.
      "react-hooks/set-state-in-effect": "off",
      "import/no-anonymous-default-export": "off",
    },
  },
  // Playwright's `use` is no hook of React's.
  { files: ["e2e/**"], rules: { "react-hooks/rules-of-hooks": "off", "no-empty-pattern": "off" } },
  { files: ["app/**", "components/**", "lib/**"], ignores: ["lib/config/**", "lib/testing/**", "**/*.test.ts", "app/api/auth/**"], rules: { "no-restricted-syntax": ["error", noEnvironment] } },
  { files: ["app/**/*.tsx", "components/**/*.tsx"], rules: { "no-restricted-syntax": ["error", noEnvironment, noLocaleString] } },
  { files: ["app/**", "components/**"], ignores: ["components/link.tsx"], rules: { "no-restricted-imports": ["error", { name: "next/link", message: "Use components/link, which fetches ahead what somebody means to open." }] } },
];
