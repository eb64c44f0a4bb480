import { withDatabase } from "../db/database.ts";
import type { Ports } from "../ports.ts";

/**
 * Valid rows after a row number, as JSON text: numbers of any length keep their digits only as long as nobody
 * parses them.
 *
 * @returns `{"rows":[{"row_number":…,"data":{…}}…],"next_after":…}`
 */
export async function listRowsJson(ports: Ports, jobId: string, after: number, limit: number): Promise<string> {
  const rows: { row_number: number; data: string }[] = await withDatabase(() =>
    ports
      .db("job_rows")
      .where({ job_id: jobId })
      .where("row_number", ">", after)
      .orderBy("row_number")
      .limit(limit)
      .select("row_number", ports.db.raw("data::text as data")),
  );
  const items = rows.map(({ row_number, data }) => `{"row_number":${row_number},"data":${data}}`);
  const next = rows.length === limit ? rows.at(-1)!.row_number : null;
  return `{"rows":[${items.join(",")}],"next_after":${next}}`;
}
