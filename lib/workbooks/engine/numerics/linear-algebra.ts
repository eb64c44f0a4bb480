import { checkTime } from "../time-limit.ts";

/** Matrices as arrays of rows. */
export type Matrix = number[][];

export function identity(size: number): Matrix {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => (row === column ? 1 : 0)),
  );
}

/** The product of an n × k and a k × m matrix. */
export function multiply(left: Matrix, right: Matrix): Matrix {
  const width = right[0]?.length ?? 0;
  return left.map((row) => {
    const product = new Array<number>(width).fill(0);
    for (const [k, factor] of row.entries()) {
      checkTime();
      const other = right[k]!;
      for (let column = 0; column < width; column++) product[column]! += factor * other[column]!;
    }
    return product;
  });
}

/** Triangular factors in place: `lu` holds both, `order` the rows as swapped, `sign` their parity; 0 when singular. */
function decompose(matrix: Matrix): { lu: Matrix; order: number[]; sign: number } {
  const lu = matrix.map((row) => [...row]);
  const order = lu.map((_, row) => row);
  let sign = 1;
  for (let column = 0; column < lu.length; column++) {
    let pivot = column;
    for (let row = column + 1; row < lu.length; row++) {
      if (Math.abs(lu[row]![column]!) > Math.abs(lu[pivot]![column]!)) pivot = row;
    }
    if (lu[pivot]![column] === 0) return { lu, order, sign: 0 };
    if (pivot !== column) {
      [lu[pivot], lu[column]] = [lu[column]!, lu[pivot]!];
      [order[pivot], order[column]] = [order[column]!, order[pivot]!];
      sign = -sign;
    }
    const top = lu[column]!;
    for (let row = column + 1; row < lu.length; row++) {
      const current = lu[row]!;
      const factor = current[column]! / top[column]!;
      current[column] = factor;
      if (factor === 0) continue;
      checkTime();
      for (let k = column + 1; k < lu.length; k++) current[k]! -= factor * top[k]!;
    }
  }
  return { lu, order, sign };
}

export function determinant(matrix: Matrix): number {
  const { lu, sign } = decompose(matrix);
  return lu.reduce((product, row, index) => product * row[index]!, sign);
}

/** The inverse, or undefined for a singular matrix. */
export function inverse(matrix: Matrix): Matrix | undefined {
  const size = matrix.length;
  const { lu, order, sign } = decompose(matrix);
  if (sign === 0) return undefined;
  const unit = identity(size);
  const result = order.map((original) => unit[original]!);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) subtractMultiple(result[row]!, lu[row]![k]!, result[k]!);
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) subtractMultiple(result[row]!, lu[row]![k]!, result[k]!);
    const pivot = lu[row]![row]!;
    result[row] = result[row]!.map((value) => value / pivot);
  }
  return result;
}

/** target −= factor · source. */
export function subtractMultiple(target: number[], factor: number, source: readonly number[]): void {
  checkTime();
  for (let index = 0; index < target.length; index++) target[index]! -= factor * source[index]!;
}

export function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += left[index]! * right[index]!;
  return sum;
}
