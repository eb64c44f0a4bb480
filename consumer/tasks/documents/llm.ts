import { markKeyInvalid } from "../../../lib/accounts/provider-key.ts";
import { answerByModel } from "../../../lib/documents/llm/answer.ts";
import { type Chat, LlmFault } from "../../../lib/documents/llm/chat.ts";
import { mindmapByModel } from "../../../lib/documents/llm/mindmap.ts";
import { rewriteByModel } from "../../../lib/documents/llm/rewrite.ts";
import { summarizeByModel } from "../../../lib/documents/llm/summarize.ts";
import { tokensWanted } from "../../../lib/documents/llm/tokens-wanted.ts";
import type { TaskOptions } from "../../../lib/documents/options.ts";
import type { TaskResult } from "../../../lib/documents/results.ts";
import { type Extraction, NO_USAGE, type Usage } from "../../../lib/documents/types.ts";
import { FileFault, IntakeError } from "../../../lib/errors.ts";
import { openChat } from "../../../lib/llm/open-chat.ts";
import type { TaskContext } from "../task.ts";
import { runLocal, type UnderstandingType } from "./local.ts";
import type { TaskProgress } from "./task-progress.ts";

/** How text that is being written is handed on. */
type OnText = (text: string) => void;

type ByModel = {
  [Type in UnderstandingType]: (
    chat: Chat,
    extraction: Extraction,
    options: TaskOptions<Type>,
    onText: OnText,
  ) => Promise<TaskResult<Type>>;
};

const BY_MODEL: ByModel = {
  summarize: summarizeByModel,
  qa: answerByModel,
  rewrite: rewriteByModel,
  mindmap: mindmapByModel,
};

/**
 * Has a language model do a task. Where it cannot, the local engine does it instead if the caller left the choice to
 * us; a key that is refused is the user's to mend in any case.
 *
 * @throws {FileFault} with the code that the task fails with
 */
export async function runByModel<Type extends UnderstandingType>(
  { job, ports, signal }: TaskContext,
  type: Type,
  extraction: Extraction,
  progress: TaskProgress,
): Promise<TaskResult<Type>> {
  const options = job.options as TaskOptions<Type>;
  const isFallbackWanted = job.params.fallback === true;
  let usage: Usage = NO_USAGE;
  try {
    const opened = await openChat(ports, job, signal, (limits) => tokensWanted(type, extraction, options, limits));
    if (!opened) throw new LlmFault("API_KEY_INVALID", "There is no API key for a language model any more");
    const { chat, keyScope } = opened;
    usage = chat.usage;
    progress.at("generating", 35, `Asking ${chat.model}`);
    try {
      const result = await BY_MODEL[type](chat, extraction, options, (text) => progress.written(text.trim()));
      await progress.flushed();
      return result;
    } catch (error) {
      if (error instanceof LlmFault && error.code === "API_KEY_INVALID" && keyScope === "user") {
        await markKeyInvalid(ports, job.user_id!);
      }
      throw error;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof IntakeError && error.code === "API_KEY_INVALID")
      throw new FileFault(error.code, error.message);
    if (!(error instanceof LlmFault)) throw error;
    if (error.code === "API_KEY_INVALID" || !isFallbackWanted) throw new FileFault(error.code, error.message);
    progress.written(null);
    const result = await runLocal(type, extraction, options);
    const message = `${error.message}; the local engine did the task instead.`;
    return { ...result, usage, warnings: [{ code: "LLM_FALLBACK", message }, ...result.warnings] };
  }
}
