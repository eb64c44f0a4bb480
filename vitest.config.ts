import { defineConfig } from "vitest/config";

/**
 * unit         no services; runs anywhere
 * integration  real PostgreSQL, Redis, S3 and SQS; each file makes its own database, prefix and bucket
 * e2e          black box, through edge's address alone
 *
 * `npm test` starts a stack on free ports and hands its addresses down in the environment.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], testTimeout: 20_000 } },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
