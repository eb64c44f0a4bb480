import { describe, expect, it } from "vitest";
import { readXmlTree } from "../../../../lib/ooxml/xml-tree.ts";
import { colorResolver } from "../../../../lib/workbooks/read/colors.ts";
import { readStyles } from "../../../../lib/workbooks/read/styles.ts";

const tree = (xml: string) => readXmlTree(xml, { part: "p", fault: "F" });
const THEME = tree(
  '<theme><themeElements><clrScheme><dk1><sysClr val="windowText" lastClr="000000"/></dk1><lt1><sysClr val="window" lastClr="FFFFFF"/></lt1>' +
    '<dk2><srgbClr val="44546A"/></dk2><lt2><srgbClr val="E7E6E6"/></lt2><accent1><srgbClr val="4472C4"/></accent1></clrScheme></themeElements></theme>',
);

describe("colorResolver", () => {
  const resolve = colorResolver(tree("<styleSheet/>"), THEME);
  it.each([
    ['rgb="FFFF0000"', "#FF0000"],
    ['rgb="00ff00"', "#00FF00"],
    ['theme="0"', "#FFFFFF"],
    ['theme="1"', "#000000"],
    ['theme="3"', "#44546A"],
    ['theme="4"', "#4472C4"],
    ['theme="4" tint="0.79998168889431442"', "#DAE3F3"],
    ['theme="4" tint="-0.249977111117893"', "#2F5597"],
    ['theme="0" tint="-0.14999847407452621"', "#D9D9D9"],
    ['theme="1" tint="0.5"', "#808080"],
    ['theme="7"', null],
    ['indexed="2"', "#FF0000"],
    ['indexed="10"', "#FF0000"],
    ['indexed="64"', "#000000"],
    ['indexed="99"', null],
    ['auto="1"', null],
    ['rgb="nonsense"', null],
  ])("resolves %s to %s", (attributes, shown) => {
    expect(resolve(tree(`<color ${attributes}/>`))).toBe(shown);
  });

  it("takes the workbook's own palette before Excel's", () => {
    const own = colorResolver(
      tree('<s><colors><indexedColors><rgbColor rgb="00123456"/></indexedColors></colors></s>'),
      undefined,
    );
    expect([
      own(tree('<color indexed="0"/>')),
      own(tree('<color indexed="1"/>')),
      own(tree('<color theme="1"/>')),
    ]).toEqual(["#123456", "#FFFFFF", null]);
  });
});

describe("readStyles", () => {
  it("sets only what differs from the workbook's default", () => {
    const styles = tree(
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0"/></numFmts><fonts><font><sz val="11"/><color theme="1"/><name val="Calibri"/></font>' +
        '<font><b/><i val="0"/><u val="double"/><strike/><sz val="14"/><color rgb="FFFF0000"/><name val="Calibri"/></font><font><b val="0"/><u val="none"/><sz val="11"/><color rgb="FF000000"/><name val="Arial"/></font></fonts>' +
        '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor theme="4"/><bgColor indexed="64"/></patternFill></fill><fill><gradientFill/></fill></fills>' +
        '<borders><border><left/><right/></border><border><left style="thin"/><right style="none"/><bottom style="double"/></border></borders>' +
        '<cellStyleXfs><xf fontId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' +
        '<xf numFmtId="164" fontId="1" fillId="1" borderId="1"><alignment horizontal="center" vertical="top" wrapText="1"/><protection locked="0"/></xf>' +
        '<xf numFmtId="14" fontId="2" fillId="2"><alignment horizontal="general" vertical="bottom" wrapText="0"/><protection locked="1"/></xf></cellXfs></styleSheet>',
    );
    expect(readStyles(styles, THEME)).toEqual([
      { numberFormat: "General" },
      {
        numberFormat: "0.0",
        font_size: 14,
        bold: true,
        underline: true,
        strike: true,
        font_color: "#FF0000",
        bg_color: "#4472C4",
        border: { left: "thin", bottom: "double" },
        horizontal: "center",
        vertical: "top",
        wrap_text: true,
        locked: false,
      },
      { numberFormat: "mm-dd-yy", font_name: "Arial", bg_color: null },
    ]);
  });

  it("has one default style where the part has none", () => {
    expect(readStyles(tree("<styleSheet/>"), undefined)).toEqual([{ numberFormat: "General" }]);
  });
});
