import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { route as tableRoute } from "../handlers/files/upload.ts";
import { route as workbookRoute } from "../handlers/import/upload.ts";
import { importJobUrl, presentImportUpload } from "../lib/models/present-upload.ts";
import type { Ports } from "../lib/ports.ts";
import { jobUrl, presentUpload } from "../lib/table-results/present-job.ts";
import { tooLarge } from "../lib/uploads/receive.ts";
import { uploadTable } from "../lib/uploads/upload-table.ts";
import { uploadWorkbook } from "../lib/uploads/upload-workbook.ts";
import { createdBy, gate } from "./auth.ts";
import { drain, goOn } from "./early-answer.ts";

/** Room for the other parts and the boundaries around the file. */
const ENVELOPE_BYTES = 1024 * 1024;

/** Streamed uploads: the body is never held, only passed on to the object store. */
export async function uploads(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _body, done) => done(null)); // read by lib/uploads, as it arrives

  app.post(tableRoute.path, { onRequest: gate(ports, tableRoute) }, async (request, reply) => {
    const job = await streamed(request, reply, ports.config.MAX_UPLOAD_BYTES, () =>
      uploadTable(ports, {
        body: request.raw,
        contentType: request.headers["content-type"],
        idempotencyKey: one(request.headers["idempotency-key"]),
        createdBy: createdBy(request),
      }),
    );
    return reply.code(202).header("location", jobUrl(job.id)).send(presentUpload(job));
  });

  app.post(workbookRoute.path, { onRequest: gate(ports, workbookRoute) }, async (request, reply) => {
    const job = await streamed(request, reply, ports.config.MAX_FILE_SIZE_MB * 1024 * 1024, () =>
      uploadWorkbook(ports, {
        body: request.raw,
        contentType: request.headers["content-type"],
        createdBy: createdBy(request),
      }),
    );
    return reply.code(202).header("location", importJobUrl(job.id)).send(presentImportUpload(job));
  });
}

/** Refuses what announces itself as too large before a byte of it is read; lets every answer reach its client. */
export async function streamed<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  limitBytes: number,
  receive: () => Promise<T>,
): Promise<T> {
  try {
    if (Number(request.headers["content-length"]) > limitBytes + ENVELOPE_BYTES) throw tooLarge(limitBytes);
    goOn(request.raw, reply.raw);
    return await receive();
  } catch (error) {
    reply.header("connection", "close");
    drain(request.raw);
    throw error;
  }
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);
