import type { Knex } from "knex";
import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import { type Page, type PageRequest, pageOf } from "../http/page.ts";
import type { Ports } from "../ports.ts";
import { isoOf } from "../workbooks/cell-values.ts";
import { OUTCOMES } from "../workbooks/compare.ts";
import { findModelRow } from "./models.ts";

export const CELL_TYPES = ["value", "formula", "formula_text"] as const;
export const DATA_TYPES = ["number", "text", "date", "boolean", "error", "blank"] as const;
export const ENGINES = ["none", "hyperformula", "custom"] as const;

export const Cell = z
  .object({
    sheet_name: z.string(),
    sheet_index: z.int(),
    cell: z.string(),
    row_num: z.int(),
    col_letter: z.string(),
    col_num: z.int(),
    cell_type: z.enum(CELL_TYPES),
    data_type: z.enum(DATA_TYPES),
    raw_value: z.number().nullable(),
    raw_text: z.string().nullable(),
    raw_iso: z.string().nullable(),
    formula: z.string().nullable(),
    array_range: z.string().nullable(),
    converted_formula: z.string().nullable(),
    depends_on: z.array(z.string()),
    calculated_value: z.number().nullable(),
    calculated_text: z.string().nullable(),
    calculated_iso: z.string().nullable(),
    calculated_type: z.enum(["number", "text", "boolean", "error"]).nullable(),
    calculation_engine: z.enum(ENGINES),
    calculation_error: z.string().nullable(),
    is_circular: z.boolean(),
    circular_group: z.int().nullable(),
    is_volatile: z.boolean(),
    outcome: z.enum(OUTCOMES).nullable(),
    has_mismatch: z.boolean(),
    mismatch_diff: z.number().nullable(),
    mismatch_reason: z.string().nullable(),
    has_validation: z.boolean(),
    validation_type: z.string().nullable(),
    validation_options: z.array(z.string()),
    validation_rule: z.record(z.string(), z.unknown()).nullable(),
    merge_range: z.string().nullable(),
    number_format: z.string(),
    updated_at: z.iso.datetime(),
    style: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Cell" });

/** A row of `cells`; ISO forms are computed on read. */
export type CellRow = Omit<z.output<typeof Cell>, "raw_iso" | "calculated_iso" | "updated_at"> & {
  model_id: string;
  updated_at: Date;
};

export type CellFilter = {
  sheet_name?: string | undefined;
  cell?: string | undefined;
  cell_type?: (typeof CELL_TYPES)[number] | undefined;
  data_type?: (typeof DATA_TYPES)[number] | undefined;
  outcome?: (typeof OUTCOMES)[number] | undefined;
  calculation_engine?: (typeof ENGINES)[number] | undefined;
  has_formula?: boolean | undefined;
  has_mismatch?: boolean | undefined;
  is_circular?: boolean | undefined;
  is_volatile?: boolean | undefined;
  has_validation?: boolean | undefined;
  depends_on?: string | undefined;
};

/** The order of every list of cells: sheets as in the workbook, then rows, then columns by number. */
export const CELL_ORDER = ["sheet_index", "row_num", "col_num"] as const;

export async function listCells(
  ports: Ports,
  modelId: string,
  filter: CellFilter,
  page: PageRequest,
): Promise<Page<z.output<typeof Cell>>> {
  const model = await findModelRow(ports, modelId);
  const date1904 = model.workbook_metadata.date_system === 1904;
  return withDatabase(async () => {
    const key = ["model_id", ...CELL_ORDER];
    // The way to a late page leads through the index alone; only what is shown is read from the table.
    const shown = matching(ports, modelId, filter)
      .select(key)
      .orderBy([...CELL_ORDER])
      .limit(page.page_size)
      .offset((page.page - 1) * page.page_size);
    const [total, rows] = await Promise.all([
      countCells(ports, model.id, filter, model.import_summary.stats?.total_cells),
      ports
        .db("cells")
        .whereIn(key, shown)
        .orderBy([...CELL_ORDER]) as Promise<CellRow[]>,
    ]);
    return pageOf(
      rows.map((row) => presentCell(row, date1904)),
      total,
      page,
    );
  });
}

/** All cells of a model are counted already: counting a million again would be most of the answer's time. */
async function countCells(ports: Ports, modelId: string, filter: CellFilter, all: number | undefined): Promise<number> {
  const unfiltered = Object.values(filter).every((value) => value === undefined);
  if (unfiltered && all !== undefined) return all;
  const counted = (await matching(ports, modelId, filter).count({ total: "*" }).first()) as { total: number };
  return counted.total;
}

function matching(ports: Ports, modelId: string, filter: CellFilter): Knex.QueryBuilder {
  const { has_formula, depends_on, cell, ...plain } = filter;
  const query = ports.db("cells").where({ model_id: modelId });
  for (const [column, value] of Object.entries(plain)) if (value !== undefined) query.where(column, value);
  if (cell !== undefined) query.where("cell", cell.replaceAll("$", "").toUpperCase());
  if (has_formula !== undefined) query.whereRaw(has_formula ? "formula is not null" : "formula is null");
  if (depends_on !== undefined) {
    query.whereRaw("formula is not null and depends_on @> ?::jsonb", [JSON.stringify([depends_on])]);
  }
  return query;
}

function presentCell(row: CellRow, date1904: boolean): z.output<typeof Cell> {
  const { model_id: _model, updated_at, ...cell } = row;
  const isDate = row.data_type === "date";
  return {
    ...cell,
    raw_iso: isDate && row.raw_value !== null ? isoOf(row.raw_value, date1904) : null,
    calculated_iso: isDate && row.calculated_value !== null ? isoOf(row.calculated_value, date1904) : null,
    updated_at: updated_at.toISOString(),
  };
}

export const CellStats = z.object({
  total_cells: z.int(),
  value_cells: z.int(),
  formula_cells: z.int(),
  formula_text_cells: z.int(),
  circular_cells: z.int(),
  cells_with_mismatch: z.int(),
  null_calculated: z.int(),
  volatile_cells: z.int(),
  unsupported_cells: z.int(),
  hyperformula_cells: z.int(),
  custom_engine_cells: z.int(),
  cells_by_sheet: z.record(z.string(), z.int()),
});

/** `CellStats` as text: an object of ours would move sheets named like numbers, such as `2024`, to the front. */
export async function cellStatsJson(ports: Ports, modelId: string): Promise<string> {
  const model = await findModelRow(ports, modelId);
  const details = (model.workbook_metadata.sheet_details ?? []) as { name: string; type: string }[];
  return withDatabase(async () => {
    const { rows } = await ports.db.raw(
      `select count(*)::int as total_cells,
              count(*) filter (where formula is null)::int as value_cells,
              count(formula)::int as formula_cells,
              count(*) filter (where cell_type = 'formula_text')::int as formula_text_cells,
              count(*) filter (where is_circular)::int as circular_cells,
              count(*) filter (where has_mismatch)::int as cells_with_mismatch,
              count(*) filter (where outcome in ('error', 'unsupported'))::int as null_calculated,
              count(*) filter (where is_volatile)::int as volatile_cells,
              count(*) filter (where outcome = 'unsupported')::int as unsupported_cells,
              count(*) filter (where calculation_engine = 'hyperformula')::int as hyperformula_cells,
              count(*) filter (where calculation_engine = 'custom')::int as custom_engine_cells
         from cells where model_id = ?`,
      [modelId],
    );
    const bySheet = (await ports
      .db("cells")
      .where({ model_id: modelId })
      .groupBy("sheet_name")
      .select("sheet_name")
      .count({ n: "*" })) as unknown as { sheet_name: string; n: number }[];
    const counts = new Map(bySheet.map(({ sheet_name, n }) => [sheet_name, n]));
    const worksheets = details.filter(({ type }) => type === "worksheet");
    const sheets = worksheets.map(({ name }) => `${JSON.stringify(name)}:${counts.get(name) ?? 0}`);
    return `${JSON.stringify(rows[0]).slice(0, -1)},"cells_by_sheet":{${sheets}}}`;
  });
}
