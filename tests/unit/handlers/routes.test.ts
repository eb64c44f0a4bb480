import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { routes } from "../../../handlers/routes.ts";
import { openApi } from "../../../lib/http/openapi.ts";

type Functions = Record<string, { handler: string; events?: { http?: { method: string; path: string } }[] }>;

const { functions } = parse(readFileSync(new URL("../../../serverless.yml", import.meta.url), "utf8")) as {
  functions: Functions;
};
const REFERENCE = new Set(["GET /openapi.json", "ANY /{proxy+}"]);
const endpoints = Object.values(functions).flatMap(({ events = [] }) =>
  events.flatMap(({ http }) => (http ? [`${http.method.toUpperCase()} ${http.path}`] : [])),
);

describe("the routes", () => {
  it("behind the gateway are those that serverless.yml deploys, no more and no fewer", () => {
    const listed = routes
      .filter(({ servedBy }) => servedBy !== "edge")
      .map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(endpoints.filter((endpoint) => !REFERENCE.has(endpoint)).sort()).toEqual(listed.sort());
  });

  it("have each a file that exists and a function that names it", () => {
    for (const { handler } of Object.values(functions)) {
      expect(existsSync(new URL(`../../../${handler.replace(/\.handler$/, ".ts")}`, import.meta.url)), handler).toBe(
        true,
      );
    }
  });

  it("are all in the OpenAPI document, each operation under an id of its own", () => {
    const { paths } = openApi(routes) as { paths: Record<string, Record<string, { operationId: string }>> };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => ({ operationId, route: `${method} ${path}` })),
    );
    expect(operations.map(({ route }) => route).sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).sort(),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length);
  });

  it("say every status and content type that they answer with", () => {
    type Operation = { requestBody?: { content: object }; responses: Record<string, { content: object }> };
    const { paths } = openApi(routes) as { paths: Record<string, Record<string, Operation>> };
    for (const { requestBody, responses } of Object.values(paths).flatMap((methods) => Object.values(methods))) {
      expect(Object.keys(responses)).toContain("500");
      if (requestBody && "application/json" in requestBody.content) expect(Object.keys(responses)).toContain("413");
    }
    const typesOf = (path: string) => Object.keys(paths[path]!.get!.responses[200]!.content);
    expect(typesOf("/api/v1/tasks/{task_id}/export")).toEqual([
      "text/plain",
      "text/markdown",
      "text/vnd.mermaid",
      "text/x-opml",
      "application/json",
    ]);
    expect(typesOf("/api/v1/files/{file_id}/download")).toEqual([
      "application/pdf",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "text/plain",
    ]);
  });
});
