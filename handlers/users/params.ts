import type { ProblemCode } from "../../lib/errors.ts";

/** What any route for users may answer beside its own errors. */
export const USER_ERRORS = [
  "AUTH_REQUIRED",
  "AUTH_INVALID",
  "AUTH_EXPIRED",
  "RATE_LIMIT_EXCEEDED",
  "UNAVAILABLE",
] as const satisfies readonly ProblemCode[];
