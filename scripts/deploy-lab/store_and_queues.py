"""store_and_queues.py TEMPLATE: deploys the bucket and the queues of a packaged template on LocalStack, and removes them.

LocalStack's free edition has CloudFormation, S3 and SQS, and no functions without Docker, so those resources are taken
out of the template as they are. What they do together is then asked of them: an object dropped under inbox/ becomes a
message, and each queue names its dead letters.
"""

import json
import os
import sys
import time

import boto3

STACK = "intake-lab"
SERVICES = ("AWS::S3::", "AWS::SQS::")


def client(service):
    settings = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    return boto3.client(service, endpoint_url=os.environ["AWS_ENDPOINT_URL"], **settings)


def part_of(template):
    """Resources of S3 and SQS, without the framework's own bucket for archives, and without their Outputs."""
    resources = {
        name: resource
        for name, resource in template["Resources"].items()
        if resource["Type"].startswith(SERVICES) and not name.startswith("ServerlessDeployment")
    }
    for resource in resources.values():
        resource.pop("DeletionPolicy", None)  # the lab keeps nothing
        resource.pop("UpdateReplacePolicy", None)
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def expect(found, wanted, what):
    if found != wanted:
        raise SystemExit(f"{what}: {found!r} and not {wanted!r}")


def main(path):
    with open(path, encoding="utf-8") as file:
        template = part_of(json.load(file))
    formation, s3, sqs = client("cloudformation"), client("s3"), client("sqs")
    formation.create_stack(StackName=STACK, TemplateBody=json.dumps(template))
    formation.get_waiter("stack_create_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 60})

    ids = {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for resource in formation.describe_stack_resources(StackName=STACK)["StackResources"]
    }
    bucket = ids["Bucket"]
    expect(s3.get_bucket_cors(Bucket=bucket)["CORSRules"][0]["AllowedMethods"], ["PUT"], "CORS")
    expect(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicAcls"], True, "public")

    s3.put_object(Bucket=bucket, Key="inbox/orders.csv", Body=b"a,b\n1,2\n")
    keys, deadline = [], time.time() + 30
    while not keys and time.time() < deadline:
        answer = sqs.receive_message(QueueUrl=ids["SubmissionsQueue"], WaitTimeSeconds=2, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            keys += [record["s3"]["object"]["key"] for record in json.loads(message["Body"]).get("Records", [])]
    expect(keys, ["inbox/orders.csv"], "notification")
    for queue, dead in (("JobsQueue", "JobsDlq"), ("WebhooksQueue", "WebhooksDlq"), ("SubmissionsQueue", "SubmissionsDlq")):
        attributes = sqs.get_queue_attributes(QueueUrl=ids[queue], AttributeNames=["All"])["Attributes"]
        arn = sqs.get_queue_attributes(QueueUrl=ids[dead], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        expect(json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"], arn, f"dead letters of {queue}")

    s3.delete_object(Bucket=bucket, Key="inbox/orders.csv")
    formation.delete_stack(StackName=STACK)
    formation.get_waiter("stack_delete_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    expect(s3.list_buckets()["Buckets"], [], "buckets after removal")


main(sys.argv[1])
