import { z } from "zod";
import { IntakeError, invalid, type ProblemCode } from "../errors.ts";
import { inWords } from "../in-words.ts";
import type { LimitGroup } from "../limits/rate-limits.ts";

/**
 * Who a route lets in. `user`: whoever has a Bearer token of an account. `open`: anybody, whatever the settings say.
 * Without it: anybody under /api/v1 (register, login); elsewhere anybody, or with ENABLE_API_KEY_AUTH holders of a key.
 */
export type RouteAuth = "user" | "open";

/** What a route takes and gives: it parses the requests and it is the OpenAPI document. */
export type Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Auth extends RouteAuth | undefined = RouteAuth | undefined,
> = {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** As API Gateway writes it: `/api/jobs/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  auth?: Auth;
  /** Which limit its requests count against; unnamed, `default` under /api/v1 and none elsewhere. */
  limit?: LimitGroup;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Content type of the request where it is not JSON; its body is then read by the handler. */
  consumes?: string;
  headers?: z.ZodObject;
  answers: Record<number, Answer>;
  errors: readonly ProblemCode[];
  /** What a malformed id in the path is answered with, which is what an unknown one gets. */
  notFound?: Extract<ProblemCode, "RESOURCE_NOT_FOUND" | "TASK_NOT_FOUND">;
  /** Edge alone serves what API Gateway cannot: streams and sockets. */
  servedBy?: "edge";
};

/** @property contentType JSON where it is not named; several where the request decides */
export type Answer = { description: string; schema?: z.ZodType; contentType?: string | readonly string[] };

/** Keeps the schemas' own types, so that a handler knows what it is given. */
export function defineRoute<
  Params extends z.ZodType = z.ZodObject,
  Query extends z.ZodType = z.ZodObject,
  Body extends z.ZodType = z.ZodUnknown,
  Auth extends RouteAuth | undefined = undefined,
>(route: Route<Params, Query, Body, Auth>): Route<Params, Query, Body, Auth> {
  return route;
}

export type RawRequest = {
  params: Record<string, string | undefined>;
  query: Record<string, string | string[] | undefined>;
  headers: Record<string, string | undefined>;
  /** The body as text; null where there is none. */
  text: string | null;
};

export type ParsedRequest<R> =
  R extends Route<infer Params, infer Query, infer Body>
    ? { params: z.output<Params>; query: z.output<Query>; body: z.output<Body>; headers: RawRequest["headers"] }
    : never;

/** Of a route that asks nothing of them: made once, for a schema costs more to make than to ask. */
const ANYTHING = z.object({});

/**
 * Checks a request against its route; all faults are reported together.
 *
 * @throws {IntakeError} VALIDATION_ERROR with `details.fields`; the route's `notFound` for a malformed id
 */
export function parseRequest<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  route: Route<P, Q, B>,
  raw: RawRequest,
): ParsedRequest<Route<P, Q, B>> {
  const params = (route.params ?? ANYTHING).safeParse(raw.params, inWords);
  if (!params.success) throw new IntakeError(route.notFound ?? "RESOURCE_NOT_FOUND", "There is nothing with this id");
  const query = (route.query ?? ANYTHING).safeParse(raw.query, inWords);
  const body =
    route.body && !route.consumes
      ? route.body.safeParse(parseJson(raw.text), inWords)
      : { success: true as const, data: undefined };
  if (!query.success || !body.success) {
    const issues = [...(query.error?.issues ?? []), ...(("error" in body && body.error?.issues) || [])];
    throw invalid(...issues.map(fieldFault));
  }
  return { params: params.data, query: query.data, body: body.data, headers: raw.headers } as ParsedRequest<
    Route<P, Q, B>
  >;
}

function fieldFault(issue: z.core.$ZodIssue) {
  const at = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return { field: [at, issue.keys[0]].filter(Boolean).join("."), message: `unknown: ${issue.keys.join(", ")}` };
  }
  return { field: at || "body", message: issue.message };
}

function parseJson(text: string | null): unknown {
  if (text === null || text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    // Where it broke, but not the text around it, which the error quotes: it may hold a password or a key.
    const [place = ""] = /at position \d+/.exec(error instanceof Error ? error.message : "") ?? [];
    throw invalid({ field: "body", message: `not JSON ${place}`.trimEnd() });
  }
}
