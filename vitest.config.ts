import { defineConfig } from "vitest/config";

/**
 * unit         no services; runs anywhere
 * integration  real PostgreSQL, Redis, S3 and SQS; each file makes its own database, prefix and bucket
 * e2e          black box, through edge's address alone
 *
 * `npm test` starts a stack on free ports and hands its addresses down in the environment. The time limits are there to
 * end what hangs; they promise no speed, and a crowded machine must not reach them.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], testTimeout: 120_000 } },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
