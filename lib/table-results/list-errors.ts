import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import { type Page, type PageRequest, pageOf } from "../http/page.ts";
import type { Ports } from "../ports.ts";
import { ERROR_TYPES } from "../tables/finding.ts";

export const ProcessingError = z
  .object({
    id: z.int(),
    job_id: z.uuid(),
    row_number: z.int(),
    column_name: z.string().nullable(),
    error_type: z.enum(ERROR_TYPES),
    error_message: z.string(),
    raw_value: z.string().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "ProcessingError" });
export type ProcessingError = z.output<typeof ProcessingError>;

export type ErrorFilter = { error_type?: string | undefined; column_name?: string | undefined };

/** Errors in row order, then column order: the order in which they were written. */
export async function listErrors(
  ports: Ports,
  jobId: string,
  filter: ErrorFilter,
  page: PageRequest,
): Promise<Page<ProcessingError>> {
  const where = {
    job_id: jobId,
    ...(filter.error_type ? { error_type: filter.error_type } : {}),
    ...(filter.column_name ? { column_name: filter.column_name } : {}),
  };
  return withDatabase(async () => {
    const [counted, rows] = await Promise.all([
      ports.db("processing_errors").where(where).count({ total: "*" }).first() as Promise<{ total: number }>,
      ports
        .db("processing_errors")
        .where(where)
        .orderBy(["row_number", "id"])
        .limit(page.page_size)
        .offset((page.page - 1) * page.page_size),
    ]);
    const items = rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
    return pageOf(items, counted.total, page);
  });
}

export const ErrorSummary = z.object({
  total: z.int(),
  by_type: z.record(z.string(), z.int()),
  by_column: z.record(z.string(), z.int()),
});

/** How many errors of each type and in each column; those of no column stand under `(row)`. */
export async function summarizeErrors(ports: Ports, jobId: string): Promise<z.output<typeof ErrorSummary>> {
  const groups: { error_type: string; column_name: string | null; n: number }[] = (await withDatabase(() =>
    ports
      .db("processing_errors")
      .where({ job_id: jobId })
      .groupBy("error_type", "column_name")
      .select("error_type", "column_name")
      .count({ n: "*" }),
  )) as never;
  const summary = { total: 0, by_type: {} as Record<string, number>, by_column: {} as Record<string, number> };
  for (const { error_type, column_name, n } of groups) {
    const column = column_name ?? "(row)";
    summary.total += n;
    summary.by_type[error_type] = (summary.by_type[error_type] ?? 0) + n;
    summary.by_column[column] = (summary.by_column[column] ?? 0) + n;
  }
  return summary;
}
