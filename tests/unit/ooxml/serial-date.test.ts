import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoToSerial, serialToIso } from "../../../lib/ooxml/serial-date.ts";

describe("serialToIso", () => {
  it.each([
    [1, "1900-01-01"],
    [59, "1900-02-28"],
    [60, "1900-02-29"],
    [61, "1900-03-01"],
    [36_526, "2000-01-01"],
    [45_322, "2024-01-31"],
    [45_322.5625, "2024-01-31T13:30:00"],
    [45_322.562_512_5, "2024-01-31T13:30:01.080"],
    [0.5625, "13:30:00"],
    [0, "00:00:00"],
    [0.999_999_999, "1900-01-01"],
    [2_958_465, "9999-12-31"],
    [2_958_465.999_99, "9999-12-31T23:59:59.136"],
    [2_958_466, null],
    [-0.5, null],
    [Number.NaN, null],
  ])("reads %d of the 1900 system as %s", (serial, iso) => {
    expect(serialToIso(serial, false)).toBe(iso);
  });

  it.each([
    [0, "00:00:00"],
    [0.5, "12:00:00"],
    [0.999_999_999, "1904-01-02"],
    [1, "1904-01-02"],
    [59, "1904-02-29"],
    [43_860, "2024-01-31"],
    [2_957_003, "9999-12-31"],
    [2_957_004, null],
  ])("reads %d of the 1904 system as %s", (serial, iso) => {
    expect(serialToIso(serial, true)).toBe(iso);
  });

  it("agrees with the calendar of JavaScript from March 1900 on", () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (serial) => {
        const date = new Date((serial - 25_569) * 86_400_000);
        expect(serialToIso(serial, false)).toBe(date.toISOString().slice(0, 10));
      }),
    );
  });
});

describe("isoToSerial", () => {
  it.each([
    ["1899-12-30", 0],
    ["1899-12-31", 1],
    ["1900-01-01", 2],
    ["1900-02-29", undefined],
    ["1900-03-01", 61],
    ["2024-01-31", 45_322],
    ["2024-01-31T13:30:00Z", 45_322.5625],
    ["2024-01-31T13:30", 45_322.5625],
    ["13:30:00", 0.5625],
    ["2023-02-29", undefined],
    ["2024-01-31T24:00:00", undefined],
    ["1899-12-29", undefined],
    ["", undefined],
    ["Z", undefined],
    ["soon", undefined],
  ])("reads %s as %s", (iso, serial) => {
    expect(isoToSerial(iso, false)).toBe(serial);
  });

  it("undoes serialToIso in both systems from March 1900 on, to the millisecond", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 61, max: 2_957_002 }),
        fc.integer({ min: 0, max: 86_399_999 }),
        fc.boolean(),
        (day, ms, date1904) => {
          const serial = day + ms / 86_400_000;
          const iso = serialToIso(serial, date1904)!;
          expect(serialToIso(isoToSerial(iso, date1904)!, date1904)).toBe(iso);
        },
      ),
    );
  });
});
