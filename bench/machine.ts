import { cpus, loadavg } from "node:os";

/** What the numbers were taken on; the load tells how far others were at work meanwhile. */
export const machine = (): string =>
  `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`;

/** To three digits: more of them mean nothing. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
