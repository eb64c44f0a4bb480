import type { FastifyInstance, FastifyReply } from "fastify";
import { route as downloadRoute } from "../handlers/documents/download-file.ts";
import { presentUpload, route as uploadRoute } from "../handlers/documents/upload-file.ts";
import { IntakeError } from "../lib/errors.ts";
import { findFileRow } from "../lib/files/find-file.ts";
import { parseRequest } from "../lib/http/route.ts";
import type { Ports } from "../lib/ports.ts";
import { contentDisposition } from "../lib/uploads/filename.ts";
import { uploadDocument } from "../lib/uploads/upload-document.ts";
import { gate, requireUser } from "./auth.ts";
import { streamed } from "./uploads.ts";

/** Documents in and out: both directions are streamed. */
export async function documentFiles(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _body, done) => done(null)); // read by lib/uploads, as it arrives

  app.post(uploadRoute.path, { onRequest: gate(ports, uploadRoute) }, async (request, reply) => {
    const uploaded = await streamed(request, reply, ports.config.INTAKE_DOCUMENT_MAX_BYTES, () =>
      uploadDocument(ports, requireUser(request), {
        body: request.raw,
        contentType: request.headers["content-type"],
      }),
    );
    const { status, body } = presentUpload(uploaded);
    return reply.code(status).send(body);
  });

  app.get("/api/v1/files/:file_id/download", { onRequest: gate(ports, downloadRoute) }, async (request, reply) => {
    const raw = { params: request.params as Record<string, string>, query: {}, headers: {}, text: null };
    const { params } = parseRequest(downloadRoute, raw);
    const file = await findFileRow(ports, requireUser(request).id, params.file_id);
    reply.headers({
      etag: `"${file.sha256}"`,
      "accept-ranges": "bytes",
      "content-type": file.mime_type,
      "content-disposition": contentDisposition(file.original_filename),
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    if (matches(request.headers["if-none-match"], file.sha256)) return reply.code(304).send();
    const range = rangeOf(request.headers.range, file.file_size, reply);
    const { start, end } = range ?? { start: 0, end: file.file_size - 1 };
    reply.code(range ? 206 : 200).header("content-length", end - start + 1);
    return reply.send(await ports.storage.get(file.object_key, { start, end }));
  });
}

function matches(header: string | undefined, sha256: string): boolean {
  return header?.split(",").some((tag) => ["*", `"${sha256}"`, `W/"${sha256}"`].includes(tag.trim())) ?? false;
}

/**
 * The one range of RFC 9110, 14.1.2 that is asked for; null for none, for several, and for what is no byte range:
 * then the whole file is the answer.
 *
 * @throws {IntakeError} RANGE_INVALID for a range outside the file
 */
function rangeOf(header: string | undefined, size: number, reply: FastifyReply): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const [first, last] = [match[1] === "" ? null : Number(match[1]), match[2] === "" ? null : Number(match[2])];
  if (first !== null && last !== null && last < first) return null;
  const start = first ?? Math.max(0, size - last!);
  const end = first === null || last === null ? size - 1 : Math.min(last, size - 1);
  if (start < size && !(first === null && last === 0)) {
    reply.header("content-range", `bytes ${start}-${end}/${size}`);
    return { start, end };
  }
  reply.header("content-range", `bytes */${size}`);
  throw new IntakeError("RANGE_INVALID", `The file has ${size} bytes`, { details: { size_bytes: size } });
}
