import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { IntakeError } from "../lib/errors.ts";
import { errorBody } from "../lib/http/error-body.ts";
import { newId } from "../lib/ids.ts";

/** What Node's HTTP parser says that is not simply malformed. */
const STATUS: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Bytes that are no HTTP reach no route: they get the one error body all the same, and their connection ends. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code !== "ECONNRESET" && socket.writable) {
    const fault = new IntakeError("VALIDATION_ERROR", `The request is not well-formed HTTP: ${error.message}`);
    const body = JSON.stringify(errorBody(fault, { requestId: newId(), path: "" }));
    const status = STATUS[error.code ?? ""] ?? fault.status;
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "content-type: application/json; charset=utf-8",
      `content-length: ${Buffer.byteLength(body)}`,
      "connection: close",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}
