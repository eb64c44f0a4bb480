import { afterEach, expect, it, vi } from "vitest";
import { apiUrlOption } from "../../../cli/service-options.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("asks where API_URL says, else on this machine; INTAKE_API_URL is commander's to read", () => {
  vi.stubEnv("API_URL", "http://intake.example:8080");
  expect(apiUrlOption().defaultValue).toBe("http://intake.example:8080");
  vi.stubEnv("API_URL", "");
  expect(apiUrlOption().defaultValue).toBe("http://localhost:3000");
  expect(apiUrlOption().envVar).toBe("INTAKE_API_URL");
});
