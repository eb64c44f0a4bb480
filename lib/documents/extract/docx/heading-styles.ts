/**
 * Which paragraph styles are headings, and how deep.
 *
 * Word keeps the depth in a style's outline level (ECMA-376 part 1, 17.3.1.20), inherited from the style it is based
 * on; the built-in styles keep their English names in every language ("heading 1"), whatever their ids are.
 */
import type { XmlElement } from "../../../ooxml/xml-tree.ts";

/** Heading level (1 to 6) by style id. */
export type HeadingStyles = ReadonlyMap<string, number>;

const MAX_BASES = 20; // a chain of styles longer than this goes in a circle

type Style = { name: string; basedOn: string | null; outline: number | null };

export function headingStyles(styles: XmlElement | null): HeadingStyles {
  const byId = new Map<string, Style>();
  for (const style of styles?.all("style") ?? []) {
    const id = style.attribute("styleId");
    if (id === undefined || style.attribute("type") === "character") continue;
    const outline = style.child("pPr")?.child("outlineLvl")?.attribute("val");
    byId.set(id, {
      name: style.child("name")?.attribute("val")?.toLowerCase() ?? "",
      basedOn: style.child("basedOn")?.attribute("val") ?? null,
      outline: outline === undefined ? null : Number(outline),
    });
  }
  const levels = new Map<string, number>();
  for (const id of byId.keys()) {
    const level = levelOf(id, byId);
    if (level !== null) levels.set(id, level);
  }
  return levels;
}

function levelOf(id: string, styles: ReadonlyMap<string, Style>): number | null {
  let style = styles.get(id);
  for (let base = 0; style && base < MAX_BASES; base++) {
    if (style.outline !== null) return outlineLevel(style.outline);
    const named = /^heading (\d)$/.exec(style.name);
    if (named) return outlineLevel(Number(named[1]) - 1);
    if (style.name === "title") return 1;
    style = style.basedOn === null ? undefined : styles.get(style.basedOn);
  }
  return null;
}

/** Outline levels count from 0; 9 means body text. */
export function outlineLevel(outline: number): number | null {
  return outline >= 0 && outline <= 8 ? Math.min(6, outline + 1) : null;
}
