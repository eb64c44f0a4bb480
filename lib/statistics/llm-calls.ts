import { z } from "zod";
import type { Account } from "../accounts/user.ts";
import { withDatabase } from "../db/database.ts";
import { type Page, pageOf, pageQuery } from "../http/page.ts";
import { isUuid } from "../ids.ts";
import { CALL_STATUSES, KEY_SCOPES, type LlmCallRow } from "../llm/call-log.ts";
import type { Ports } from "../ports.ts";

export const LlmCall = z
  .object({
    call_id: z.uuid(),
    task_id: z.uuid().nullable(),
    model: z.string(),
    purpose: z.string(),
    attempt: z.int(),
    status: z.enum(CALL_STATUSES),
    http_status: z.int().nullable(),
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    total_tokens: z.int(),
    tokens_estimated: z.boolean(),
    latency_ms: z.int(),
    key_scope: z.enum(KEY_SCOPES),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "LlmCall" });

export const LlmCallQuery = z.object({
  ...pageQuery(20, 100),
  task_id: z.string().optional(),
  status: z.enum(CALL_STATUSES).optional(),
});

/** A user's calls to language models, newest first. */
export async function listLlmCalls(
  ports: Ports,
  user: Pick<Account, "id">,
  query: z.output<typeof LlmCallQuery>,
): Promise<Page<z.output<typeof LlmCall>>> {
  const { task_id, status } = query;
  if (task_id !== undefined && !isUuid(task_id)) return pageOf([], 0, query);
  const matching = () => {
    const calls = ports.db<LlmCallRow>("llm_calls").where({ user_id: user.id });
    if (task_id) calls.where({ job_id: task_id });
    if (status) calls.where({ status });
    return calls;
  };
  return withDatabase(async () => {
    const [counted, rows] = await Promise.all([
      matching().count({ total: "*" }).first() as unknown as Promise<{ total: number }>,
      matching()
        .orderBy([
          { column: "created_at", order: "desc" },
          { column: "id", order: "desc" },
        ])
        .limit(query.page_size)
        .offset((query.page - 1) * query.page_size) as unknown as Promise<LlmCallRow[]>,
    ]);
    return pageOf(rows.map(presentCall), counted.total, query);
  });
}

const presentCall = (row: LlmCallRow): z.output<typeof LlmCall> => ({
  call_id: row.id,
  task_id: row.job_id,
  model: row.model,
  purpose: row.purpose,
  attempt: row.attempt,
  status: row.status,
  http_status: row.http_status,
  prompt_tokens: row.prompt_tokens,
  completion_tokens: row.completion_tokens,
  total_tokens: row.total_tokens,
  tokens_estimated: row.tokens_estimated,
  latency_ms: row.latency_ms,
  key_scope: row.key_scope,
  created_at: row.created_at.toISOString(),
});
