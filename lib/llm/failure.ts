import OpenAI, { APIConnectionError, APIError } from "openai";
import { LlmFault, type LlmFaultCode } from "../documents/llm/chat.ts";
import type { LlmCallRow } from "./call-log.ts";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Why a try failed. `waitMs`: what the provider asked for; `retry`: another try may help. */
export type Failure = {
  status: LlmCallRow["status"];
  httpStatus: number | null;
  code: LlmFaultCode;
  retry: boolean;
  waitMs: number | null;
  message: string;
};

/** What an error of the client means for the call, and for its log. */
export function failureOf(error: unknown, { cancelled, silent }: { cancelled: boolean; silent: boolean }): Failure {
  const failure = (parts: Partial<Failure> & Pick<Failure, "status" | "code" | "message">): Failure => ({
    httpStatus: null,
    retry: false,
    waitMs: null,
    ...parts,
  });
  if (cancelled) return failure({ status: "cancelled", code: "LLM_UNAVAILABLE", message: "cancelled" });
  if (silent || error instanceof OpenAI.APIConnectionTimeoutError) {
    const message = "The language model did not answer in time";
    return failure({ status: "timeout", code: "LLM_UNAVAILABLE", retry: true, message });
  }
  if (error instanceof LlmFault)
    return failure({ status: "error", httpStatus: 200, code: error.code, message: error.message });
  if (error instanceof APIConnectionError || !(error instanceof APIError) || error.status === undefined) {
    if (error instanceof SyntaxError) {
      const message = "The language model's answer cannot be read";
      return failure({ status: "error", httpStatus: 200, code: "LLM_BAD_RESPONSE", message });
    }
    const message = "The language model cannot be reached";
    return failure({ status: "error", code: "LLM_UNAVAILABLE", retry: true, message });
  }
  const httpStatus = error.status;
  if (httpStatus === 401 || httpStatus === 403) {
    const message = "The provider of the language model refused the API key";
    return failure({ status: "error", httpStatus, code: "API_KEY_INVALID", message });
  }
  const waitMs = retryAfter(error.headers?.get("retry-after") ?? null);
  if (httpStatus === 429) {
    const message = "The provider of the language model limits how often it is asked";
    return failure({ status: "rate_limited", httpStatus, code: "LLM_RATE_LIMITED", retry: true, waitMs, message });
  }
  if (httpStatus >= 500 || httpStatus === 408 || httpStatus === 409) {
    const message = `The language model is out of order (HTTP ${httpStatus})`;
    return failure({ status: "error", httpStatus, code: "LLM_UNAVAILABLE", retry: true, waitMs, message });
  }
  const message = `The provider of the language model refused the request (HTTP ${httpStatus})`;
  return failure({ status: "error", httpStatus, code: "LLM_BAD_RESPONSE", message });
}

/** Seconds, or a date (RFC 9110, 10.2.3), as milliseconds from now; null where there is none to go by. */
export function retryAfter(header: string | null, now = Date.now()): number | null {
  if (header === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** 0.5 s, 1 s, 2 s …, up to half of it more by chance, so that tasks that failed together do not come back together. */
export const backoff = (attempt: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1) * (1 + Math.random() / 2));
