import type { XmlElement } from "../../ooxml/xml-tree.ts";

/** Metadata type of dynamic arrays ([MS-XLSX] 2.6.205). */
const DYNAMIC_ARRAY = "XLDAPR";

/** The values of a cell's `cm` that mean "this array formula spills", from the root of the metadata part. */
export function dynamicArrayMarks(metadata: XmlElement): Set<number> {
  const types = metadata.path("metadataTypes", "metadataType").map((type) => type.attribute("name"));
  const properties = metadata
    .all("futureMetadata")
    .filter((future) => future.attribute("name") === DYNAMIC_ARRAY)
    .flatMap((future) => future.all("bk"))
    .map((block) => block.path("extLst", "ext", "dynamicArrayProperties")[0]?.flag("fDynamic") ?? false);
  const marks = new Set<number>();
  for (const [index, block] of metadata.path("cellMetadata", "bk").entries()) {
    const isDynamic = block
      .all("rc")
      .some((record) => types[(record.number("t") ?? 0) - 1] === DYNAMIC_ARRAY && properties[record.number("v") ?? -1]);
    if (isDynamic) marks.add(index + 1);
  }
  return marks;
}
