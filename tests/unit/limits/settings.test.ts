import { describe, expect, it } from "vitest";
import { LOGIN_LIMITS, parseLimits, parseUploadLimit, RATE_LIMITS } from "../../../lib/limits/settings.ts";

describe("INTAKE_RATE_LIMITS", () => {
  it("sets the named groups and leaves the others at their defaults", () => {
    expect(parseLimits(RATE_LIMITS, "login=100/1, default = 7 / 30")).toEqual({
      register: { points: 5, seconds: 300 },
      login: { points: 100, seconds: 1 },
      upload: { points: 20, seconds: 60 },
      tasks: { points: 30, seconds: 60 },
      api_key: { points: 5, seconds: 60 },
      polling: { points: 300, seconds: 60 },
      default: { points: 7, seconds: 30 },
    });
  });

  it("unset is the defaults, off is no limits", () => {
    expect(parseLimits(RATE_LIMITS, "")).toEqual(RATE_LIMITS);
    expect(parseLimits(RATE_LIMITS, "off")).toBeNull();
  });

  it.each([
    "login=0/60",
    "login=10",
    "login=10/0",
    "login=-1/60",
    "login=1e3/60",
    "login 10/60",
    "on",
    "off,login=1/1",
  ])("refuses %s, rather than let a typing error switch a limit off", (text) => {
    expect(() => parseLimits(RATE_LIMITS, text)).toThrow("is not group=points/seconds");
  });

  it("refuses a group that does not exist, and one that only objects have", () => {
    expect(() => parseLimits(RATE_LIMITS, "logins=1/1")).toThrow(
      "there is no group logins; there are register, login, upload, tasks, api_key, polling, default",
    );
    expect(() => parseLimits(RATE_LIMITS, "toString=1/1")).toThrow("there is no group toString");
  });
});

describe("INTAKE_LOGIN_LIMITS", () => {
  it("reads the form in which the documentation gives the defaults", () => {
    expect(parseLimits(LOGIN_LIMITS, "name_ip=5/900,name=20/3600,ip=100/86400")).toEqual(LOGIN_LIMITS);
  });
});

describe("RATE_LIMIT_UPLOADS", () => {
  it.each([
    ["5/minute", { points: 5, seconds: 60 }],
    ["1/second", { points: 1, seconds: 1 }],
    ["100 / hour", { points: 100, seconds: 3600 }],
    ["1000/day", { points: 1000, seconds: 86_400 }],
    ["off", null],
  ])("reads %s", (text, window) => {
    expect(parseUploadLimit(text)).toEqual(window);
  });

  it.each(["5", "0/minute", "5/fortnight", "5/60", "minute"])("refuses %s", (text) => {
    expect(() => parseUploadLimit(text)).toThrow("must be off or a number per");
  });
});
