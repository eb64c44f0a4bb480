import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, askJson, checked, upload } from "../support/client.ts";

type Document = {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >;
};

describe("answers and the OpenAPI document", () => {
  let document: Document;
  let ajv: Ajv2020;
  beforeAll(async () => {
    document = (await ask<Document>("/openapi.json")).body;
    ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(document, "openapi.json");
  });

  function expectToFit(method: string, path: string, status: number, body: unknown): void {
    const pointer = [path, method, "responses", String(status), "content", "application/json", "schema"]
      .map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1"))
      .join("/");
    const validate = ajv.getSchema(`openapi.json#/paths/${pointer}`);
    expect(validate, `${method} ${path} says nothing of ${status}`).toBeDefined();
    expect(validate!(body), JSON.stringify(validate!.errors?.slice(0, 3))).toBe(true);
  }

  it("agree for tables, good and bad", async () => {
    const uploaded = await upload("fits.csv", "a,b\n1,2\n,3\n");
    expectToFit("post", "/api/files/upload", 202, uploaded.body);
    const job = await checked("fits.csv", "a,b\n1,2\n,3\n");
    expectToFit("get", "/api/jobs/{id}", 200, job);
    for (const [path, actual] of [
      ["/api/jobs", "/api/jobs?page_size=5"],
      ["/api/jobs/{id}/errors", `/api/jobs/${job.id}/errors`],
      ["/api/jobs/{id}/errors/summary", `/api/jobs/${job.id}/errors/summary`],
      ["/api/jobs/{id}/rows", `/api/jobs/${job.id}/rows`],
      ["/api/jobs/{id}/webhooks", `/api/jobs/${job.id}/webhooks`],
      ["/api/health", "/api/health"],
      ["/api/ping", "/api/ping"],
      ["/api/import/jobs", "/api/import/jobs"],
      ["/api/import/jobs/stats", "/api/import/jobs/stats"],
      ["/api/models", "/api/models"],
      ["/api/models/stats", "/api/models/stats"],
    ] as const) {
      const { status, body } = await ask(actual);
      expect(status).toBe(200);
      expectToFit("get", path, 200, body);
    }
    const refused = await upload("fits.exe", "x");
    expectToFit("post", "/api/files/upload", 400, refused.body);
    const missing = await ask("/api/jobs/nothing");
    expectToFit("get", "/api/jobs/{id}", 404, missing.body);
    const plan = await askJson("/api/uploads", "POST", { filename: "x.csv", file_size: 10 });
    expectToFit("post", "/api/uploads", 201, plan.body);
  });
});
