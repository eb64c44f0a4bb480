/** Declining-balance depreciation, on plain numbers. */

export type Asset = { cost: number; salvage: number; life: number };

/** The declining-balance depreciation of a whole period, counted from 1, never below salvage (DDB). */
export function decliningBalance({ cost, salvage, life }: Asset, period: number, factor: number): number {
  const rate = Math.min(1, factor / life);
  const before = rate === 1 ? (period === 1 ? cost : 0) : cost * (1 - rate) ** (period - 1);
  const after = cost * (1 - rate) ** period;
  return Math.max(0, before - Math.max(after, salvage));
}

/**
 * Depreciation up to a time in periods, which may lie within one: declining balance, and unless `keepDeclining`
 * straight line over the remaining life from where that is more (VDB).
 */
export function depreciationUntil(asset: Asset, time: number, factor: number, keepDeclining: boolean): number {
  let total = 0;
  let straight: number | undefined;
  for (let period = 1; period < time + 1; period++) {
    const declining = decliningBalance(asset, period, factor);
    if (!keepDeclining && straight === undefined) {
      const even = (asset.cost - asset.salvage - total) / (asset.life - period + 1);
      if (even > declining) straight = even;
    }
    total += (straight ?? declining) * Math.min(1, time - period + 1);
  }
  return total;
}
