/** An answer whose marks name places in `cited`, from 1; `cited` holds the passages' indexes, best first. */
export type Cited = { text: string; cited: number[]; dropped: number };

const MARK = /\s*\[(\d{1,4})\]/g;

/**
 * Renumbers the marks of an answer. Marks that name no passage, or one past the number of sources that may be shown,
 * are dropped with the white space before them.
 *
 * @param passages how many numbered passages the model saw, best first
 * @param most     how many sources may be shown
 */
export function cite(answer: string, passages: number, most: number): Cited {
  const named = new Set<number>();
  for (const [, number] of answer.matchAll(MARK)) {
    const index = Number(number) - 1;
    if (index >= 0 && index < passages) named.add(index);
  }
  const cited = [...named].sort((a, b) => a - b).slice(0, most);
  let dropped = 0;
  const text = answer.replace(MARK, (mark, number: string) => {
    const place = cited.indexOf(Number(number) - 1);
    if (place >= 0) return mark.replace(/\d+/, String(place + 1));
    dropped++;
    return "";
  });
  return { text: text.trim(), cited, dropped };
}
