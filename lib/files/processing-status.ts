import type { Database } from "../db/database.ts";

/**
 * Gives files that are marked as being read, while no task of theirs runs any more, the status they have without it:
 * `failed` where the last task to end failed, else `pending`. Safe to run at any time; it makes good what a cancelled
 * task or a lost worker left behind.
 *
 * @param fileId one file; all where it is left out
 */
export async function settleFiles(db: Database, fileId?: string): Promise<void> {
  await db.raw(
    `update document_files f
        set processing_status = case when last.status = 'FAILED' then 'failed' else 'pending' end,
            error_code = case when last.status = 'FAILED' then last.code end,
            error_message = case when last.status = 'FAILED' then last.error_message end,
            updated_at = now()
       from document_files g
       left join lateral (
         select status, error->>'code' as code, error_message from jobs
          where file_id = g.id and completed_at is not null
          order by completed_at desc limit 1
       ) last on true
      where g.id = f.id
        and f.processing_status = 'processing'
        and (f.id = :fileId::uuid or :fileId::uuid is null)
        and not exists (select from jobs where file_id = f.id and status in ('QUEUED', 'PROCESSING') and attempt > 0)`,
    { fileId: fileId ?? null },
  );
}
