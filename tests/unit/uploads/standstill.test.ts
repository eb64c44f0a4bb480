import { PassThrough, Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchForStandstill } from "../../../lib/uploads/standstill.ts";

describe("an upload that stands still", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is given up once nothing came for 60 s", async () => {
    const body = new PassThrough();
    const gone = vi.fn();
    watchForStandstill(body, gone);
    body.pipe(new PassThrough()).resume();
    for (let second = 0; second < 300; second += 30) {
      body.write("x");
      await vi.advanceTimersByTimeAsync(30_000);
    }
    expect(gone).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(gone).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(gone).toHaveBeenCalledOnce();
  });

  it("is not to blame for whoever takes it being full, nor watched when it is over", async () => {
    const body = new PassThrough();
    const gone = vi.fn();
    const endWatch = watchForStandstill(body, gone);
    let takeOn = () => {};
    const full = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        takeOn = done;
      },
    });
    body.pipe(full);
    body.write("more than it takes");
    await vi.advanceTimersByTimeAsync(600_000);
    expect(gone).not.toHaveBeenCalled();
    takeOn();
    await vi.advanceTimersByTimeAsync(50_000);
    endWatch();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(gone).not.toHaveBeenCalled();
  });
});
