/** Raised whenever prompts, chunks or what is made of an answer change. */
export const LLM_ENGINE = "openai/2";
