import type { JobKind } from "../../lib/jobs/job.ts";
import type { Task } from "./task.ts";

/** Every kind of job the consumer runs. What few need is loaded when one does: extraction alone takes 50 MB. */
export const TASKS: Partial<Record<JobKind, () => Promise<Task>>> = {
  table: async () => (await import("./check-table.ts")).checkTableTask,
  workbook_import: async () => (await import("./import-workbook.ts")).importWorkbookTask,
  document: async () => (await import("./document.ts")).documentTask,
  workbook_validation: async () => (await import("./validate-model.ts")).validateModelTask,
};
