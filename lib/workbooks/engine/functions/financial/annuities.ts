/** Loans and savings with equal payments, on plain numbers. Money received is positive, money paid negative. */

/** Payments at the end of each period (0) or at its beginning (1). */
export type Timing = 0 | 1;

/** (1 + rate)^periods − 1, without loss of digits for small rates. */
function growth(rate: number, periods: number): number {
  return rate > -1 ? Math.expm1(periods * Math.log1p(rate)) : (1 + rate) ** periods - 1;
}

/** What one unit paid each period has grown to. */
function annuity(rate: number, periods: number, timing: Timing): number {
  return rate === 0 ? periods : (growth(rate, periods) / rate) * (1 + rate * timing);
}

export function futureValue(rate: number, periods: number, payment: number, present: number, timing: Timing): number {
  return -present * (1 + growth(rate, periods)) - payment * annuity(rate, periods, timing);
}

export function presentValue(rate: number, periods: number, payment: number, future: number, timing: Timing): number {
  return -(future + payment * annuity(rate, periods, timing)) / (1 + growth(rate, periods));
}

export function payment(rate: number, periods: number, present: number, future: number, timing: Timing): number {
  return -(future + present * (1 + growth(rate, periods))) / annuity(rate, periods, timing);
}

export type Loan = { rate: number; periods: number; present: number; future: number; timing: Timing };

/** The principal in the payment of a period, counted from 1; it grows by the rate from payment to payment. */
export function principalPart(loan: Loan, period: number): number {
  const { rate, periods, present, future, timing } = loan;
  if (timing === 1 && period === 1) return payment(rate, periods, present, future, timing);
  if (rate === 0) return -(present + future) / periods;
  return (-(present + future) * rate * (1 + rate) ** (period - 1 - timing)) / growth(rate, periods);
}

/** The interest in the payment of a period, counted from 1. */
export function interestPart(loan: Loan, period: number): number {
  const { rate, periods, present, future, timing } = loan;
  return payment(rate, periods, present, future, timing) - principalPart(loan, period);
}
