import type { ResultBase, Warning } from "../types.ts";
import type { Chat } from "./chat.ts";
import { LLM_ENGINE } from "./engine.ts";

/** The first fields of a result that a language model wrote. */
export function llmBase(
  chat: Chat,
  { language, coverage, warnings }: { language: string; coverage: number; warnings: Warning[] },
): ResultBase {
  return {
    provider: "openai",
    model: chat.model,
    engine: LLM_ENGINE,
    language,
    coverage,
    usage: { ...chat.usage },
    warnings,
  };
}

/** The language to write in, and how a model is told. */
export function outputLanguage(asked: "auto" | "en" | "zh", own: string): { language: string; instruction: string } {
  const language = asked === "auto" ? own : asked;
  if (language === "und") return { language, instruction: "Write in the language of the text." };
  const name = new Intl.DisplayNames(["en"], { type: "language" }).of(language) ?? language;
  return { language, instruction: `Write in ${name}.` };
}
