import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../errors.ts";
import { version } from "../version.ts";
import { ErrorBody } from "./error-body.ts";
import type { Answer, Route } from "./route.ts";

type Json = Record<string, unknown>;

const SECURITY_SCHEMES = {
  token: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "From POST /api/v1/auth/login or /api/v1/auth/register.",
  },
  apiKey: {
    type: "apiKey",
    in: "header",
    name: "X-API-Key",
    description: "Needed where the deployment has ENABLE_API_KEY_AUTH on; made by `intake keys create NAME`.",
  },
};

/** The OpenAPI 3.1 document of the routes, made from the same zod schemas that parse the requests. */
export function openApi(routes: readonly Route[]): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    paths[route.path] = operations;
    operations[route.method] = operation(route, schemas);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Intake",
      version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description: "Takes in tables, Excel models and documents, and turns them into data that can be trusted.",
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { ...schemas, Error: jsonSchema(ErrorBody, "output", schemas) },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function operation(route: Route, schemas: Json): Json {
  const responses: Json = {};
  for (const [status, answer] of Object.entries(route.answers)) responses[status] = response(answer, schemas);
  const byStatus = Map.groupBy(new Set([...route.errors, ...gateErrors(route)]), (code) => PROBLEMS[code].status);
  for (const [status, codes] of byStatus) {
    responses[status] ??= {
      description: codes.join(", "),
      content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
    };
  }
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    parameters: [
      ...parameters(route.params, "path", schemas),
      ...parameters(route.query, "query", schemas),
      ...parameters(route.headers, "header", schemas),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { [route.consumes ?? "application/json"]: { schema: jsonSchema(route.body, "input", schemas) } },
          },
        }
      : {}),
    responses,
    security: security(route),
  };
}

/** What the gate before a route may answer (admit.ts, endpoint.ts), whatever the route itself names. */
function gateErrors({ auth, limit, path, body, consumes }: Route): ProblemCode[] {
  const isDocuments = path.startsWith("/api/v1/");
  return [
    ...(auth === "user" ? (["AUTH_REQUIRED", "AUTH_INVALID", "AUTH_EXPIRED"] as const) : []),
    ...(auth === undefined && !isDocuments ? (["AUTH_REQUIRED", "AUTH_INVALID"] as const) : []),
    ...(limit || isDocuments ? (["RATE_LIMIT_EXCEEDED"] as const) : []),
    ...(body && !consumes ? (["PAYLOAD_TOO_LARGE"] as const) : []),
    "INTERNAL",
  ];
}

/** The empty requirement says that the route may be open: whether keys are asked for is the deployment's choice. */
function security({ auth, path }: Route): Json[] {
  if (auth === "user") return [{ token: [] }];
  return auth === "open" || path.startsWith("/api/v1/") ? [] : [{}, { apiKey: [] }];
}

/** `GET /api/jobs/{id}/errors` → `getApiJobsIdErrors`: unique as the pair of method and path is. */
function operationId({ method, path }: Route): string {
  return method + path.replace(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase());
}

function response({ description, schema, contentType }: Answer, schemas: Json): Json {
  if (!schema && !contentType) return { description };
  const content = schema ? { schema: jsonSchema(schema, "output", schemas) } : {};
  const types = [contentType ?? "application/json"].flat();
  return { description, content: Object.fromEntries(types.map((type) => [type, content])) };
}

function parameters(schema: z.ZodType | undefined, place: "path" | "query" | "header", schemas: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, "input", schemas) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description ? { description } : {}),
    schema: property,
  }));
}

/** Schemas with an id of their own go to the components and are pointed at. */
function jsonSchema(schema: z.ZodType, io: "input" | "output", schemas: Json): Json {
  const made = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  const { $schema: _dialect, $defs, ...own } = made as Json & { $defs?: Json };
  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] = repointed(definition);
  const { id, ...rest } = repointed(own) as Json;
  if (typeof id !== "string") return rest;
  schemas[id] = rest;
  return { $ref: `#/components/schemas/${id}` };
}

const componentOf = (ref: string): string => ref.replace("#/$defs/", "#/components/schemas/");

function repointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(repointed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string" ? componentOf(inner) : repointed(inner),
    ]),
  );
}
