import { describe, expect, it } from "vitest";
import { retryAfter } from "../../../lib/llm/failure.ts";

describe("Retry-After", () => {
  it("is read as seconds or as a date, and is nothing where it is neither", () => {
    const now = Date.parse("2026-01-31T12:00:00Z");
    expect(retryAfter("2", now)).toBe(2_000);
    expect(retryAfter(" 0.5 ", now)).toBe(500);
    expect(retryAfter("Sat, 31 Jan 2026 12:00:07 GMT", now)).toBe(7_000);
    expect(retryAfter("Sat, 31 Jan 2026 11:00:00 GMT", now)).toBe(0);
    expect(retryAfter("soon", now)).toBeNull();
    expect(retryAfter(null, now)).toBeNull();
  });
});
