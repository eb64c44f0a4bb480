import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { named, pageQuery, pageSchema } from "../../lib/http/page.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { listJobs } from "../../lib/jobs/find-job.ts";
import { JOB_STATUSES } from "../../lib/jobs/job.ts";
import { Job, presentJob, SHOWN_KINDS } from "../../lib/table-results/present-job.ts";

const DAY_MS = 86_400_000;
const DATE_ALONE = /^\d{4}-\d{2}-\d{2}$/;

/** An ISO date or date-time; one without a zone is UTC. */
const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
  error: "must be an ISO date or date-time",
});
const utc = (text: string) => new Date(/[zZ]$|[+-]\d\d:?\d\d$/.test(text) || DATE_ALONE.test(text) ? text : `${text}Z`);

export const route = defineRoute({
  method: "get",
  path: "/api/jobs",
  tag: "jobs",
  summary: "Jobs, newest first",
  query: z.object({
    ...pageQuery(50, 200),
    status: z.enum(JOB_STATUSES).optional(),
    kind: z.enum(SHOWN_KINDS).optional(),
    from_date: Moment.transform(utc).optional(),
    /** A date alone includes that day. */
    to_date: Moment.transform(
      (text) => new Date(utc(text).getTime() + (DATE_ALONE.test(text) ? DAY_MS - 1 : 0)),
    ).optional(),
  }),
  answers: {
    200: {
      description: "A page of jobs; empty past the end",
      schema: pageSchema("jobs", Job),
    },
  },
  errors: ["VALIDATION_ERROR", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ query }, ports) => {
  const { status, kind, from_date: from, to_date: to } = query;
  const page = await listJobs(ports, { status, kind, from, to }, query, { kinds: SHOWN_KINDS });
  return ok(named("jobs", { ...page, items: page.items.map(presentJob) }));
});
