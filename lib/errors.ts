type Problem = { status: number; retryable?: true };

/**
 * All that may go wrong in front of a caller, and the HTTP status it becomes.
 * Codes are public: add, never rename.
 */
export const PROBLEMS = {
  VALIDATION_ERROR: { status: 400 },
  FILE_TYPE_INVALID: { status: 400 },
  FILE_EMPTY: { status: 400 },
  JOB_NOT_RETRYABLE: { status: 400 },
  JOB_NOT_CANCELLABLE: { status: 400 },
  AUTH_REQUIRED: { status: 401 },
  AUTH_INVALID: { status: 401 },
  AUTH_EXPIRED: { status: 401 },
  FORBIDDEN: { status: 403 },
  RESOURCE_NOT_FOUND: { status: 404 },
  TASK_NOT_FOUND: { status: 404 },
  CONFLICT: { status: 409 },
  TASK_ALREADY_COMPLETED: { status: 409 },
  DUPLICATE_FILE: { status: 409 },
  FILE_DUPLICATE: { status: 409 },
  VALIDATION_IN_PROGRESS: { status: 409 },
  FILE_TOO_LARGE: { status: 413 },
  PAYLOAD_TOO_LARGE: { status: 413 },
  RANGE_INVALID: { status: 416 },
  API_KEY_INVALID: { status: 422 },
  NO_TEXT: { status: 422 },
  RATE_LIMIT_EXCEEDED: { status: 429 },
  INTERNAL: { status: 500 },
  LLM_UNAVAILABLE: { status: 502 },
  UNAVAILABLE: { status: 503, retryable: true },
} as const satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof PROBLEMS;
export type FieldFault = { field: string; message: string };

/**
 * A failure we foresaw. `message` and `details` may be shown to the caller; `cause` is for our log alone.
 * A fault in a customer's data is never thrown as this: it is a record (see lib/tables/finding.ts).
 */
export class IntakeError extends Error {
  readonly code: ProblemCode;
  readonly details: Record<string, unknown>;

  constructor(
    code: ProblemCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "IntakeError";
    this.code = code;
    this.details = options.details ?? {};
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** VALIDATION_ERROR with the faulty fields named; the message repeats them for people who read no details. */
export function invalid(...fields: FieldFault[]): IntakeError {
  const message = fields.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return new IntakeError("VALIDATION_ERROR", message, { details: { fields } });
}

/**
 * A file that cannot be read, whatever is tried: corrupt, encrypted, too large, not what it claims to be.
 * It ends a job as FAILED with this code and a message that the file's owner can act on; it is never retried.
 */
export class FileFault extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "FileFault";
    this.code = code;
  }
}
