import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

type Statement = { Action: string | string[]; Resource: string | string[] };
type Role = { Properties: { Policies?: { PolicyDocument: { Statement: Statement[] } }[] } };

const read = (path: string) =>
  parse(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8"), { merge: true, logLevel: "error" });
const roles: Record<string, Role> = {
  ...read("deploy/roles.yml").Resources,
  ...read("deploy/containers.yml").Resources,
};
const { functions } = read("serverless.yml") as { functions: Record<string, { role?: string }> };

/** Whether a role may do `action` to objects under `prefix`, or to the queue of that name. */
function allows(role: string, action: string, target: string): boolean {
  const statements = (roles[role]!.Properties.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const resource = target.endsWith("/") ? `\${Bucket.Arn}/${target}*` : `${target}.Arn`;
  return statements.some(
    ({ Action, Resource }) => [Action].flat().includes(action) && [Resource].flat().includes(resource),
  );
}

const roleOf = (name: string): string => functions[name]?.role ?? "DataRole";

describe("the roles on AWS allow", () => {
  it.each([
    ["EdgeRole", "s3:PutObject", ["uploads/", "documents/"]],
    ["EdgeRole", "s3:GetObject", ["documents/"]],
    ["EdgeRole", "sqs:GetQueueAttributes", ["JobsQueue", "JobsDlq", "WebhooksQueue", "WebhooksDlq"]],
    ["ConsumerRole", "s3:GetObject", ["uploads/", "documents/", "inbox/"]],
    ["ConsumerRole", "s3:PutObject", ["uploads/", "documents/", "models/"]],
    ["ConsumerRole", "s3:DeleteObject", ["uploads/", "documents/", "models/"]],
    ["SweepRole", "s3:PutObject", ["uploads/"]],
    ["SweepRole", "s3:GetObject", ["documents/"]],
    ["SweepRole", "s3:DeleteObject", ["uploads/", "documents/", "models/"]],
    [roleOf("retryJob"), "s3:PutObject", ["uploads/"]],
    [roleOf("retryJob"), "s3:GetObject", ["uploads/", "inbox/"]],
    [roleOf("cancelImportJob"), "s3:DeleteObject", ["uploads/"]],
    [roleOf("deleteModel"), "s3:DeleteObject", ["models/"]],
    [roleOf("deleteFile"), "s3:DeleteObject", ["documents/"]],
    [roleOf("getExtraction"), "s3:GetObject", ["documents/"]],
    [roleOf("exportTask"), "s3:GetObject", ["documents/"]],
  ])("%s %s on what the code does it to", (role, action, targets) => {
    expect(targets.filter((target) => !allows(role, action, target))).toEqual([]);
  });

  it("nothing of the store or the queues to handlers that only read the database", () => {
    expect(roles.DataRole!.Properties.Policies).toBeUndefined();
    expect(roleOf("listJobs")).toBe("DataRole");
  });
});
