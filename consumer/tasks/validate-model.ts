import { FileFault } from "../../lib/errors.ts";
import { finishJob } from "../../lib/jobs/finish-job.ts";
import type { ModelRow } from "../../lib/models/models.ts";
import { revalidate } from "../../lib/models/revalidate.ts";
import type { ValidationReport } from "../../lib/workbooks/compare.ts";
import { Stages } from "./stages.ts";
import type { TaskContext } from "./task.ts";

/**
 * Compares the stored values of a model anew: one transaction rewrites the outcomes, keeps the report with the model
 * and ends the job, so that no reader ever sees outcomes of two tolerances mixed.
 */
export async function validateModelTask({ job, ports, progress, signal }: TaskContext): Promise<void> {
  const stages = new Stages(ports, job, progress);
  stages.at("starting", 0, "Starting validation...");
  const { model_id: modelId, tolerance } = job.params as { model_id: string; tolerance: number };
  stages.at("loading", 10, "Loading cells...");
  const model = await ports.db<ModelRow>("models").where({ id: modelId }).first("import_summary");
  if (!model) throw gone();
  const total = Math.max(1, model.import_summary.stats?.formula_cells ?? 1);

  let report: ValidationReport | undefined;
  const result: Record<string, unknown> = {};
  await finishJob(
    ports,
    job,
    { status: "COMPLETED", result, stage: "complete", message: "Validation complete" },
    async (trx) => {
      report = await revalidate(trx, modelId, tolerance, (done) => {
        signal.throwIfAborted();
        stages.at("validating", Math.min(90, 10 + (80 * done) / total), `Comparing cell ${done}/${total}`);
      });
      stages.at("finalizing", 95, "Storing the report...");
      await stages.settled();
      Object.assign(result, report);
      const kept = { post_import_validation: report, validated_at: new Date().toISOString() };
      const { rowCount } = await trx.raw(
        "update models set import_summary = import_summary || ?::jsonb, updated_at = now() where id = ?",
        [JSON.stringify(kept), modelId],
      );
      if (rowCount === 0) throw gone();
      await trx("job_progress").insert({
        job_id: job.id,
        stage: "complete",
        percent: 100,
        message: "Validation complete",
      });
    },
  );
}

const gone = () => new FileFault("RESOURCE_NOT_FOUND", "The model was deleted before it was validated");
