import { z } from "zod";
import type { User } from "../accounts/user.ts";
import { withDatabase } from "../db/database.ts";
import { type Page, type PageRequest, pageOf, pageQuery } from "../http/page.ts";
import type { Ports } from "../ports.ts";
import { type DocumentFile, FILE_TYPES, type FileWithText, PROCESSING_STATUSES, presentFile } from "./file.ts";

const SORTS = {
  created_desc: "f.created_at desc",
  created_asc: "f.created_at asc",
  name_asc: "lower(f.original_filename) asc",
  name_desc: "lower(f.original_filename) desc",
  size_desc: "f.file_size desc",
  size_asc: "f.file_size asc",
} as const;

export const FileQuery = z.object({
  ...pageQuery(20, 100),
  search: z.string().max(200).optional(),
  status: z.enum(["all", ...PROCESSING_STATUSES]).default("all"),
  type: z.enum(FILE_TYPES).optional(),
  tag: z.string().optional(),
  sort: z.enum(Object.keys(SORTS) as (keyof typeof SORTS)[]).default("created_desc"),
});

export async function listFiles(
  ports: Ports,
  user: Pick<User, "id">,
  query: z.output<typeof FileQuery>,
): Promise<Page<DocumentFile>> {
  const matching = () => {
    const files = ports.db("document_files as f").where("f.user_id", user.id);
    if (query.status !== "all") files.where("f.processing_status", query.status);
    if (query.type) files.where("f.file_type", query.type);
    if (query.tag) files.whereRaw("exists (select from unnest(f.tags) tag where lower(tag) = lower(?))", [query.tag]);
    if (query.search) {
      files.whereRaw(
        `(position(lower(?) in lower(f.original_filename)) > 0
          or exists (select from unnest(f.tags) tag where position(lower(?) in lower(tag)) > 0))`,
        [query.search, query.search],
      );
    }
    return files;
  };
  const page: PageRequest = query;
  return withDatabase(async () => {
    const [counted, rows] = await Promise.all([
      matching().count({ total: "*" }).first() as Promise<{ total: number }>,
      matching()
        .leftJoin("document_extractions as e", "e.file_id", "f.id")
        .orderByRaw(`${SORTS[query.sort]}, f.id`)
        .limit(page.page_size)
        .offset((page.page - 1) * page.page_size)
        .select("f.*", "e.metadata") as Promise<FileWithText[]>,
    ]);
    return pageOf(
      rows.map((row) => presentFile(row)),
      counted.total,
      page,
    );
  });
}
