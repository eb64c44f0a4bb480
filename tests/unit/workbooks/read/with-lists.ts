import { readWorkbook } from "../../../../lib/workbooks/read/read-workbook.ts";
import { makeXlsx, relationshipList } from "../../../support/ooxml/make-xlsx.ts";

const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook whose first sheet validates row 1 with the given lists, one a column, and whose second holds options. */
export function withLists(...sources: string[]) {
  const cells = sources.map(() => "<c><v>1</v></c>").join("");
  const validations = sources.map(
    (source, i) =>
      `<dataValidation type="list" sqref="${String.fromCharCode(65 + i)}1:${String.fromCharCode(65 + i)}9"><formula1>${source}</formula1></dataValidation>`,
  );
  return readWorkbook({
    source: makeXlsx({
      sheets: {
        S: `<worksheet><sheetData><row r="1">${cells}</row><row r="2">${cells}</row></sheetData><dataValidations>${validations.join("")}</dataValidations></worksheet>`,
        "My Lists":
          '<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>When</v></c></row>' +
          '<row r="2"><c r="A2" t="str"><v>North</v></c><c r="B2" s="1"><v>45322</v></c></row>' +
          '<row r="3"><c r="A3" t="str"><v></v></c><c r="B3" t="b"><v>1</v></c></row>' +
          '<row r="4"><c r="A4" t="str"><v>South</v></c><c r="B4"><v>0.5</v></c></row>' +
          '<row r="5"><c r="A5"><f>A4</f></c><c r="B5" t="e"><v>#N/A</v></c></row>',
      },
      styles:
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>',
      afterSheets:
        '<definedNames><definedName name="Regions">\'My Lists\'!$A$2:$A$4</definedName><definedName name="Regions" localSheetId="1">#REF!</definedName>' +
        '<definedName name="Again">Regions</definedName><definedName name="Loop">Loop</definedName></definedNames>',
      parts: {
        "xl/worksheets/_rels/sheet2.xml.rels": relationshipList(
          `<Relationship Id="t" Type="${REL}/table" Target="../t.xml"/>`,
        ),
        "xl/t.xml":
          '<table displayName="Regs" ref="A1:B4"><tableColumns><tableColumn name="Name"/><tableColumn name="When"/></tableColumns></table>',
      },
    }),
  });
}
