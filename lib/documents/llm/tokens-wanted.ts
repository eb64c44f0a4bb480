import type { QaOptions, RewriteOptions, TaskOptions, TaskType } from "../options.ts";
import type { Extraction } from "../types.ts";
import { estimateTokens, OUTPUT_TOKENS } from "./chat.ts";
import { tokensToCondense } from "./condense.ts";

/** Instructions, markers and schema of a request, generously. */
const OVERHEAD_TOKENS = 1_500;
const PASSAGES_TOKENS = 6_000; // of the eight that a question is answered from; longer ones are cut to fit
/** A rewritten text is sent, comes back, and may grow. */
const REWRITE_FACTOR = 3;

export type TokenLimits = { contextTokens: number; taskTokens: number };

/**
 * What a task may need of a language model at most, as far as can be told before it is asked; failed tries cost
 * nothing. Never more than one task may spend.
 */
export function tokensWanted(
  type: Exclude<TaskType, "extract">,
  extraction: Extraction,
  options: TaskOptions<TaskType>,
  { contextTokens, taskTokens }: TokenLimits,
): number {
  const request = OVERHEAD_TOKENS + OUTPUT_TOKENS;
  return Math.min(taskTokens, Math.max(request, wanted()));

  function wanted(): number {
    switch (type) {
      case "qa": {
        const { question, context, history } = options as QaOptions;
        const said = [question, context, ...history.flatMap((turn) => [turn.question, turn.answer])].join("\n");
        return Math.min(contextTokens, request + PASSAGES_TOKENS + estimateTokens(said));
      }
      case "rewrite": {
        const { text, section } = options as RewriteOptions;
        const span = extraction.sections[section ?? 0];
        return request + REWRITE_FACTOR * estimateTokens(text ?? extraction.text.slice(span?.start, span?.end));
      }
      default:
        return tokensToCondense(extraction.text, contextTokens);
    }
  }
}
