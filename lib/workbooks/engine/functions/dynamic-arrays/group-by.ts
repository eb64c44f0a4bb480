/** Tables summed up by groups. Source: Microsoft's pages on GROUPBY, PIVOTBY and PERCENTOF, and values Excel saved. */
import { CALC, ExcelError, type Scalar, VALUE } from "../../../values.ts";
import { toText } from "../../coerce.ts";
import type { Value } from "../../value.ts";
import { array, define, integer, lambda, orEmpty } from "../contract.ts";
import { aggregateBy, arrange, type Group, hasHeaders, recordsOf, sortOrderOf } from "./grouping.ts";
import { type Line, linesOf, tableOf } from "./lines.ts";

/**
 * GROUPBY(row_fields, values, function, [headers], [total_depth], [sort_order], [filter], [relationship]): headers 0 no,
 * 1 yes but not shown, 3 yes and shown. Headers to be made up (2) are not supported.
 */
export const GROUPBY = define({
  name: "GROUPBY",
  parameters: [
    array(),
    array(),
    lambda(),
    orEmpty(integer()),
    orEmpty(integer(), 1),
    orEmpty(array()),
    orEmpty(array()),
    orEmpty(integer(), 0),
  ],
  evaluate: (fieldTable, valueTable, callee, headers, totalDepth, order, filter, relationship, context): Value => {
    if (headers === 2) return context.unsupported("generated_headers");
    const fields = linesOf(fieldTable, false);
    const values = linesOf(valueTable, false);
    const width = fieldTable.columns;
    const sortOrder = sortOrderOf(order, width + valueTable.columns);
    if (fields.length !== values.length || sortOrder === undefined || Math.abs(totalDepth) > width) return VALUE;
    if (relationship === 1 && Math.abs(totalDepth) > 1) return VALUE;
    const first = hasHeaders(headers, values) ? 1 : 0;
    const records = recordsOf(fields.length, first, filter);
    if (records instanceof ExcelError) return records;
    if (records.length === 0) return CALC;
    const aggregate = aggregateBy(callee, values, context);
    const groups = arrange(fields, records, { totalDepth, sortOrder }, aggregate);
    const lines = groups.map(({ labels, members }) => [
      ...labels,
      ...values[0]!.map((_, value) => aggregate(value, members, records)),
    ]);
    return tableOf(headers === 3 ? [[...fields[0]!, ...values[0]!], ...lines] : lines, false);
  },
});

/** What a percentage of a pivot table is one of, by `relative_to`. */
const WHOLES: readonly ((row: Group, column: Group, all: readonly number[]) => readonly number[])[] = [
  (_row, column) => column.members,
  (row) => row.members,
  (_row, _column, all) => all,
  (row, column) => common(row.members, column.parent),
  (row, column) => common(row.parent, column.members),
];

function common(one: readonly number[], other: readonly number[]): number[] {
  const members = new Set(other);
  return one.filter((record) => members.has(record));
}

/**
 * PIVOTBY(row_fields, column_fields, values, function, [headers], [row_total_depth], [row_sort_order],
 * [column_total_depth], [column_sort_order], [filter], [relative_to]): relative_to 0 column totals, 1 row totals,
 * 2 grand total, 3 parent column, 4 parent row. Headers to be made up (2) are not supported.
 */
export const PIVOTBY = define({
  name: "PIVOTBY",
  parameters: [
    array(),
    array(),
    array(),
    lambda(),
    orEmpty(integer()),
    orEmpty(integer(), 1),
    orEmpty(array()),
    orEmpty(integer(), 1),
    orEmpty(array()),
    orEmpty(array()),
    orEmpty(integer(), 0),
  ],
  evaluate: (
    rowTable,
    columnTable,
    valueTable,
    callee,
    headers,
    rowDepth,
    rowOrder,
    columnDepth,
    columnOrder,
    filter,
    relativeTo,
    context,
  ): Value => {
    if (headers === 2) return context.unsupported("generated_headers");
    const rowFields = linesOf(rowTable, false);
    const columnFields = linesOf(columnTable, false);
    const values = linesOf(valueTable, false);
    const rowSort = sortOrderOf(rowOrder, rowTable.columns + valueTable.columns);
    const columnSort = sortOrderOf(columnOrder, columnTable.columns + valueTable.columns);
    const whole = WHOLES[relativeTo];
    if (rowFields.length !== values.length || columnFields.length !== values.length) return VALUE;
    if (rowSort === undefined || columnSort === undefined || whole === undefined) return VALUE;
    if (Math.abs(rowDepth) > rowTable.columns || Math.abs(columnDepth) > columnTable.columns) return VALUE;
    const records = recordsOf(values.length, hasHeaders(headers, values) ? 1 : 0, filter);
    if (records instanceof ExcelError) return records;
    if (records.length === 0) return CALC;

    const aggregate = aggregateBy(callee, values, context);
    const rows = arrange(rowFields, records, { totalDepth: rowDepth, sortOrder: rowSort }, aggregate);
    const columns = arrange(columnFields, records, { totalDepth: columnDepth, sortOrder: columnSort }, aggregate);
    const corner: Line = rowFields[0]!.map(() => "");
    const heads = columnFields[0]!.map(
      (_, level): Line => [...corner, ...columns.flatMap(({ labels }) => values[0]!.map(() => labels[level]!))],
    );
    const bodies = rows.map(
      (row): Line => [
        ...row.labels,
        ...columns.flatMap((column) => {
          const members = common(row.members, column.members);
          return values[0]!.map(
            (_, value): Scalar => (members.length === 0 ? "" : aggregate(value, members, whole(row, column, records))),
          );
        }),
      ],
    );
    if (headers !== 3) return tableOf([...heads, ...bodies], false);
    const width = columns.length * valueTable.columns;
    const columnNames = columnFields[0]!.map((name) => toText(name)).join(", ");
    const title: Line = [...corner, ...Array.from({ length: width }, (_, at) => (at === 0 ? columnNames : ""))];
    const names: Line = [...rowFields[0]!, ...columns.flatMap(() => values[0]!)];
    return tableOf([title, ...heads, names, ...bodies], false);
  },
});
