import { request } from "undici";
import type { ValidationReport } from "../lib/workbooks/compare.ts";
import { askApi, credentials } from "./api.ts";
import { CliError } from "./failure.ts";
import { followImport } from "./follow-import.ts";
import { count, printJson, printTable } from "./print.ts";

/** The workbook form of `intake validate`: compare a stored model anew and print the report. */
export async function validateModel(
  modelId: string,
  { apiUrl, tolerance, json }: { apiUrl: string; tolerance?: string; json?: true },
): Promise<void> {
  const path = `/api/models/${encodeURIComponent(modelId)}/validate`;
  const body = JSON.stringify(tolerance === undefined ? {} : { tolerance: Number(tolerance) });
  const headers = { ...credentials(), "content-type": "application/json" };
  const { job_id } = await askApi<{ job_id: string }>(apiUrl, () =>
    request(new URL(path, apiUrl), { method: "POST", headers, body }),
  );
  const job = await followImport(apiUrl, job_id, "validation");
  if (json) printJson(job);
  if (job.status !== "success") throw new CliError(`the validation ${job.status}`);
  if (!json) print(job.result as unknown as ValidationReport);
}

function print(report: ValidationReport): void {
  const { status, matches, mismatches, errors, unsupported, fidelity, mismatch_cells } = report;
  console.log(
    `Validation: ${status.toUpperCase()} (${count(matches)} matches, ${count(mismatches)} mismatches, ` +
      `${count(errors)} errors, ${count(unsupported)} unsupported, fidelity ${fidelity ?? "-"})`,
  );
  if (mismatch_cells.length === 0) return;
  printTable(
    ["cell", "formula", "expected", "actual", "reason"],
    mismatch_cells
      .slice(0, 10)
      .map(({ cell_ref, formula, expected, actual, type, error }) => [
        cell_ref,
        formula,
        String(expected),
        String(actual),
        error ?? type,
      ]),
  );
}
