import type { XmlElement } from "../../ooxml/xml-tree.ts";

/** Turns a colour element (`<color rgb=…/>`, `theme` with `tint`, `indexed`) into `#RRGGBB`. */
export type ColorResolver = (color: XmlElement) => string | null;

/** Colours that Excel's palette had before there were themes (ECMA-376 part 1, section 18.8.27), from index 8. */
const PALETTE = (
  "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 " +
  "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF " +
  "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 " +
  "003366 339966 003300 333300 993300 993366 333399 333333"
).split(" ");
/** The first eight repeat the next eight; 64 and 65 are the system's text and window colours. */
const INDEXED = [...PALETTE.slice(0, 8), ...PALETTE, "000000", "FFFFFF"];

/** Places of a colour scheme in the order of the `theme` attribute, which begins with light before dark. */
const THEME_ORDER = [
  "lt1",
  "dk1",
  "lt2",
  "dk2",
  "accent1",
  "accent2",
  "accent3",
  "accent4",
  "accent5",
  "accent6",
  "hlink",
  "folHlink",
];

/**
 * @param styles root of the styles part, which may hold a palette of its own
 * @param theme  root of the theme part; without one, theme colours are unknown
 * @returns a resolver that gives null for a colour that cannot be resolved, `auto` among them
 */
export function colorResolver(styles: XmlElement, theme: XmlElement | undefined): ColorResolver {
  const own = styles.path("colors", "indexedColors", "rgbColor").map((color) => color.attribute("rgb")?.slice(-6));
  const scheme = theme?.path("themeElements", "clrScheme")[0];
  const themed = THEME_ORDER.map((name) => schemeColor(scheme?.child(name)));
  return (color) => {
    const base = baseColor(color, own, themed);
    if (base === undefined || !/^[0-9a-f]{6}$/i.test(base)) return null;
    return `#${tinted(base, color.number("tint") ?? 0).toUpperCase()}`;
  };
}

function baseColor(color: XmlElement, own: (string | undefined)[], themed: (string | undefined)[]): string | undefined {
  const rgb = color.attribute("rgb");
  if (rgb !== undefined) return rgb.slice(-6);
  const place = color.number("theme");
  if (place !== undefined) return themed[place];
  const index = color.number("indexed");
  return index === undefined ? undefined : (own[index] ?? INDEXED[index]);
}

/** `<a:srgbClr val>` or `<a:sysClr lastClr>`. */
function schemeColor(place: XmlElement | undefined): string | undefined {
  const color = place?.children[0];
  return color?.name === "sysClr" ? color.attribute("lastClr") : color?.attribute("val");
}

/** Lighter (tint above 0) or darker (below), on the lightness of the HLS colour model (section 18.8.19). */
function tinted(rgb: string, tint: number): string {
  if (tint === 0) return rgb;
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(rgb.slice(at, at + 2), 16) / 255) as [
    number,
    number,
    number,
  ];
  const { hue, lightness, saturation } = toHls(red, green, blue);
  const share = Math.max(-1, Math.min(1, tint));
  const moved = share < 0 ? lightness * (1 + share) : lightness * (1 - share) + share;
  return fromHls(hue, moved, saturation);
}

function toHls(red: number, green: number, blue: number): { hue: number; lightness: number; saturation: number } {
  const [high, low] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const lightness = (high + low) / 2;
  const spread = high - low;
  if (spread === 0) return { hue: 0, lightness, saturation: 0 };
  const saturation = spread / (lightness <= 0.5 ? high + low : 2 - high - low);
  const sixths =
    high === red ? (green - blue) / spread : high === green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
  return { hue: (((sixths / 6) % 1) + 1) % 1, lightness, saturation };
}

function fromHls(hue: number, lightness: number, saturation: number): string {
  const upper = lightness <= 0.5 ? lightness * (1 + saturation) : lightness + saturation - lightness * saturation;
  const lower = 2 * lightness - upper;
  const channel = (shift: number): string => {
    const place = (((hue + shift) % 1) + 1) % 1;
    const value =
      place < 1 / 6
        ? lower + (upper - lower) * 6 * place
        : place < 1 / 2
          ? upper
          : place < 2 / 3
            ? lower + (upper - lower) * (2 / 3 - place) * 6
            : lower;
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return channel(1 / 3) + channel(0) + channel(-1 / 3);
}
