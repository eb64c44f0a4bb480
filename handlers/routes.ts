import type { Route } from "../lib/http/route.ts";
import { route as uploadFile } from "./files/upload.ts";
import { route as health } from "./health/health.ts";
import { route as ping } from "./health/ping.ts";
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
import { route as abortUpload } from "./uploads/abort-upload.ts";
import { route as beginUpload } from "./uploads/begin-upload.ts";
import { route as completeUpload } from "./uploads/complete-upload.ts";

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
  health,
  ping,
];
