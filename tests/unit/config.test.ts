import { describe, expect, it } from "vitest";
import { readConfig } from "../../lib/config.ts";

const SECRETS = {
  WEBHOOK_SECRET: "whsec_0123456789abcdef",
  INTAKE_JWT_SECRET: "0123456789abcdef0123456789abcdef",
  INTAKE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};
const SAMPLE_KEY = "sample:Zm9yIGRldmVsb3BtZW50IG9ubHksIDMyIGJ5dGVzISE=";

describe("settings", () => {
  it("have a value for everything in development", () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      INTAKE_TOKEN_TTL_SECONDS: 86_400,
      INTAKE_TRUSTED_PROXIES: [],
      RATE_LIMIT_UPLOADS: null,
      ENABLE_API_KEY_AUTH: false,
    });
    expect(config.INTAKE_RATE_LIMITS?.default).toEqual({ points: 100, seconds: 60 });
    expect([...config.INTAKE_LLM_ALLOWED_ORIGINS]).toEqual([
      "https://api.openai.com",
      "https://dashscope.aliyuncs.com",
      "https://dashscope-intl.aliyuncs.com",
    ]);
  });

  it("empty are settings unset", () => {
    expect(readConfig({ INTAKE_JWT_SECRET: "", INTAKE_RATE_LIMITS: "" })).toEqual(readConfig({}));
  });

  it("that cannot be used are all named at once, without showing a secret", () => {
    const faulty = {
      INTAKE_JWT_SECRET: "too short a secret",
      INTAKE_ENCRYPTION_KEYS: "k1:c2hvcnQ=",
      INTAKE_RATE_LIMITS: "login=ten/60",
      INTAKE_TRUSTED_PROXIES: "localhost",
    };
    expect(() => readConfig(faulty)).toThrow(
      new Error(
        [
          "These settings cannot be used:",
          "  INTAKE_JWT_SECRET: must have at least 32 bytes",
          "  INTAKE_ENCRYPTION_KEYS: entry 1 must be id:base64 of 32 bytes",
          '  INTAKE_RATE_LIMITS: "login=ten/60" is not group=points/seconds, and the whole is not off',
          '  INTAKE_TRUSTED_PROXIES: "localhost" is no address and no range of addresses',
        ].join("\n"),
      ),
    );
  });
});

describe("production", () => {
  it("starts with secrets of its own", () => {
    expect(readConfig({ NODE_ENV: "production", ...SECRETS }).NODE_ENV).toBe("production");
  });

  it.each(Object.keys(SECRETS))("does not start without %s", (name) => {
    expect(() => readConfig({ NODE_ENV: "production", ...SECRETS, [name]: undefined })).toThrow(
      `${name}: must be set in production, and not to the sample value`,
    );
  });

  it("does not start with a sample value, not even as the second of two keys", () => {
    const { INTAKE_JWT_SECRET } = readConfig({});
    expect(() => readConfig({ NODE_ENV: "production", ...SECRETS, INTAKE_JWT_SECRET })).toThrow("INTAKE_JWT_SECRET");
    const keys = `${SECRETS.INTAKE_ENCRYPTION_KEYS},${SAMPLE_KEY}`;
    expect(() => readConfig({ NODE_ENV: "production", ...SECRETS, INTAKE_ENCRYPTION_KEYS: keys })).toThrow(
      "INTAKE_ENCRYPTION_KEYS",
    );
  });
});
