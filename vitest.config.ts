import { defineConfig } from "vitest/config";

/**
 * unit         no services; runs anywhere
 * integration  real PostgreSQL, Redis, S3 and SQS; each file makes its own database, prefix and bucket
 * e2e          black box, through edge's address alone
 *
 * `npm test` starts a stack on free ports and hands its addresses down in the environment.
 */
// On a CI machine of two cores, parts are killed and restarted beside every other test: what misses its moment there is
// tried again, and the report says so. On a developer's machine nothing is.
const retry = process.env.CI ? 2 : 0;

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", retry, include: ["tests/unit/**/*.test.ts"], testTimeout: 20_000 } },
      {
        test: {
          name: "integration",
          retry,
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          retry,
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
