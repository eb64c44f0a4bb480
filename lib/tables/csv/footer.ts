/**
 * Which of the last rows are not data but a footer: totals, notes, sources.
 *
 * A footer is the rows at the end of a table of three or more columns that have only their first cell filled, and
 * whatever follows a blank line after which no row has the table's width. A short last row with two or more cells is
 * data. Blank rows above a footer belong to it; without a footer they are rows like any other.
 *
 * What a row is shows only later, so a reader holds rows back: after each row, `held` says how many of the latest
 * rows may still turn out to be footer. At the end of the file, `footerRows` says how many of them are.
 */

/** A run longer than this is data, whatever it looks like: it bounds what a reader must hold back. */
export const LONGEST_FOOTER = 1_000;

export type FooterWatch = {
  /** Latest rows that may be footer. */
  readonly held: number;
  /** Latest rows that are footer if the file ends here. */
  readonly footer: number;
  /** Whether what is held began after a blank line, and no row since has had the table's width. */
  readonly afterBlank: boolean;
};

/** Nothing is held: before the first row, and after every row that is surely data. */
export const NOTHING_HELD: FooterWatch = { held: 0, footer: 0, afterBlank: false };

/** What the watch must know of a row. */
export type TailRow = {
  /** Cells in the row, blank ones counted. */
  cells: number;
  /** Cells that are not blank. */
  filled: number;
  firstFilled: boolean;
  /** Whether a wholly empty line stands directly above. */
  afterBlankLine: boolean;
};

/**
 * Takes one more row into account. Pure; cheap enough for every row, but a reader may skip rows that have the
 * table's width and two cells filled or more and go on from NOTHING_HELD.
 *
 * @param columns width of the table, taken from its header
 */
export function watchFooter(watch: FooterWatch, row: TailRow, columns: number): FooterWatch {
  if (row.filled === 0) return hold(watch, watch.footer > 0, watch.afterBlank);
  const onlyFirst = row.filled === 1 && row.firstFilled;
  if (columns >= 3 && onlyFirst) return hold(watch, true, watch.afterBlank || row.afterBlankLine);
  const afterBlank = row.cells !== columns && (row.afterBlankLine || watch.afterBlank);
  return afterBlank ? hold(watch, true, true) : NOTHING_HELD;
}

function hold(watch: FooterWatch, isFooter: boolean, afterBlank: boolean): FooterWatch {
  if (watch.held >= LONGEST_FOOTER) return NOTHING_HELD;
  const held = watch.held + 1;
  return { held, footer: isFooter ? held : 0, afterBlank };
}
