/** Rejects with its reason once `signal` is aborted: for races against work that takes no signal itself. */
export function refusedWhen(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}
