/** What users see of their own doings: counted from the rows as they are, in UTC days and months. */
import { z } from "zod";
import type { Account } from "../accounts/user.ts";
import { withDatabase } from "../db/database.ts";
import { TASK_TYPES } from "../documents/options.ts";
import { FILE_TYPES } from "../files/file.ts";
import type { Ports } from "../ports.ts";

type Owner = Pick<Account, "id">;

const Count = z.int().min(0);

export const FileStatistics = z.object({
  total: Count,
  processed: Count,
  processing: Count,
  pending: Count,
  failed: Count,
  this_month: Count,
  storage_bytes: Count,
  by_type: z.record(z.enum(FILE_TYPES), Count),
});

export const UsageStatistics = z.object({
  total_api_calls: Count,
  total_tokens: Count,
  prompt_tokens: Count,
  completion_tokens: Count,
  this_month_calls: Count,
  this_month_tokens: Count,
  failed_calls: Count,
  by_model: z.array(z.object({ model: z.string(), calls: Count, total_tokens: Count })),
});

export const TaskStatistics = z.object({
  total: Count,
  total_completed: Count,
  pending: Count,
  processing: Count,
  failed: Count,
  cancelled: Count,
  average_completion_time: z.number().nullable(),
  by_type: z.record(z.enum(TASK_TYPES), Count),
});

export const Day = z.object({
  date: z.iso.date(),
  files: Count,
  tasks: Count,
  completed: Count,
  failed: Count,
  api_calls: Count,
  tokens: Count,
});

export const Statistics = z
  .object({ files: FileStatistics, usage: UsageStatistics, tasks: TaskStatistics, over_time: z.array(Day) })
  .meta({ id: "Statistics" });

const THIS_MONTH = "created_at >= date_trunc('month', now() at time zone 'UTC') at time zone 'UTC'";

export async function statistics(ports: Ports, user: Owner, days: number): Promise<z.output<typeof Statistics>> {
  const [files, usage, tasks, over_time] = await Promise.all([
    fileStatistics(ports, user),
    usageStatistics(ports, user),
    taskStatistics(ports, user),
    overTime(ports, user, days),
  ]);
  return { files, usage, tasks, over_time };
}

export async function fileStatistics(ports: Ports, user: Owner): Promise<z.output<typeof FileStatistics>> {
  const { types, ...counts } = await one<
    Omit<z.output<typeof FileStatistics>, "by_type"> & { types: Record<string, number> }
  >(
    ports,
    `select count(*)::int as total,
            count(*) filter (where processing_status = 'completed')::int as processed,
            count(*) filter (where processing_status = 'processing')::int as processing,
            count(*) filter (where processing_status = 'pending')::int as pending,
            count(*) filter (where processing_status = 'failed')::int as failed,
            count(*) filter (where ${THIS_MONTH})::int as this_month,
            coalesce(sum(file_size), 0)::float8 as storage_bytes,
            json_build_object(${countsBy("file_type", FILE_TYPES)}) as types
       from document_files where user_id = :userId`,
    { userId: user.id },
  );
  return { ...counts, by_type: types as z.output<typeof FileStatistics>["by_type"] };
}

export async function usageStatistics(ports: Ports, user: Owner): Promise<z.output<typeof UsageStatistics>> {
  const by_model = await all<z.output<typeof UsageStatistics>["by_model"][number]>(
    ports,
    `select model, count(*)::int as calls, sum(total_tokens)::float8 as total_tokens
       from llm_calls where user_id = :userId group by model order by calls desc, model`,
    { userId: user.id },
  );
  const sums = await one<Omit<z.output<typeof UsageStatistics>, "by_model">>(
    ports,
    `select count(*)::int as total_api_calls,
            coalesce(sum(total_tokens), 0)::float8 as total_tokens,
            coalesce(sum(prompt_tokens), 0)::float8 as prompt_tokens,
            coalesce(sum(completion_tokens), 0)::float8 as completion_tokens,
            count(*) filter (where ${THIS_MONTH})::int as this_month_calls,
            coalesce(sum(total_tokens) filter (where ${THIS_MONTH}), 0)::float8 as this_month_tokens,
            count(*) filter (where status <> 'ok')::int as failed_calls
       from llm_calls where user_id = :userId`,
    { userId: user.id },
  );
  return { ...sums, by_model };
}

export async function taskStatistics(ports: Ports, user: Owner): Promise<z.output<typeof TaskStatistics>> {
  const { types, ...counts } = await one<
    Omit<z.output<typeof TaskStatistics>, "by_type"> & { types: Record<string, number> }
  >(
    ports,
    `select count(*)::int as total,
            count(*) filter (where status = 'COMPLETED')::int as total_completed,
            count(*) filter (where status = 'QUEUED')::int as pending,
            count(*) filter (where status = 'PROCESSING')::int as processing,
            count(*) filter (where status = 'FAILED')::int as failed,
            count(*) filter (where status = 'CANCELLED')::int as cancelled,
            round(avg(extract(epoch from completed_at - started_at)) filter (where status = 'COMPLETED'), 3)::float8
              as average_completion_time,
            json_build_object(${countsBy("task_type", TASK_TYPES)}) as types
       from jobs where kind = 'document' and user_id = :userId and deleted_at is null`,
    { userId: user.id },
  );
  return { ...counts, by_type: types as z.output<typeof TaskStatistics>["by_type"] };
}

/** One entry for each of the last `days` UTC days, today the last; ends are counted on the day they came. */
async function overTime(ports: Ports, user: Owner, days: number): Promise<z.output<typeof Day>[]> {
  return all(
    ports,
    `with bounds as (select (now() at time zone 'UTC')::date - (:days::int - 1) as first),
          own_files as (select (created_at at time zone 'UTC')::date as day from document_files where user_id = :userId),
          own_tasks as (select (created_at at time zone 'UTC')::date as day,
                               (completed_at at time zone 'UTC')::date as ended, status
                          from jobs where kind = 'document' and user_id = :userId and deleted_at is null),
          own_calls as (select (created_at at time zone 'UTC')::date as day, total_tokens
                          from llm_calls where user_id = :userId)
     select to_char(first + n, 'YYYY-MM-DD') as date,
            (select count(*)::int from own_files where day = first + n) as files,
            (select count(*)::int from own_tasks where day = first + n) as tasks,
            (select count(*)::int from own_tasks where ended = first + n and status = 'COMPLETED') as completed,
            (select count(*)::int from own_tasks where ended = first + n and status = 'FAILED') as failed,
            (select count(*)::int from own_calls where day = first + n) as api_calls,
            (select coalesce(sum(total_tokens), 0)::float8 from own_calls where day = first + n) as tokens
       from bounds, generate_series(0, :days::int - 1) n
      order by n`,
    { userId: user.id, days },
  );
}

const countsBy = (column: string, values: readonly string[]): string =>
  values.map((value) => `'${value}', count(*) filter (where ${column} = '${value}')`).join(", ");

async function all<Row>(ports: Ports, sql: string, bindings: Record<string, string | number>): Promise<Row[]> {
  const { rows } = await withDatabase(() => ports.db.raw<{ rows: Row[] }>(sql, bindings));
  return rows;
}

const one = async <Row>(ports: Ports, sql: string, bindings: Record<string, string | number>): Promise<Row> =>
  (await all<Row>(ports, sql, bindings))[0]!;
