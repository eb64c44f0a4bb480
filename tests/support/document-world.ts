import { Readable } from "node:stream";
import type { Account } from "../../lib/accounts/user.ts";
import { requestTask } from "../../lib/document-tasks/request-task.ts";
import type { Task } from "../../lib/document-tasks/task.ts";
import { taskBody } from "../../lib/document-tasks/task-request.ts";
import type { TaskType } from "../../lib/documents/options.ts";
import { newId } from "../../lib/ids.ts";
import type { Ports } from "../../lib/ports.ts";
import { uploadDocument } from "../../lib/uploads/upload-document.ts";
import { multipart } from "./world.ts";

/** A user who may own documents; nobody ever logs in as one. */
export async function newUser({ db }: Ports): Promise<Account> {
  const id = newId();
  const name = `user_${id.slice(-12)}`;
  const [user] = await db("users")
    .insert({ id, username: name, email: `${name}@example.org`, password_hash: "none" })
    .returning("*");
  return user;
}

/** Uploads a text file through the function behind the upload route. */
export async function newDocument(ports: Ports, user: Account, text: string): Promise<string> {
  const { body, contentType } = multipart("document.txt", text);
  const { file } = await uploadDocument(ports, user, { body: Readable.from([body]), contentType });
  return file.file_id;
}

/** Asks for a task as its route does. */
export function ask(
  ports: Ports,
  user: Account,
  fileId: string,
  type: TaskType,
  body: Record<string, unknown> = {},
  waitSeconds = 0,
): Promise<Task> {
  return requestTask(ports, user, { type, fileId, body: taskBody(type).parse(body), waitSeconds });
}
