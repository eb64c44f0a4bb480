/** Numbers as texts and texts as numbers. */
import { ExcelError, VALUE } from "../../../values.ts";
import { toNumber, toText } from "../../coerce.ts";
import { formatValue } from "../../number-format/format.ts";
import { parseNumberText } from "../../number-text.ts";
import { roundDecimal } from "../../numerics/decimal.ts";
import { any, boolean, define, type FunctionDefinition, integer, number, optional, scalar, text } from "../contract.ts";
import { firstOrEach } from "../first-or-each.ts";

/** Excel takes format codes of up to 255 characters. */
const MAX_CODE = 255;

/** TEXT(value, format): a text that reads as a number is formatted as that number. */
export const TEXT = define({
  name: "TEXT",
  parameters: [scalar(), text()],
  evaluate: (value, code, { date1904 }) => {
    if (value instanceof ExcelError) return value;
    if (code.length > MAX_CODE) return VALUE;
    const shown = typeof value === "string" ? (parseNumberText(value, date1904) ?? value) : (value ?? 0);
    return formatValue(shown, code, { date1904 }) ?? VALUE;
  },
});

/** VALUE(text): numbers, dates, times, percentages and amounts of money as texts; booleans are none. */
export const VALUE_FUNCTION = define({
  name: "VALUE",
  parameters: [scalar()],
  evaluate: (value, { date1904 }) => (typeof value === "boolean" ? VALUE : toNumber(value, date1904)),
});

/** NUMBERVALUE(text, [decimal_separator], [group_separator]): blanks anywhere are passed over, parentheses make it negative. */
export const NUMBERVALUE = define({
  name: "NUMBERVALUE",
  parameters: [text(), optional(text(), "."), optional(text(), ",")],
  evaluate: (value, decimalSeparator, groupSeparator) => {
    const decimal = decimalSeparator.charAt(0);
    const group = groupSeparator.charAt(0);
    if (decimal === "" || group === "" || decimal === group) return VALUE;
    const compact = value.replace(/\s/g, "");
    if (compact === "") return 0;
    const { amount, percents, negative } = unwrap(compact);
    const [whole = "", fraction, ...more] = amount.split(decimal);
    if (more.length > 0 || fraction?.includes(group)) return VALUE;
    const plain = `${whole.replaceAll(group, "")}${fraction === undefined ? "" : `.${fraction}`}`;
    if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return VALUE;
    return (negative ? -1 : 1) * (Number(plain) / 100 ** percents);
  },
});

/** An amount without the percent signs behind it and one pair of parentheses around it. */
function unwrap(text: string): { amount: string; percents: number; negative: boolean } {
  const outer = withoutPercents(text);
  const negative = outer.startsWith("(") && outer.endsWith(")");
  const inner = negative ? outer.slice(1, -1) : outer;
  const amount = withoutPercents(inner);
  return { amount, percents: text.length - outer.length + inner.length - amount.length, negative };
}

function withoutPercents(text: string): string {
  let end = text.length;
  while (text[end - 1] === "%") end--;
  return text.slice(0, end);
}

/** FIXED(number, [decimals], [no_commas]): rounded and written out. */
export const FIXED = define({
  name: "FIXED",
  parameters: [number(), optional(integer(), 2), optional(boolean(), false)],
  evaluate: (value, decimals, noCommas) => {
    if (decimals > 127) return VALUE;
    return write(value, decimals, (fraction) => `${noCommas ? "0" : "#,##0"}${fraction}`);
  },
});

function money(name: string): FunctionDefinition {
  return define({
    name,
    parameters: [number(), optional(integer(), 2)],
    evaluate: (value, decimals) => {
      if (decimals > 127) return VALUE;
      return write(value, decimals, (fraction) => `$#,##0${fraction};($#,##0${fraction})`);
    },
  });
}

/** DOLLAR(number, [decimals]): as money, negative amounts in parentheses. */
export const DOLLAR = money("DOLLAR");

/** USDOLLAR(number, [decimals]): the same under its older name. */
export const USDOLLAR = money("USDOLLAR");

function write(value: number, decimals: number, code: (fraction: string) => string): string | ExcelError {
  const rounded = roundDecimal(value, decimals, "nearest");
  return formatValue(rounded, code(decimals > 0 ? `.${"0".repeat(decimals)}` : "")) ?? VALUE;
}

/** T(value): the text it is, else ""; errors as they are. Of a reference the first cell counts. */
export const T = define({
  name: "T",
  parameters: [any()],
  evaluate: (given, context) =>
    firstOrEach(given, context, (value) => (typeof value === "string" || value instanceof ExcelError ? value : "")),
});

const THAI_DIGITS = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
const THAI_POWERS = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];

/** A whole number in Thai words, in groups of six digits. */
function thaiWords(digits: string): string {
  const head = digits.slice(0, -6);
  const tail = digits.slice(-6);
  let words = head === "" ? "" : `${thaiWords(head)}ล้าน`;
  for (const [index, digit] of Array.from(tail, Number).entries()) {
    const power = tail.length - 1 - index;
    if (digit === 0) continue;
    if (power === 0 && digit === 1 && digits.length > 1) words += "เอ็ด";
    else if (power === 1 && digit === 1) words += "สิบ";
    else if (power === 1 && digit === 2) words += "ยี่สิบ";
    else words += THAI_DIGITS[digit]! + THAI_POWERS[power]!;
  }
  return words;
}

/** BAHTTEXT(number): an amount in baht and satang in Thai words. */
export const BAHTTEXT = define({
  name: "BAHTTEXT",
  parameters: [number()],
  evaluate: (value) => {
    const amount = formatValue(Math.abs(value), "0.00") ?? "0.00";
    const [baht = "0", satang = "00"] = amount.split(".");
    const minus = value < 0 && amount !== "0.00" ? "ลบ" : "";
    const whole = Number(baht) === 0 ? (satang === "00" ? "ศูนย์บาท" : "") : `${thaiWords(baht)}บาท`;
    return minus + whole + (satang === "00" ? "ถ้วน" : `${thaiWords(String(Number(satang)))}สตางค์`);
  },
});

/** PHONETIC(reference): the text itself, for readings of characters are not kept. */
export const PHONETIC = define({ name: "PHONETIC", parameters: [scalar()], evaluate: (value) => toText(value) });
