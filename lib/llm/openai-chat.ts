import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { type Chat, type ChatRequest, estimateTokens, LlmFault, OUTPUT_TOKENS } from "../documents/llm/chat.ts";
import type { Usage } from "../documents/types.ts";
import type { LlmCallRow } from "./call-log.ts";
import { backoff, type Failure, failureOf } from "./failure.ts";

const MOST_TRIES = 4;
/** A provider that asks for a longer wait is not waited for. */
const LONGEST_RETRY_AFTER_MS = 60_000;
const TEMPERATURE = 0.2;

export type ChatSettings = {
  apiKey: string;
  baseUrl: string;
  model: string;
  contextTokens: number;
  /** What the task may spend: a request that could lead past it is not made. */
  taskTokens: number;
  /** Without a byte for so long, a try is given up. */
  timeoutSeconds: number;
  signal: AbortSignal;
  /** Told of every try. */
  log: (call: LoggedCall) => Promise<void>;
};

/** What a try leaves in the log, whoever it was made for. */
export type LoggedCall = Pick<
  LlmCallRow,
  | "base_origin"
  | "model"
  | "purpose"
  | "attempt"
  | "status"
  | "http_status"
  | "error_code"
  | "prompt_tokens"
  | "completion_tokens"
  | "total_tokens"
  | "tokens_estimated"
  | "latency_ms"
>;

type Counted = Pick<LlmCallRow, "prompt_tokens" | "completion_tokens" | "total_tokens" | "tokens_estimated">;
type Answered = { text: string; counted: Counted };

/**
 * A language model behind any OpenAI-compatible endpoint. Retries are our own, for every try is logged and counted,
 * and `Retry-After` is obeyed. Redirects are not followed: they could lead the key anywhere.
 */
export class OpenAiChat implements Chat {
  readonly model: string;
  readonly contextTokens: number;
  readonly taskTokens: number;
  readonly usage: Usage = { calls: 0, prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  readonly #settings: ChatSettings;
  readonly #client: OpenAI;
  /** What the calls under way may cost. */
  #underWay = 0;
  /** Cleared where the endpoint takes no JSON Schema: then JSON is asked for without one. */
  #takesSchemas = true;

  constructor(settings: ChatSettings) {
    this.#settings = settings;
    this.model = settings.model;
    this.contextTokens = settings.contextTokens;
    this.taskTokens = settings.taskTokens;
    this.#client = new OpenAI({
      apiKey: settings.apiKey,
      baseURL: settings.baseUrl,
      organization: null,
      project: null,
      maxRetries: 0,
      timeout: settings.timeoutSeconds * 1000,
      fetchOptions: { redirect: "error" },
      logLevel: "off",
    });
  }

  async ask(request: ChatRequest): Promise<string> {
    const cost = estimateTokens(request.system) + estimateTokens(request.user) + OUTPUT_TOKENS;
    if (this.usage.total_tokens + this.#underWay + cost > this.taskTokens) {
      throw new LlmFault("LLM_RATE_LIMITED", "The task has spent the tokens that it may spend");
    }
    this.#underWay += cost;
    try {
      return await this.#askUntilAnswered(request);
    } finally {
      this.#underWay -= cost;
    }
  }

  async #askUntilAnswered(request: ChatRequest): Promise<string> {
    const { signal } = this.#settings;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const outcome = await this.#try(request, attempt);
      if ("text" in outcome) return outcome.text;
      signal.throwIfAborted();
      if (outcome.httpStatus === 400 && request.json && this.#takesSchemas) {
        this.#takesSchemas = false;
        continue;
      }
      const wait = outcome.waitMs ?? backoff(attempt);
      if (!outcome.retry || attempt >= MOST_TRIES || wait > LONGEST_RETRY_AFTER_MS) {
        throw new LlmFault(outcome.code, outcome.message);
      }
      await sleep(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** One call, logged whatever comes of it. */
  async #try(request: ChatRequest, attempt: number): Promise<{ text: string } | Failure> {
    const { log, signal, timeoutSeconds, baseUrl } = this.#settings;
    const started = performance.now();
    const silence = new Silence(timeoutSeconds * 1000);
    const write = (call: Pick<LoggedCall, "status" | "http_status" | "error_code"> & Counted) => {
      this.#count(call);
      const { prompt_tokens, completion_tokens, total_tokens, tokens_estimated } = call;
      return log({
        base_origin: new URL(baseUrl).origin,
        model: this.model,
        purpose: request.purpose,
        attempt,
        status: call.status,
        http_status: call.http_status,
        error_code: call.error_code,
        prompt_tokens,
        completion_tokens,
        total_tokens,
        tokens_estimated,
        latency_ms: Math.round(performance.now() - started),
      });
    };
    let answered: Answered;
    try {
      answered = await this.#call(request, AbortSignal.any([signal, silence.signal]), silence);
    } catch (error) {
      const failure = failureOf(error, { cancelled: signal.aborted, silent: silence.signal.aborted });
      const error_code = failure.status === "cancelled" ? null : failure.code;
      await write({ status: failure.status, http_status: failure.httpStatus, error_code, ...NOTHING });
      return failure;
    } finally {
      silence.end();
    }
    // Not within the try: a log that cannot be written is no failure of the call, and must not have it made again.
    await write({ status: "ok", http_status: 200, error_code: null, ...answered.counted });
    return { text: answered.text };
  }

  async #call(request: ChatRequest, signal: AbortSignal, silence: Silence): Promise<Answered> {
    const body = this.#body(request);
    if (request.onText) return this.#stream(request, body, signal, silence);
    const answer = await this.#client.chat.completions.create(body, { signal });
    const text = answer.choices?.[0]?.message?.content;
    if (typeof text !== "string") throw new LlmFault("LLM_BAD_RESPONSE", "The language model's answer has no text");
    return { text, counted: counted(answer.usage, request, text) };
  }

  async #stream(
    request: ChatRequest,
    body: ChatCompletionCreateParamsNonStreaming,
    signal: AbortSignal,
    silence: Silence,
  ): Promise<Answered> {
    const stream = await this.#client.chat.completions.create(
      { ...body, stream: true, stream_options: { include_usage: true } },
      { signal },
    );
    let text = "";
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      silence.broken();
      usage = chunk.usage ?? usage;
      const delta = chunk.choices?.[0]?.delta?.content;
      if (!delta) continue;
      text += delta;
      request.onText?.(text);
    }
    signal.throwIfAborted(); // the client ends an aborted stream without a word
    if (text === "") throw new LlmFault("LLM_BAD_RESPONSE", "The language model's answer has no text");
    return { text, counted: counted(usage, request, text) };
  }

  #body({ system, user, json }: ChatRequest): ChatCompletionCreateParamsNonStreaming {
    return {
      model: this.model,
      temperature: TEMPERATURE,
      max_tokens: OUTPUT_TOKENS,
      messages: [
        { role: "system", content: system },
        { role: "user", content: user },
      ],
      ...(json && {
        response_format: this.#takesSchemas
          ? { type: "json_schema", json_schema: { ...json, strict: true } }
          : { type: "json_object" },
      }),
    };
  }

  #count({ prompt_tokens, completion_tokens, total_tokens }: Counted): void {
    this.usage.calls++;
    this.usage.prompt_tokens += prompt_tokens;
    this.usage.completion_tokens += completion_tokens;
    this.usage.total_tokens += total_tokens;
  }
}

const NOTHING: Counted = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, tokens_estimated: false };

/** Aborts when nothing has come for a while. */
class Silence {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), ms);
  }
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  broken(): void {
    this.#timer.refresh();
  }
  end(): void {
    clearTimeout(this.#timer);
  }
}

/** The provider's own count, else what we estimate, marked as such. */
function counted(usage: OpenAI.CompletionUsage | null | undefined, request: ChatRequest, text: string): Counted {
  if (usage) {
    const { prompt_tokens, completion_tokens } = usage;
    const total_tokens = usage.total_tokens ?? prompt_tokens + completion_tokens;
    return { prompt_tokens, completion_tokens, total_tokens, tokens_estimated: false };
  }
  const prompt_tokens = estimateTokens(request.system) + estimateTokens(request.user);
  const completion_tokens = estimateTokens(text);
  const total_tokens = prompt_tokens + completion_tokens;
  return { prompt_tokens, completion_tokens, total_tokens, tokens_estimated: true };
}
