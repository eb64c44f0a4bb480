import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { type AwsConfig, awsSettings } from "../aws.ts";
import type { Config } from "../config.ts";
import { IntakeError } from "../errors.ts";

export const WORK_QUEUES = ["intake-jobs", "intake-webhooks", "intake-submissions"] as const;
export type WorkQueue = (typeof WORK_QUEUES)[number];
export type QueueName = WorkQueue | `${WorkQueue}-dlq`;
export type { Message };

/** The work queues: SQS. A message is only a pointer to a row; see lib/jobs for what makes that safe. */
export class Queues {
  readonly #client: SQSClient;
  readonly #prefix: string;
  readonly #urls = new Map<QueueName, Promise<string>>();

  constructor(config: AwsConfig & Pick<Config, "INTAKE_QUEUE_PREFIX">) {
    this.#prefix = config.INTAKE_QUEUE_PREFIX;
    // A reply queue is named by its submitter: a signed request never goes to whatever host an address names.
    this.#client = new SQSClient({ ...awsSettings(config), useQueueUrlAsEndpoint: false });
  }

  async send(queue: QueueName, body: unknown, options: { delaySeconds?: number; error?: string } = {}): Promise<void> {
    const url = await this.#url(queue);
    await this.sendTo(url, body, options);
  }

  /** Sends to a queue somebody else named, such as a submitter's reply queue. */
  async sendTo(url: string, body: unknown, options: { delaySeconds?: number; error?: string } = {}): Promise<void> {
    const attributes = options.error
      ? { error: { DataType: "String", StringValue: options.error.slice(0, 1000) } }
      : undefined;
    await this.#ask(() =>
      this.#client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: typeof body === "string" ? body : JSON.stringify(body),
          DelaySeconds: options.delaySeconds,
          MessageAttributes: attributes,
        }),
      ),
    );
  }

  /** Waits up to `waitSeconds` for at most `max` messages. */
  async receive(queue: QueueName, options: { max: number; waitSeconds: number }): Promise<Message[]> {
    const url = await this.#url(queue);
    const answer = await this.#ask(() =>
      this.#client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: options.max,
          WaitTimeSeconds: options.waitSeconds,
          MessageSystemAttributeNames: ["ApproximateReceiveCount"],
          MessageAttributeNames: ["All"],
        }),
      ),
    );
    return answer.Messages ?? [];
  }

  async delete(queue: QueueName, message: Message): Promise<void> {
    const url = await this.#url(queue);
    await this.#ask(() =>
      this.#client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle })),
    );
  }

  /** Hides the message for another `seconds`; 0 hands it back at once. */
  async extend(queue: QueueName, message: Message, seconds: number): Promise<void> {
    const url = await this.#url(queue);
    await this.#ask(() =>
      this.#client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: message.ReceiptHandle,
          VisibilityTimeout: Math.round(seconds),
        }),
      ),
    );
  }

  /** Messages waiting, those under way not counted. */
  async depth(queue: QueueName, signal?: AbortSignal): Promise<number> {
    const url = await this.#url(queue);
    const answer = await this.#ask(() =>
      this.#client.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] }),
        signal ? { abortSignal: signal } : {},
      ),
    );
    return Number(answer.Attributes?.ApproximateNumberOfMessages ?? 0);
  }

  close(): void {
    this.#client.destroy();
  }

  async #url(queue: QueueName): Promise<string> {
    const known = this.#urls.get(queue);
    if (known) return known;
    const asked = this.#ask(async () => {
      const answer = await this.#client.send(new GetQueueUrlCommand({ QueueName: this.#prefix + queue }));
      return answer.QueueUrl!;
    });
    this.#urls.set(queue, asked);
    asked.catch(() => this.#urls.delete(queue)); // asked again next time: the queue may come back
    return asked;
  }

  async #ask<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof IntakeError || (error instanceof Error && error.name === "AbortError")) throw error;
      throw new IntakeError("UNAVAILABLE", "The queue cannot be reached", { cause: error });
    }
  }
}
