import type { Route } from "../lib/http/route.ts";
import { route as login } from "./auth/login.ts";
import { route as logout } from "./auth/logout.ts";
import { route as register } from "./auth/register.ts";
import { route as changeFile } from "./documents/change-file.ts";
import { route as deleteFile } from "./documents/delete-file.ts";
import { route as downloadFile } from "./documents/download-file.ts";
import { route as extractDocument } from "./documents/extract.ts";
import { route as getExtraction } from "./documents/get-extraction.ts";
import { route as getFile } from "./documents/get-file.ts";
import { route as listFiles } from "./documents/list-files.ts";
import { route as drawMindmap } from "./documents/mindmap.ts";
import { route as answerQuestion } from "./documents/qa.ts";
import { route as rewriteText } from "./documents/rewrite.ts";
import { route as summarizeDocument } from "./documents/summarize.ts";
import { route as uploadDocument } from "./documents/upload-file.ts";
import { route as uploadFile } from "./files/upload.ts";
import { route as health } from "./health/health.ts";
import { route as ping } from "./health/ping.ts";
import { route as cancelImportJob } from "./import/cancel-job.ts";
import { routes as followImportJob } from "./import/follow-job.ts";
import { route as getImportJob } from "./import/get-job.ts";
import { route as importJobStats } from "./import/job-stats.ts";
import { route as listImportJobs } from "./import/list-jobs.ts";
import { route as listImportProgress } from "./import/list-progress.ts";
import { route as uploadWorkbook } from "./import/upload.ts";
import { route as cancelJob } from "./jobs/cancel-job.ts";
import { route as deleteJob } from "./jobs/delete-job.ts";
import { route as exportJob } from "./jobs/export-job.ts";
import { route as followJob } from "./jobs/follow-job.ts";
import { route as getJob } from "./jobs/get-job.ts";
import { route as listErrors } from "./jobs/list-errors.ts";
import { route as listJobs } from "./jobs/list-jobs.ts";
import { route as listRows } from "./jobs/list-rows.ts";
import { route as listWebhooks } from "./jobs/list-webhooks.ts";
import { route as retryJob } from "./jobs/retry-job.ts";
import { route as summarizeErrors } from "./jobs/summarize-errors.ts";
import { route as cellStats } from "./models/cell-stats.ts";
import { route as deleteModel } from "./models/delete-model.ts";
import { route as getModel } from "./models/get-model.ts";
import { route as listCells } from "./models/list-cells.ts";
import { route as listMismatches } from "./models/list-mismatches.ts";
import { route as listModels } from "./models/list-models.ts";
import { route as listNullCells } from "./models/list-null-cells.ts";
import { route as modelStats } from "./models/model-stats.ts";
import { route as validateModel } from "./models/validate-model.ts";
import { route as validationSummary } from "./models/validation-summary.ts";
import { route as countFiles } from "./statistics/count-files.ts";
import { route as countTasks } from "./statistics/count-tasks.ts";
import { route as countUsage } from "./statistics/count-usage.ts";
import { route as getStatistics } from "./statistics/get-statistics.ts";
import { route as listLlmCalls } from "./statistics/list-llm-calls.ts";
import { route as cancelTask } from "./tasks/cancel-task.ts";
import { route as exportTask } from "./tasks/export-task.ts";
import { route as getTask } from "./tasks/get-task.ts";
import { route as listTasks } from "./tasks/list-tasks.ts";
import { route as retryTask } from "./tasks/retry-task.ts";
import { route as abortUpload } from "./uploads/abort-upload.ts";
import { route as beginUpload } from "./uploads/begin-upload.ts";
import { route as completeUpload } from "./uploads/complete-upload.ts";
import { route as deleteApiKey } from "./users/delete-api-key.ts";
import { route as getMe } from "./users/get-me.ts";
import { route as setApiKey } from "./users/set-api-key.ts";
import { route as setPreferences } from "./users/set-preferences.ts";

/** Every public route, in the order in which the reference shows them. serverless.yml names the same handlers. */
export const routes: readonly Route[] = [
  uploadFile,
  beginUpload,
  completeUpload,
  abortUpload,
  listJobs,
  getJob,
  listErrors,
  summarizeErrors,
  listRows,
  exportJob,
  followJob,
  cancelJob,
  retryJob,
  deleteJob,
  listWebhooks,
  uploadWorkbook,
  getImportJob,
  listImportProgress,
  listImportJobs,
  importJobStats,
  ...followImportJob,
  cancelImportJob,
  listModels,
  modelStats,
  getModel,
  deleteModel,
  listCells,
  cellStats,
  validateModel,
  validationSummary,
  listMismatches,
  listNullCells,
  uploadDocument,
  listFiles,
  getFile,
  changeFile,
  deleteFile,
  downloadFile,
  extractDocument,
  summarizeDocument,
  answerQuestion,
  rewriteText,
  drawMindmap,
  getExtraction,
  listTasks,
  getTask,
  cancelTask,
  retryTask,
  exportTask,
  getStatistics,
  countFiles,
  countTasks,
  countUsage,
  listLlmCalls,
  register,
  login,
  logout,
  getMe,
  setApiKey,
  deleteApiKey,
  setPreferences,
  health,
  ping,
];
