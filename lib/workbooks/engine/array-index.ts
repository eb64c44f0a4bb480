/** Where in an array a value stands, so that looking up many keys in one computed array does not walk it for each. */
import { ExcelError, type Scalar } from "../values.ts";
import { round15 } from "./coerce.ts";
import { foldCase } from "./ordering.ts";
import type { ArrayValue } from "./value.ts";

type Key = number | string | boolean;
type Ends = { readonly first: number; last: number };

/** Below this an index costs more than it saves. */
const INDEXED_VALUES = 24;

/** Undefined for arrays that were searched once: only the second search shows that an index will pay. */
const indexes = new WeakMap<ArrayValue, ReadonlyMap<Key, Ends> | undefined>();

/** Position of the first (or last) equal value, row by row, -1 for none; undefined where the array is to be walked. */
export function positionIn(array: ArrayValue, value: Scalar, last: boolean): number | undefined {
  if (array.values.length < INDEXED_VALUES) return undefined;
  let index = indexes.get(array);
  if (index === undefined) {
    const searchedBefore = indexes.has(array);
    index = searchedBefore ? indexOf(array) : undefined;
    indexes.set(array, index);
    if (index === undefined) return undefined;
  }
  const key = keyOf(value);
  const ends = key === undefined ? undefined : index.get(key);
  return ends === undefined ? -1 : last ? ends.last : ends.first;
}

function indexOf(array: ArrayValue): Map<Key, Ends> {
  const index = new Map<Key, Ends>();
  array.values.forEach((value, position) => {
    const key = keyOf(value);
    if (key === undefined) return;
    const ends = index.get(key);
    if (ends === undefined) index.set(key, { first: position, last: position });
    else ends.last = position;
  });
  return index;
}

/** Values are equal where their keys are; blanks and errors equal nothing. */
function keyOf(value: Scalar): Key | undefined {
  if (value === null || value instanceof ExcelError) return undefined;
  if (typeof value === "string") return foldCase(value);
  return typeof value === "number" ? round15(value) : value;
}
