import { couponDate, type Frequency, periodDays } from "./coupons.ts";
import { type Basis, daysBetween } from "./day-count.ts";

/**
 * Interest accrued from issue to settlement in coupon periods, which are counted around the first interest date
 * (ACCRINT). Days are shared out as Excel does, which is not what the formula in its documentation says: the days
 * before settlement always count against the length of the period that ends with the first interest date, and they
 * count from that period's beginning even where settlement comes before it.
 *
 * @param fromIssue false leaves out the whole periods between the stub at issue and that last period
 */
export function accruedPeriods(
  { issue, firstInterest, settlement }: { issue: number; firstInterest: number; settlement: number },
  { frequency, basis }: { frequency: Frequency; basis: Basis },
  fromIssue: boolean,
): number {
  let ahead = 1;
  if (fromIssue) while (couponDate(firstInterest, frequency, ahead - 1) < settlement) ahead--;
  const last = couponDate(firstInterest, frequency, ahead);
  const lastLength = periodDays(couponDate(firstInterest, frequency, 1), firstInterest, frequency, basis);
  if (issue >= last) return daysBetween(issue, settlement, basis) / lastLength;

  let periods = daysBetween(last, settlement, basis) / lastLength;
  for (let end = last; end > issue; ahead++) {
    const start = couponDate(firstInterest, frequency, ahead + 1);
    if (issue > start) return periods + daysBetween(issue, end, basis) / periodDays(start, end, frequency, basis);
    if (fromIssue) periods++;
    end = start;
  }
  return periods;
}
