import { newId } from "../ids.ts";
import type { Ports } from "../ports.ts";

export const CALL_STATUSES = ["ok", "error", "timeout", "rate_limited", "cancelled"] as const;
export const KEY_SCOPES = ["user", "deployment"] as const;

/** A row of `llm_calls`: one try. Never a prompt, an answer or a key. */
export type LlmCallRow = {
  id: string;
  user_id: string;
  job_id: string | null;
  base_origin: string;
  model: string;
  purpose: "map" | "reduce" | "answer" | "rewrite" | "mindmap" | "repair" | "validate";
  /** From 1; more where a try failed and was repeated. */
  attempt: number;
  status: (typeof CALL_STATUSES)[number];
  http_status: number | null;
  error_code: string | null;
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  tokens_estimated: boolean;
  latency_ms: number;
  key_scope: (typeof KEY_SCOPES)[number];
  created_at: Date;
};

export async function logCall(ports: Pick<Ports, "db">, call: Omit<LlmCallRow, "id" | "created_at">): Promise<void> {
  await ports.db("llm_calls").insert({ ...call, id: newId() });
}
