import { numberFormats } from "../../ooxml/spreadsheet.ts";
import type { XmlElement } from "../../ooxml/xml-tree.ts";
import type { CellStyle } from "../model.ts";
import { type ColorResolver, colorResolver } from "./colors.ts";

/** What a workbook without a styles part has. */
export const DEFAULT_STYLES: CellStyle[] = [{ numberFormat: "General" }];

type FontStyle = Pick<CellStyle, "font_name" | "font_size" | "bold" | "italic" | "underline" | "strike" | "font_color">;

/**
 * One style per cell format, by the index that cells carry in `s`; only what differs from the workbook's default
 * (the font of its Normal style) is set.
 *
 * @param styles root of the styles part
 * @param theme  root of the theme part
 */
export function readStyles(styles: XmlElement, theme: XmlElement | undefined): CellStyle[] {
  const color = colorResolver(styles, theme);
  const formats = numberFormats(styles);
  const normalFont = styles.path("cellStyleXfs", "xf")[0]?.number("fontId") ?? 0;
  const allFonts = styles.path("fonts", "font").map((font) => readFont(font, color));
  const fonts = allFonts.map((font) => differences(font, allFonts[normalFont] ?? {}));
  const fills = styles.path("fills", "fill").map((fill) => readFill(fill, color));
  const borders = styles.path("borders", "border").map(readBorder);
  const read = styles.path("cellXfs", "xf").map((format, index) => ({
    numberFormat: formats[index]!,
    ...fonts[format.number("fontId") ?? 0],
    ...fills[format.number("fillId") ?? 0],
    ...borders[format.number("borderId") ?? 0],
    ...readAlignment(format.child("alignment")),
    ...(format.child("protection")?.flag("locked", true) === false ? { locked: false as const } : {}),
  }));
  return read.length > 0 ? read : DEFAULT_STYLES;
}

function readFont(font: XmlElement, color: ColorResolver): FontStyle {
  const colored = font.child("color");
  const size = font.child("sz")?.number("val");
  const name = font.child("name")?.attribute("val");
  const underline = font.child("u");
  return {
    ...(name === undefined ? {} : { font_name: name }),
    ...(size === undefined ? {} : { font_size: size }),
    ...(isOn(font.child("b")) ? { bold: true as const } : {}),
    ...(isOn(font.child("i")) ? { italic: true as const } : {}),
    ...(underline && underline.attribute("val") !== "none" ? { underline: true as const } : {}),
    ...(isOn(font.child("strike")) ? { strike: true as const } : {}),
    ...(colored && !colored.flag("auto") ? { font_color: color(colored) } : {}),
  };
}

/** `<b/>` and `<b val="1"/>` switch on, `<b val="0"/>` off. */
function isOn(element: XmlElement | undefined): boolean {
  return element?.flag("val", true) ?? false;
}

function differences(font: FontStyle, normal: FontStyle): FontStyle {
  const entries = Object.entries(font) as [keyof FontStyle, unknown][];
  return Object.fromEntries(entries.filter(([key, value]) => value !== normal[key])) as FontStyle;
}

/** The colour that a cell is filled with: of a pattern, the one that shows most. */
function readFill(fill: XmlElement, color: ColorResolver): Pick<CellStyle, "bg_color"> {
  if (fill.child("gradientFill")) return { bg_color: null };
  const pattern = fill.child("patternFill");
  const type = pattern?.attribute("patternType") ?? "none";
  if (!pattern || type === "none") return {};
  const shown = pattern.child(type === "solid" ? "fgColor" : "bgColor");
  return shown ? { bg_color: color(shown) } : {};
}

function readBorder(border: XmlElement): Pick<CellStyle, "border"> {
  const sides: NonNullable<CellStyle["border"]> = {};
  for (const [side, names] of [
    ["left", ["left", "start"]],
    ["right", ["right", "end"]],
    ["top", ["top"]],
    ["bottom", ["bottom"]],
  ] as const) {
    const style = names.map((name) => border.child(name)?.attribute("style")).find((one) => one !== undefined);
    if (style !== undefined && style !== "none") sides[side] = style;
  }
  return Object.keys(sides).length > 0 ? { border: sides } : {};
}

function readAlignment(alignment: XmlElement | undefined): Pick<CellStyle, "horizontal" | "vertical" | "wrap_text"> {
  const horizontal = alignment?.attribute("horizontal") ?? "general";
  const vertical = alignment?.attribute("vertical") ?? "bottom";
  return {
    ...(horizontal === "general" ? {} : { horizontal }),
    ...(vertical === "bottom" ? {} : { vertical }),
    ...(alignment?.flag("wrapText") ? { wrap_text: true as const } : {}),
  };
}
