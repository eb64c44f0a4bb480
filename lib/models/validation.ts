import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import { newId } from "../ids.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { COUNTED_AS, emptyCounts, fidelityOf } from "../workbooks/compare.ts";
import { CELL_ORDER } from "./cells.ts";
import { findModelRow } from "./models.ts";

/**
 * Queues a comparison of a model's stored values with a tolerance.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND; CONFLICT, with its `job_id`, while another one of this model has not ended
 */
export async function requestValidation(
  ports: Ports,
  modelId: string,
  request: { tolerance: number; createdBy: string },
): Promise<JobRow> {
  await findModelRow(ports, modelId);
  const id = newId();
  const { tolerance, createdBy } = request;
  const { job } = await createJob(
    ports,
    {
      id,
      kind: "workbook_validation",
      created_by: createdBy,
      model_id: modelId,
      params: { model_id: modelId, tolerance },
    },
    async (trx) => {
      await trx("models").where({ id: modelId }).forUpdate().first("id"); // one request at a time per model
      const other = await trx<JobRow>("jobs")
        .where({ kind: "workbook_validation", model_id: modelId })
        .whereIn("status", ["QUEUED", "PROCESSING"])
        .whereNot({ id })
        .first("id");
      if (!other) return;
      throw new IntakeError("CONFLICT", "A validation of this model has not ended yet", {
        details: { job_id: other.id },
      });
    },
  );
  return job;
}

export const ValidationSummary = z.object({
  model_id: z.uuid(),
  status: z.enum(["passed", "partial", "failed"]),
  total: z.int(),
  matches: z.int(),
  mismatches: z.int(),
  errors: z.int(),
  unsupported: z.int(),
  null_calculated: z.int(),
  volatile: z.int(),
  no_reference: z.int(),
  tolerance: z.number(),
  fidelity: z.number().nullable(),
  validated_at: z.iso.datetime().nullable(),
});

/** Counts straight from the stored cells. */
export async function validationSummary(ports: Ports, modelId: string): Promise<z.output<typeof ValidationSummary>> {
  const model = await findModelRow(ports, modelId);
  const groups = (await withDatabase(() =>
    ports
      .db("cells")
      .where({ model_id: modelId })
      .whereNotNull("formula")
      .groupBy("outcome")
      .select("outcome")
      .count({ n: "*" }),
  )) as unknown as { outcome: keyof typeof COUNTED_AS; n: number }[];
  const counts = emptyCounts();
  for (const { outcome, n } of groups) counts[COUNTED_AS[outcome]] = n;
  const { matches, mismatches, errors, unsupported, volatile, no_reference } = counts;
  const failed = mismatches + errors + unsupported;
  const { stats, validated_at = null, post_import_validation: report } = model.import_summary;
  return {
    model_id: modelId,
    status: failed === 0 ? "passed" : matches > 0 ? "partial" : "failed",
    total: matches + failed + volatile + no_reference,
    ...counts,
    null_calculated: errors + unsupported,
    tolerance: report?.tolerance ?? stats?.tolerance_used ?? ports.config.TOLERANCE,
    fidelity: fidelityOf(counts),
    validated_at,
  };
}

const Differing = {
  cell_ref: z.string(),
  sheet_name: z.string(),
  cell: z.string(),
  formula: z.string(),
  cell_type: z.string(),
  raw_value: z.number().nullable(),
  raw_text: z.string().nullable(),
  is_circular: z.boolean(),
};
export const Mismatch = z
  .object({
    ...Differing,
    calculated_value: z.number().nullable(),
    calculated_text: z.string().nullable(),
    mismatch_diff: z.number().nullable(),
    mismatch_reason: z.string(),
  })
  .meta({ id: "Mismatch" });
export const NullCell = z
  .object({ ...Differing, calculation_engine: z.string(), reason: z.string() })
  .meta({ id: "NullCell" });

type Slice = { limit: number; offset: number };

const SHARED_COLUMNS = ["sheet_name", "cell", "formula", "cell_type", "raw_value", "raw_text", "is_circular"];

export async function listMismatches(ports: Ports, modelId: string, slice: Slice) {
  const columns = ["calculated_value", "calculated_text", "mismatch_diff", "mismatch_reason"];
  const { total, rows } = await differing(ports, modelId, ["mismatch"], columns, slice);
  return { model_id: modelId, total, count: rows.length, ...slice, mismatches: rows };
}

export async function listNullCells(ports: Ports, modelId: string, slice: Slice) {
  const columns = ["calculation_engine", "calculation_error as reason"];
  const { total, rows } = await differing(ports, modelId, ["error", "unsupported"], columns, slice);
  return { model_id: modelId, total, count: rows.length, ...slice, null_cells: rows };
}

async function differing(ports: Ports, modelId: string, outcomes: string[], columns: string[], slice: Slice) {
  await findModelRow(ports, modelId);
  const matching = () => ports.db("cells").where({ model_id: modelId }).whereIn("outcome", outcomes);
  return withDatabase(async () => {
    const [counted, rows] = await Promise.all([
      matching().count({ total: "*" }).first() as Promise<{ total: number }>,
      matching()
        .orderBy([...CELL_ORDER])
        .limit(slice.limit)
        .offset(slice.offset)
        .select(...SHARED_COLUMNS, ...columns, ports.db.raw("sheet_name || '!' || cell as cell_ref")),
    ]);
    return { total: counted.total, rows };
  });
}
