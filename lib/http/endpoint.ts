import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import type { z } from "zod";
import type { Origin } from "../accounts/security-events.ts";
import type { User } from "../accounts/user.ts";
import { type Config, readConfig } from "../config.ts";
import { IntakeError } from "../errors.ts";
import { newId } from "../ids.ts";
import { openPorts, type Ports } from "../ports.ts";
import { admit, originOf } from "./admit.ts";
import { CLIENT_HEADER, clientAddress, vouchedAddress } from "./client-address.ts";
import { asIntakeError, errorBody, errorHeaders } from "./error-body.ts";
import { type ParsedRequest, parseRequest, type Route, type RouteAuth } from "./route.ts";

/** JSON bodies are small; files go through edge or in multipart bodies. */
const MAX_JSON_BYTES = 1024 * 1024;

export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown, location?: string): Reply => ({
  status: 201,
  body,
  ...(location ? { headers: { Location: location } } : {}),
});
export const accepted = (body: unknown, location: string): Reply => ({
  status: 202,
  body,
  headers: { Location: location },
});
/** JSON that is text already, such as what PostgreSQL made: its numbers keep every digit. */
export const json = (text: string): Reply => ({
  status: 200,
  body: text,
  headers: { "Content-Type": "application/json; charset=utf-8" },
});
export const noContent = (): Reply => ({ status: 204 });

/** What a handler may ask of its call beside the parsed request. */
export type Call<Auth extends RouteAuth | undefined = undefined> = {
  from: Origin;
  /** Whose jobs a call makes: the owner of the API key, or `public`. */
  createdBy: string;
  event: APIGatewayProxyEvent;
} & (Auth extends "user" ? { user: User } : unknown);

let opened: Ports | undefined;

/** The ports of this Lambda environment: opened by its first call, kept for the next ones. */
export function processPorts(): Ports {
  opened ??= openPorts(readConfig(), "gateway");
  return opened;
}

/**
 * The door of every HTTP handler: checks the event against its route, hands over the ports, renders the answer
 * or any error.
 */
export function endpoint<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends RouteAuth | undefined = undefined,
>(
  route: Route<P, Q, B, A>,
  act: (request: ParsedRequest<Route<P, Q, B>>, ports: Ports, call: Call<A>) => Promise<Reply>,
) {
  return middy(async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    // Pooled connections outlive the call; waiting for them to close would hold the answer back.
    context.callbackWaitsForEmptyEventLoop = false;
    const headers = lowerCased(event.headers ?? {});
    const requestId = headers["x-request-id"] ?? event.requestContext?.requestId ?? newId();
    const ports = processPorts();
    await ports.live.settled; // a cold start has no Redis for its first milliseconds
    const common = {
      "Access-Control-Allow-Origin": ports.config.CORS_ORIGINS,
      "Cache-Control": "no-store", // answers are live, and some hold tokens
      "X-Request-Id": requestId,
    };
    try {
      const caller = { headers, ip: addressOf(ports.config, event, headers), requestId };
      const admission = await admit(ports, route, caller);
      Object.assign(common, admission.headers);
      if (admission.refused) throw admission.refused;
      if (!route.consumes && Buffer.byteLength(event.body ?? "") > MAX_JSON_BYTES) {
        throw new IntakeError("PAYLOAD_TOO_LARGE", "A JSON body may have 1 MiB", {
          details: { limit_bytes: MAX_JSON_BYTES },
        });
      }
      const request = parseRequest(route, {
        params: event.pathParameters ?? {},
        query: event.queryStringParameters ?? {},
        headers,
        text: textOf(event),
      });
      const { user, createdBy } = admission;
      const call = { from: originOf(caller), createdBy, event, user } as Call<A>;
      return render(await act(request, ports, call), common);
    } catch (error) {
      const shown = asIntakeError(error);
      if (shown.status >= 500) ports.log.error({ requestId, err: shown.cause ?? shown }, shown.message);
      return render(
        { status: shown.status, body: errorBody(shown, { requestId, path: event.path }), headers: errorHeaders(shown) },
        common,
      );
    }
  });
}

function render(reply: Reply, common: Record<string, string>): APIGatewayProxyResult {
  const isText = typeof reply.body === "string";
  return {
    statusCode: reply.status,
    headers: {
      ...common,
      ...(reply.body === undefined
        ? {}
        : { "Content-Type": isText ? "text/plain" : "application/json; charset=utf-8" }),
      ...reply.headers,
    },
    body: reply.body === undefined ? "" : isText ? (reply.body as string) : JSON.stringify(reply.body),
  };
}

/** The client, as edge vouches for it; of a request that came straight to the gateway, whoever sent it. */
function addressOf(config: Config, event: APIGatewayProxyEvent, headers: Record<string, string | undefined>): string {
  const socket = event.requestContext?.identity?.sourceIp ?? "";
  return (
    vouchedAddress(config, headers[CLIENT_HEADER]) ??
    clientAddress(socket, headers["x-forwarded-for"], config.INTAKE_TRUSTED_PROXIES)
  );
}

function textOf(event: APIGatewayProxyEvent): string | null {
  if (event.body === null || event.body === undefined) return null;
  return event.isBase64Encoded ? Buffer.from(event.body, "base64").toString("utf8") : event.body;
}

function lowerCased(headers: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
