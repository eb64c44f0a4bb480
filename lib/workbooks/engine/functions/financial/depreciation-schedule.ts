/** Declining-balance depreciation, on plain numbers. */

type Asset = { cost: number; salvage: number; life: number };

/** The declining-balance depreciation of a whole period, counted from 1, never below salvage (DDB). */
export function decliningBalance({ cost, salvage, life }: Asset, period: number, factor: number): number {
  const rate = Math.min(1, factor / life);
  const before = rate === 1 ? (period === 1 ? cost : 0) : cost * (1 - rate) ** (period - 1);
  const after = cost * (1 - rate) ** period;
  return Math.max(0, before - Math.max(after, salvage));
}

/**
 * Depreciation between two times in periods (VDB): declining balance, and unless `keepDeclining` straight line over
 * the remaining life from where that is more. A start within a period shifts all periods: the first is then shorter.
 */
export function depreciationBetween(
  { cost, salvage, life }: Asset,
  { start, end }: { start: number; end: number },
  factor: number,
  keepDeclining: boolean,
): number {
  let book = cost;
  let total = 0;
  let time = 0;
  let length = start % 1 || 1;
  while (time < end) {
    const left = Math.max(0, book - salvage);
    const declining = Math.min(left, book * Math.min(1, factor / life));
    const perPeriod = keepDeclining ? declining : Math.max(declining, left / (life - time));
    const depreciation = Math.min(left, perPeriod * Math.min(length, end - time));
    if (time >= start) total += depreciation;
    book -= depreciation;
    time += length;
    length = 1;
  }
  return total;
}
