import type { Page } from "./types.ts";

/** The page a position of the text stands on, by binary search; null without pages. */
export function pageAt(pages: readonly Page[], position: number): number | null {
  let low = 0;
  let high = pages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pages[middle]!.start <= position) low = middle;
    else high = middle - 1;
  }
  return pages[low]?.page ?? null;
}
