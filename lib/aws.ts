import type { Config } from "./config.ts";

export type AwsConfig = Pick<Config, "AWS_REGION" | "AWS_ENDPOINT_URL" | "AWS_ACCESS_KEY_ID">;

/**
 * What every AWS client is made with. With an endpoint of its own (LocalStack) any credentials will do, so that a
 * terminal that knows nothing of AWS can use the local stack; on AWS the SDK finds those of the role.
 */
export function awsSettings({ AWS_REGION: region, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: given }: AwsConfig) {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return { region, maxAttempts: 3, ...(endpoint ? { endpoint, ...(given ? {} : { credentials }) } : {}) };
}
