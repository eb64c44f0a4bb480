import type { Database } from "../db/database.ts";
import type { ModelRow } from "./models.ts";

export async function findModelByHash(db: Database, sha256: string): Promise<ModelRow | undefined> {
  return (await db<ModelRow>("models").where({ file_hash: sha256 }).first()) as ModelRow | undefined;
}

/** The result of an import whose content is a model already. */
export function duplicateResult(model: ModelRow): Record<string, unknown> {
  const warning = `The same workbook was imported before, as "${model.name}"`;
  return {
    model_id: model.id,
    duplicate: true,
    status: "success",
    stats: {},
    circular_report: [],
    unsupported_functions: {},
    validation_results: null,
    errors: [],
    errors_total: 0,
    warnings: [{ code: "duplicate", warning }],
    warnings_total: 1,
    timings_ms: {},
  };
}

/** The result of an import as its model remembers it. */
export function resultOfModel(model: ModelRow): Record<string, unknown> {
  const { post_import_validation, validated_at: _at, import_timestamp: _imported, ...summary } = model.import_summary;
  const status = Number(summary.errors_total) > 0 ? "partial_success" : "success";
  return {
    model_id: model.id,
    duplicate: false,
    status,
    ...summary,
    validation_results: post_import_validation ?? null,
  };
}
