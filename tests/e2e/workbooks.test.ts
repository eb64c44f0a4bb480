import exceljs from "exceljs";
import { describe, expect, it } from "vitest";
import type { ImportJob } from "../../lib/models/present-job.ts";
import { ask, askJson, baseUrl, type Failure, listen } from "../support/client.ts";
import { workbook } from "../support/workbooks.ts";
import { multipart } from "../support/world.ts";

const UNKNOWN = "0190a0a0-0000-7000-8000-000000000000";
const unique = () => `${Date.now()}-${Math.random()}`;

type Page<T> = { total: number; items: T[] };
type StoredCell = Record<string, unknown> & { cell: string };

async function importFile<T = { job_id: string; status: string }>(
  content: Buffer | string,
  fields: Record<string, string> = {},
  filename = "model.xlsx",
) {
  const { body, contentType } = multipart(filename, content, { model_name: "A model", ...fields });
  return ask<T>("/api/import/upload", {
    method: "POST",
    headers: { "content-type": contentType },
    body: new Uint8Array(body),
  });
}

async function ended(jobId: string): Promise<ImportJob> {
  for (const until = Date.now() + 60_000; ; ) {
    const { body } = await ask<ImportJob>(`/api/import/job/${jobId}`);
    if (["success", "failed", "cancelled"].includes(body.status)) return body;
    if (Date.now() > until) throw new Error(`job ${jobId} is still ${body.status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function imported(content: Buffer, fields: Record<string, string> = {}): Promise<ImportJob> {
  const { status, body } = await importFile(content, fields);
  expect(status, JSON.stringify(body)).toBe(202);
  return ended(body.job_id);
}

async function cellsOf(modelId: string, query = ""): Promise<Map<string, StoredCell>> {
  const { body } = await ask<Page<StoredCell>>(`/api/models/${modelId}/cells?page_size=1000${query}`);
  return new Map(body.items.map((cell) => [`${cell.sheet_name}!${cell.cell}`, cell]));
}

describe("an import", () => {
  it("stores every cell, recalculates every formula, and says where it differs", async () => {
    const job = await imported(
      await workbook({
        Inputs: { A1: 2, A2: 0.1, A3: unique() },
        Model: {
          A1: { formula: "Inputs!A1*3", result: 6 },
          A2: { formula: "SUM(A1,Inputs!A1:A2)", result: 8.1 },
          A3: { formula: 'IF(A1>5,"big","small")', result: "big" },
          A4: { formula: "1/0", result: { error: "#DIV/0!" } },
          A5: { formula: "A1+1", result: 99 },
          A6: { formula: "FOO(1)", result: 1 },
          A7: { formula: "NOW()", result: 45_000 },
        },
      }),
      { validate: "yes" },
    );
    expect(job).toMatchObject({ status: "success", job_type: "import", progress: { stage: "complete", percent: 100 } });
    expect(job.result).toMatchObject({
      duplicate: false,
      status: "partial_success",
      stats: {
        total_cells: 10,
        value_cells: 3,
        formula_cells: 7,
        formula_text_cells: 1,
        mismatches: 1,
        unsupported: 1,
      },
      validation_results: { status: "partial", matches: 4, mismatches: 1, unsupported: 1, volatile: 1 },
      unsupported_functions: { FOO: 1 },
    });

    const cells = await cellsOf(job.model_id!);
    expect(cells.get("Model!A2")).toMatchObject({
      cell_type: "formula",
      formula: "=SUM(A1,Inputs!A1:A2)",
      raw_value: 8.1,
      calculated_value: 8.1,
      depends_on: ["Model!A1", "Inputs!A1:A2"],
      calculation_engine: "custom",
      outcome: "match",
    });
    expect(cells.get("Model!A3")).toMatchObject({ cell_type: "formula_text", raw_text: "big", calculated_text: "big" });
    expect(cells.get("Model!A4")).toMatchObject({
      cell_type: "formula",
      raw_text: "#DIV/0!",
      calculated_text: "#DIV/0!",
    });
    expect(cells.get("Model!A5")).toMatchObject({
      raw_value: 99,
      calculated_value: 7,
      outcome: "mismatch",
      mismatch_diff: 92,
      mismatch_reason: "numeric",
    });
    expect(cells.get("Model!A6")).toMatchObject({
      calculated_value: null,
      calculated_text: null,
      calculation_error: "unsupported_function:FOO",
      calculation_engine: "none",
    });
    expect(cells.get("Inputs!A2")).toMatchObject({
      cell_type: "value",
      raw_value: 0.1,
      calculated_value: null,
      outcome: null,
    });

    const { body: stats } = await ask<Record<string, unknown>>(`/api/models/${job.model_id}/cells/stats`);
    expect(stats).toMatchObject({ total_cells: 10, formula_cells: 7, cells_by_sheet: { Inputs: 3, Model: 7 } });
    const { body: nulls } = await ask<{ total: number; null_cells: unknown[] }>(
      `/api/models/${job.model_id}/validation/null-calculated`,
    );
    expect(nulls).toMatchObject({
      total: 1,
      null_cells: [{ cell_ref: "Model!A6", reason: "unsupported_function:FOO" }],
    });
  });

  it("solves a circle whose fixed point is known, from no saved values at all", async () => {
    // Interest on the average of opening and closing debt.
    const job = await imported(
      await workbook({
        Debt: { A1: 1000, A2: { formula: "0.1*(A1+A3)/2" }, A3: { formula: "A1-(200-A2)" }, B1: unique() },
      }),
    );
    const cells = await cellsOf(job.model_id!, "&is_circular=true");
    expect(cells.get("Debt!A2")!.calculated_value).toBeCloseTo(94.7368421, 5);
    expect(cells.get("Debt!A3")!.calculated_value).toBeCloseTo(894.7368421, 5);
    expect(job.result).toMatchObject({ circular_report: [{ group: 1, size: 2, converged: true }] });
  });

  it("of the same bytes again is a duplicate, or refused; and accepted again once the model is deleted", async () => {
    const file = await workbook({ S: { A1: unique() } });
    const first = await imported(file);
    const again = await imported(file, { model_name: "Another name" });
    expect(again).toMatchObject({
      model_id: first.model_id,
      progress: { stage: "complete", percent: 100 },
      result: { duplicate: true, model_id: first.model_id },
    });
    const refused = await importFile<Failure>(file, { on_duplicate: "reject" });
    expect([refused.status, refused.body.error.code]).toEqual([409, "FILE_DUPLICATE"]);
    expect(refused.body.error.details).toMatchObject({ model_id: first.model_id });

    const deleted = await ask(`/api/models/${first.model_id}`, { method: "DELETE" });
    expect([deleted.status, deleted.body]).toEqual([
      200,
      { id: first.model_id, message: "Model deleted successfully", cells_deleted: 1 },
    ]);
    expect((await ask(`/api/models/${first.model_id}/cells`)).status).toBe(404);
    expect((await ended(first.job_id)).model_id).toBeNull();
    expect((await imported(file)).result).toMatchObject({ duplicate: false });
  });

  it("ten at once of the same bytes leave exactly one model", async () => {
    const file = await workbook({ S: { A1: unique(), A2: { formula: "1+1", result: 2 } } });
    const uploads = await Promise.all(Array.from({ length: 10 }, () => importFile(file)));
    const jobs = await Promise.all(uploads.map(({ body }) => ended(body.job_id)));
    expect(jobs.every(({ status }) => status === "success")).toBe(true);
    const models = new Set(jobs.map(({ result }) => result!.model_id));
    expect(models.size).toBe(1);
    expect(jobs.filter(({ result }) => result!.duplicate === false)).toHaveLength(1);
  });

  it.each([
    ["no name", { model_name: "" }, "model_name"],
    ["a name of 256 characters", { model_name: "n".repeat(256) }, "model_name"],
    ["validate=maybe", { validate: "maybe" }, "validate"],
    ["on_duplicate=perhaps", { on_duplicate: "perhaps" }, "on_duplicate"],
  ])("is refused for %s, naming the field", async (_what, fields, field) => {
    const { status, body } = await importFile<Failure>(await workbook({ S: { A1: 1 } }), fields);
    expect([status, body.error.code]).toEqual([400, "VALIDATION_ERROR"]);
    expect(body.error.details.fields).toMatchObject([{ field }]);
  });

  it("is refused for what is no workbook inside", async () => {
    for (const [filename, content, detected] of [
      ["x.xlsx", "just,text\n", "text"],
      ["x.xlsx", Buffer.from("d0cf11e0a1b11ae1", "hex"), "ole2"],
    ] as const) {
      const { status, body } = await importFile<Failure>(content, {}, filename);
      expect([status, body.error.code, body.error.details.detected]).toEqual([400, "FILE_TYPE_INVALID", detected]);
    }
  });

  it("is refused for a file name of more than 255 characters", async () => {
    const file = await workbook({ S: { A1: unique() } });
    const { status, body } = await importFile<Failure>(file, {}, `${"n".repeat(251)}.xlsx`);
    expect([status, body.error.code]).toEqual([400, "VALIDATION_ERROR"]);
    expect(body.error.details.fields).toMatchObject([{ field: "file" }]);
    expect((await importFile(file, {}, `${"n".repeat(250)}.xlsx`)).status).toBe(202);
  });

  it("counts its cells by sheet in workbook order, sheets named like numbers too", async () => {
    const book = new exceljs.Workbook(); // an object of sheets would put the numbers first
    for (const name of ["2025", "Notes", "2024"]) book.addWorksheet(name).getCell("A1").value = unique();
    const { model_id } = await imported(Buffer.from(await book.xlsx.writeBuffer()));
    const answer = await fetch(new URL(`/api/models/${model_id}/cells/stats`, baseUrl));
    expect(await answer.text()).toContain('"cells_by_sheet":{"2025":1,"Notes":1,"2024":1}');
  });

  it("of a damaged file fails with its code and leaves no model", async () => {
    const file = await workbook({ S: { A1: unique() } });
    const { body } = await importFile(file.subarray(0, file.length / 2));
    const job = await ended(body.job_id);
    expect(job).toMatchObject({
      status: "failed",
      progress: { stage: "failed", percent: 10 },
      model_id: null,
      result: null,
      error: { code: "WORKBOOK_CORRUPT", stage: "parsing" },
    });
    const next = await imported(await workbook({ S: { A1: unique() } }));
    expect(next.status).toBe("success");
  });
});

describe("workbook jobs", () => {
  it("show their stages in order, never falling, and the socket's last word", async () => {
    const { body } = await importFile(await workbook({ S: { A1: unique(), A2: { formula: "LEN(A1)" } } }), {
      validate: "1",
    });
    const { messages, code } = await listen(`/ws/import/${body.job_id}`);
    expect(code).toBe(1000);
    expect(messages[0]).toMatchObject({ type: "connected", job_type: "import" });
    expect(messages.filter(({ type }) => type === "final")).toHaveLength(1);
    const shown = messages.filter(({ type }) => type === "progress");
    expect(shown.at(-1)).toMatchObject({ status: "processing", progress: { stage: "complete", percent: 100 } });
    const numbers = shown.map(({ seq }) => Number(seq));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(messages.at(-1)).toMatchObject({ type: "final", status: "success", error: null });

    const { body: history } = await ask<Page<{ stage: string; percent: number }>>(
      `/api/import/job/${body.job_id}/progress`,
    );
    const stages = history.items.map(({ stage }) => stage).filter((stage, at, all) => stage !== all[at - 1]);
    expect(stages).toEqual([
      "hashing",
      "copying",
      "parsing",
      "dependencies",
      "creating_model",
      "evaluation",
      "insertion",
      "finalizing",
      "validation",
      "complete",
    ]);
    const percents = history.items.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
  });

  it("that ended cannot be cancelled; unknown ones are 404, also over the socket", async () => {
    const job = await imported(await workbook({ S: { A1: unique() } }));
    const again = await ask(`/api/import/job/${job.job_id}`, { method: "DELETE" });
    expect([again.status, again.body.error.code]).toEqual([400, "JOB_NOT_CANCELLABLE"]);
    for (const id of [UNKNOWN, "nonsense", "..%2fnonsense"]) {
      expect((await ask(`/api/import/job/${id}`)).status).toBe(404);
      expect((await ask(`/api/models/${id}`)).status).toBe(404);
    }
    const { messages, code } = await listen(`/ws/import/${UNKNOWN}`);
    expect([messages.map(({ type }) => type), code]).toEqual([["error"], 1008]);
  });

  it("of the validation kind compare anew with another tolerance, and back", async () => {
    const job = await imported(await workbook({ S: { A1: { formula: "1+1", result: 2.5 }, A2: unique() } }));
    const summary = async () =>
      (await ask<Record<string, unknown>>(`/api/models/${job.model_id}/validation/summary`)).body;
    expect(await summary()).toMatchObject({ status: "failed", mismatches: 1, validated_at: null });
    for (const [tolerance, status] of [
      [1, "passed"],
      [1e-6, "failed"],
    ] as const) {
      const { status: code, body } = await askJson<{ job_id: string }>(`/api/models/${job.model_id}/validate`, "POST", {
        tolerance,
      });
      expect(code).toBe(202);
      expect(await ended(body.job_id)).toMatchObject({
        status: "success",
        job_type: "validation",
        result: { status, tolerance },
      });
      expect(await summary()).toMatchObject({ status, tolerance });
      const { body: model } = await ask<Record<string, unknown>>(`/api/models/${job.model_id}`);
      expect(model.mismatches).toBe(status === "passed" ? 0 : 1);
      expect(Object.keys(model.import_summary as object).sort()).toEqual([
        "circular_report",
        "errors",
        "errors_total",
        "import_timestamp",
        "post_import_validation",
        "stats",
        "timings_ms",
        "unsupported_functions",
        "warnings",
        "warnings_total",
      ]);
    }
    const cell = (await cellsOf(job.model_id!)).get("S!A1");
    expect(cell).toMatchObject({ raw_value: 2.5, calculated_value: 2, outcome: "mismatch" });
  });

  it.each(["page=0", "page_size=101", "status=done", "job_type=x"])("refuse ?%s", async (query) => {
    expect((await ask(`/api/import/jobs?${query}`)).body.error.code).toBe("VALIDATION_ERROR");
  });
});
