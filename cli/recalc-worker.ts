/** A process that recalculates one file after the other, as `intake recalc` sends them; it can be killed. */
import { FileFault } from "../lib/errors.ts";
import { readWorkbook } from "../lib/workbooks/read/read-workbook.ts";
import { recalculate } from "../lib/workbooks/recalculate.ts";
import { type RecalcLine, recalcLine } from "../lib/workbooks/report.ts";

export type RecalcTask = { path: string; file: string; tolerance: number; maxMismatches: number };
export type RecalcAnswer = RecalcLine | RecalcFault;
export type RecalcFault = { file: string; error: { code: string; message: string } };

process.on("message", async (task: RecalcTask) => {
  process.send?.(await answer(task));
});
process.on("SIGINT", () => {}); // Ctrl-C is the parent's to deal with

async function answer({ path, file, tolerance, maxMismatches }: RecalcTask): Promise<RecalcAnswer> {
  const started = performance.now();
  try {
    const workbook = await readWorkbook({ source: path });
    const recalculation = await recalculate(workbook, { tolerance });
    return recalcLine(recalculation, file, performance.now() - started, maxMismatches);
  } catch (error) {
    const code = error instanceof FileFault ? error.code : "INTERNAL";
    return { file, error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}
