import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import { type Page, type PageRequest, pageOf } from "../http/page.ts";
import type { Ports } from "../ports.ts";
import type { ValidationReport } from "../workbooks/compare.ts";

const Instant = z.iso.datetime();

export const ModelListItem = z
  .object({
    id: z.uuid(),
    name: z.string(),
    original_filename: z.string().nullable(),
    file_hash: z.string(),
    file_size: z.int(),
    uploaded_at: Instant,
    sheet_count: z.int(),
    total_cells: z.int(),
    formula_cells: z.int(),
    mismatches: z.int(),
  })
  .meta({ id: "ModelListItem" });

export const Model = ModelListItem.extend({
  file_path: z.string(),
  updated_at: Instant,
  workbook_metadata: z.record(z.string(), z.unknown()),
  import_summary: z.record(z.string(), z.unknown()),
}).meta({ id: "Model" });

/** A row of `models`. */
export type ModelRow = {
  id: string;
  name: string;
  original_filename: string | null;
  file_path: string;
  file_hash: string;
  file_size: number;
  uploaded_at: Date;
  updated_at: Date;
  workbook_metadata: Record<string, unknown> & { sheet_count?: number };
  import_summary: StoredSummary;
};

/** What a model remembers of its import; `validated_at` is shown with the validation summary alone. */
type StoredSummary = Record<string, unknown> & {
  stats?: Record<string, number>;
  post_import_validation?: ValidationReport | null;
  validated_at?: string;
};

const noModel = () => new IntakeError("RESOURCE_NOT_FOUND", "There is no such model");

export async function findModelRow(ports: Ports, id: string): Promise<ModelRow> {
  const row = await withDatabase(() => ports.db<ModelRow>("models").where({ id }).first());
  if (!row) throw noModel();
  return row as ModelRow;
}

function listItem(row: ModelRow): z.output<typeof ModelListItem> {
  const { stats = {}, post_import_validation: report } = row.import_summary;
  return {
    id: row.id,
    name: row.name,
    original_filename: row.original_filename,
    file_hash: row.file_hash,
    file_size: row.file_size,
    uploaded_at: row.uploaded_at.toISOString(),
    sheet_count: row.workbook_metadata.sheet_count ?? 0,
    total_cells: stats.total_cells ?? 0,
    formula_cells: stats.formula_cells ?? 0,
    mismatches: report?.mismatches ?? stats.mismatches ?? 0,
  };
}

export async function findModel(ports: Ports, id: string): Promise<z.output<typeof Model>> {
  const row = await findModelRow(ports, id);
  const { validated_at: _at, ...import_summary } = row.import_summary;
  return {
    ...listItem(row),
    file_path: row.file_path,
    updated_at: row.updated_at.toISOString(),
    workbook_metadata: row.workbook_metadata,
    import_summary,
  };
}

/** Newest first; `search` is a substring of the name, `%` and `_` meaning themselves. */
export async function listModels(
  ports: Ports,
  search: string | undefined,
  page: PageRequest,
): Promise<Page<z.output<typeof ModelListItem>>> {
  const matching = () => {
    const query = ports.db<ModelRow>("models");
    if (search) query.whereRaw("position(lower(?) in lower(name)) > 0", [search]);
    return query;
  };
  return withDatabase(async () => {
    const [counted, rows] = await Promise.all([
      matching().count({ total: "*" }).first() as unknown as Promise<{ total: number }>,
      matching()
        .orderBy([{ column: "uploaded_at", order: "desc" }, { column: "id" }])
        .limit(page.page_size)
        .offset((page.page - 1) * page.page_size)
        // Only the counts are shown: the whole metadata of fifty models would be megabytes.
        .select(
          "id",
          "name",
          "original_filename",
          "file_hash",
          "file_size",
          "uploaded_at",
          ports.db.raw("jsonb_build_object('sheet_count', workbook_metadata->'sheet_count') as workbook_metadata"),
          ports.db.raw(
            `jsonb_build_object('stats', import_summary->'stats', 'post_import_validation',
               jsonb_build_object('mismatches', import_summary->'post_import_validation'->'mismatches')) as import_summary`,
          ),
        ) as unknown as Promise<ModelRow[]>,
    ]);
    return pageOf(rows.map(listItem), counted.total, page);
  });
}

export const ModelStats = z.object({
  total_models: z.int(),
  total_cells: z.int(),
  total_formulas: z.int(),
  total_circular: z.int(),
  avg_cells_per_model: z.number(),
});

/** Totals over all models, from the summaries that each import stored: no cell is counted again. */
export async function modelStats(ports: Ports): Promise<z.output<typeof ModelStats>> {
  const sum = (key: string) => `coalesce(sum((import_summary->'stats'->>'${key}')::bigint), 0)::float8`;
  const { rows } = await withDatabase(() =>
    ports.db.raw<{ rows: z.output<typeof ModelStats>[] }>(
      `select count(*)::int as total_models, ${sum("total_cells")} as total_cells,
              ${sum("formula_cells")} as total_formulas, ${sum("circular_references")} as total_circular,
              coalesce(round(avg((import_summary->'stats'->>'total_cells')::numeric), 2), 0)::float8 as avg_cells_per_model
         from models`,
    ),
  );
  return rows[0]!;
}

export const DeletedModel = z.object({ id: z.uuid(), message: z.string(), cells_deleted: z.int() });

/**
 * Removes a model with its cells and its file; its jobs stay. The hash is free for a new import once this returns.
 * A file that cannot be removed now is swept later.
 */
export async function deleteModel(ports: Ports, id: string): Promise<z.output<typeof DeletedModel>> {
  const gone = await withDatabase(() =>
    ports.db.transaction(async (trx) => {
      const model = await trx<ModelRow>("models").where({ id }).forUpdate().first("file_path");
      if (!model) throw noModel();
      const cells = await trx("cells").where({ model_id: id }).delete();
      await trx("models").where({ id }).delete();
      return { cells, path: model.file_path };
    }),
  );
  await ports.storage
    .delete(gone.path)
    .catch((error) => ports.log.warn({ model: id, err: error }, "file left to the sweep"));
  return { id, message: "Model deleted successfully", cells_deleted: gone.cells };
}
