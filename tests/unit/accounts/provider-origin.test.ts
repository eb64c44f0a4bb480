import { describe, expect, it } from "vitest";
import { allowedBaseUrl } from "../../../lib/accounts/provider-origin.ts";
import { parseOrigins } from "../../../lib/settings/origins.ts";

const config = {
  INTAKE_LLM_BASE_URL: "https://models.example.com/v1",
  INTAKE_LLM_ALLOWED_ORIGINS: parseOrigins("https://api.openai.com, http://127.0.0.1:11434/"),
};

describe("a base URL", () => {
  it.each([
    [null, "https://models.example.com/v1"],
    ["https://models.example.com/other/", "https://models.example.com/other"],
    ["https://api.openai.com/v1", "https://api.openai.com/v1"],
    ["HTTPS://API.OPENAI.COM:443/v1//", "https://api.openai.com/v1"],
    ["http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"],
  ])("of a listed origin, or of the deployment's own, is used: %s", (given, used) => {
    expect(allowedBaseUrl(config, given)).toBe(used);
  });

  it.each([
    "http://169.254.169.254/",
    "http://api.openai.com/v1", // the origin is https
    "https://api.openai.com:8443/v1",
    "https://api.openai.com.evil.example/v1",
    "https://api.openai.com@evil.example/v1",
    "https://user:password@api.openai.com/v1",
    "https://api.openai.com/v1?next=http://evil.example",
    "http://127.0.0.1:11435/v1",
    "http://localhost:11434/v1", // another name is another origin
    "http://[::ffff:127.0.0.1]:11434/v1",
    "file:///etc/passwd",
    "javascript:alert(1)",
  ])("of any other is refused: %s", (given) => {
    expect(() => allowedBaseUrl(config, given)).toThrow(
      expect.objectContaining({ code: "API_KEY_INVALID", details: { reason: "base_url_not_allowed" } }),
    );
  });
});

describe("the list of origins", () => {
  it.each(["api.openai.com", "https://api.openai.com/v1", "ftp://files.example.com", "https://"])(
    "refuses what is no origin: %s",
    (entry) => {
      expect(() => parseOrigins(`https://a.example,${entry}`)).toThrow("is no origin");
    },
  );

  it("may be empty: then only the deployment's own origin is allowed", () => {
    expect(parseOrigins("").size).toBe(0);
  });
});
