import { z } from "zod";
import { isDatabaseDown, isUnstorable } from "../db/database.ts";
import { IntakeError, PROBLEMS, type ProblemCode } from "../errors.ts";

/** The one error body, whichever component answers. */
export const ErrorBody = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
  detail: z.string(),
  request_id: z.string(),
  timestamp: z.iso.datetime(),
  path: z.string(),
});

/**
 * What the caller may know of any error: ours as it is, a text that cannot be stored as a fault of the request,
 * everything else as INTERNAL without its insides.
 */
export function asIntakeError(error: unknown): IntakeError {
  if (error instanceof IntakeError) return error;
  if (isDatabaseDown(error)) return new IntakeError("UNAVAILABLE", "The database cannot be reached", { cause: error });
  if (isUnstorable(error)) {
    return new IntakeError("VALIDATION_ERROR", "The request holds a NUL character, or half of a surrogate pair", {
      cause: error,
    });
  }
  return new IntakeError("INTERNAL", "Something went wrong on our side; the request id leads to it in the log", {
    cause: error,
  });
}

export function errorBody(
  error: IntakeError,
  request: { requestId: string; path: string },
): z.output<typeof ErrorBody> {
  return {
    success: false,
    error: { code: error.code, message: error.message, details: error.details },
    detail: error.message,
    request_id: request.requestId,
    timestamp: new Date().toISOString(),
    path: request.path,
  };
}

/** Headers that some errors carry: how long to wait, how to authenticate. */
export function errorHeaders(error: IntakeError): Record<string, string> {
  const headers: Record<string, string> = {};
  const wait = error.details.retry_after;
  if (error.status === 429 || error.status === 503) {
    headers["Retry-After"] = String(typeof wait === "number" ? Math.max(1, Math.ceil(wait)) : 5);
  }
  if (error.status === 401) headers["WWW-Authenticate"] = "Bearer";
  return headers;
}
