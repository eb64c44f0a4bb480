"""Creates the bucket and the queues that Intake needs; what is there already is set right and left in place.

LocalStack runs this whenever it becomes ready, in the image and in host mode alike. Its community edition forgets
everything when it stops, so this is also how the resources come back. On AWS, serverless.yml declares the same ones.

LocalStack hands the file to `exec`, so there is no `__file__` and `__name__` is not "__main__".
"""

import json
import os

import boto3

REGION = os.environ.get("AWS_REGION", "us-east-1")
PREFIX = os.environ.get("INTAKE_QUEUE_PREFIX", "")
BUCKET = os.environ.get("INTAKE_BUCKET", "intake-files")

# The visibility is what a consumer's heartbeat keeps extending: as long as a dead consumer's message stays hidden.
VISIBILITY_SECONDS = {"intake-jobs": 30, "intake-webhooks": 30, "intake-submissions": 60}
LONG_POLL_SECONDS = 20
RETENTION_SECONDS = 14 * 24 * 60 * 60  # the longest that SQS allows

# Only a backstop: the consumer counts attempts itself and moves a poisonous message to the dead-letter queue.
MAX_RECEIVES = 20

client_settings = {
    "endpoint_url": os.environ.get("AWS_ENDPOINT_URL", "http://localhost:4566"),
    "region_name": REGION,
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
}
sqs = boto3.client("sqs", **client_settings)
s3 = boto3.client("s3", **client_settings)


def ensure_queue(name, attributes):
    """The queue's ARN. SQS refuses to create an existing queue with other attributes, so they are set afterwards."""
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={key: str(value) for key, value in attributes.items()})
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def ensure_queue_with_dead_letters(name, visibility_seconds):
    dead_letters_arn = ensure_queue(f"{name}-dlq", {"MessageRetentionPeriod": RETENTION_SECONDS})
    return ensure_queue(
        name,
        {
            "VisibilityTimeout": visibility_seconds,
            "ReceiveMessageWaitTimeSeconds": LONG_POLL_SECONDS,
            "MessageRetentionPeriod": RETENTION_SECONDS,
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": dead_letters_arn, "maxReceiveCount": MAX_RECEIVES}),
        },
    )


def ensure_bucket(name, submissions_arn):
    try:
        s3.create_bucket(Bucket=name)
    except (s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        pass
    s3.put_bucket_cors(
        Bucket=name,
        CORSConfiguration={
            "CORSRules": [
                {
                    "AllowedMethods": ["GET", "HEAD", "PUT", "POST"],
                    "AllowedOrigins": ["*"],
                    "AllowedHeaders": ["*"],
                    "ExposeHeaders": ["ETag"],
                    "MaxAgeSeconds": 3600,
                }
            ]
        },
    )
    s3.put_bucket_lifecycle_configuration(
        Bucket=name,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "abort-unfinished-uploads",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                }
            ]
        },
    )
    s3.put_bucket_notification_configuration(
        Bucket=name,
        NotificationConfiguration={
            "QueueConfigurations": [
                {
                    "Id": "inbox",
                    "QueueArn": submissions_arn,
                    "Events": ["s3:ObjectCreated:*"],
                    "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "inbox/"}]}},
                }
            ]
        },
    )


queue_arns = {
    name: ensure_queue_with_dead_letters(PREFIX + name, seconds) for name, seconds in VISIBILITY_SECONDS.items()
}
ensure_bucket(BUCKET, queue_arns["intake-submissions"])
