/** A language model as the document tasks see it: who calls it, retries and counts is handed in. */
import type { Usage } from "../types.ts";

/** What a call is for; the log shows it. */
export type Purpose = "map" | "reduce" | "answer" | "rewrite" | "mindmap" | "repair";

export type ChatRequest = {
  purpose: Purpose;
  /** Instructions, and nothing else. */
  system: string;
  /** Data, and nothing else. */
  user: string;
  /** The answer is to be JSON of this schema. */
  json?: { name: string; schema: Record<string, unknown> };
  /** Called with the text so far, as it grows; a try that is repeated begins anew. */
  onText?: (text: string) => void;
};

export type Chat = {
  readonly model: string;
  /** Tokens that a request may have together with its answer. */
  readonly contextTokens: number;
  /** Tokens that a task may spend. */
  readonly taskTokens: number;
  /** Spent so far, failed tries included. */
  readonly usage: Usage;
  /** @throws {LlmFault} once there is no hope; the signal's reason where the task is no longer wanted */
  ask(request: ChatRequest): Promise<string>;
};

/** The longest answer that is ever asked for. */
export const OUTPUT_TOKENS = 2_048;

export type LlmFaultCode = "API_KEY_INVALID" | "LLM_RATE_LIMITED" | "LLM_UNAVAILABLE" | "LLM_BAD_RESPONSE";

/** A language model that could not do what was asked. */
export class LlmFault extends Error {
  readonly code: LlmFaultCode;

  constructor(code: LlmFaultCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "LlmFault";
    this.code = code;
  }
}

/**
 * Tokens that a text will cost, on the safe side of what the usual vocabularies need: four letters of ASCII, or one
 * character of any other script.
 */
export function estimateTokens(text: string): number {
  let ascii = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x80) ascii++;
  return Math.ceil(ascii / 4 + (text.length - ascii));
}
