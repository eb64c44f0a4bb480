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

  it("agree for accounts, good and bad", async () => {
    const username = `fits_${process.pid}_${Date.now()}`;
    const person = { username, email: `${username}@example.com`, password: "correct horse" };
    const made = await askJson<{ data: { token: string } }>("/api/v1/auth/register", "POST", person);
    expectToFit("post", "/api/v1/auth/register", 201, made.body);
    expectToFit("post", "/api/v1/auth/register", 409, (await askJson("/api/v1/auth/register", "POST", person)).body);
    expectToFit("post", "/api/v1/auth/register", 400, (await askJson("/api/v1/auth/register", "POST", {})).body);
    expectToFit("post", "/api/v1/auth/login", 200, (await askJson("/api/v1/auth/login", "POST", person)).body);
    const wrong = await askJson("/api/v1/auth/login", "POST", { ...person, password: "wrong" });
    expectToFit("post", "/api/v1/auth/login", 401, wrong.body);

    const headers = { authorization: `Bearer ${made.body.data.token}`, "content-type": "application/json" };
    for (const [method, path, sent] of [
      ["get", "/api/v1/users/me"],
      ["put", "/api/v1/users/preferences", { preferred_provider: "local" }],
      ["put", "/api/v1/users/api-key", { api_key: "sk-12345678", validate: false }],
      ["delete", "/api/v1/users/api-key"],
      ["post", "/api/v1/auth/logout"],
    ] as const) {
      const body = sent ? { body: JSON.stringify(sent) } : {};
      const { status, body: answer } = await ask(path, { method: method.toUpperCase(), headers, ...body });
      expect(status).toBe(200);
      expectToFit(method, path, 200, answer);
    }
    expectToFit("get", "/api/v1/users/me", 401, (await ask("/api/v1/users/me")).body);
    const refused = { api_key: "sk-12345678", base_url: "http://169.254.169.254/" };
    const again = await askJson<{ data: { token: string } }>("/api/v1/auth/login", "POST", person);
    const { body } = await ask("/api/v1/users/api-key", {
      method: "PUT",
      headers: { ...headers, authorization: `Bearer ${again.body.data.token}` },
      body: JSON.stringify(refused),
    });
    expectToFit("put", "/api/v1/users/api-key", 422, body);
  });
});
