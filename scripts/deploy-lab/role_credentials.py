"""role_credentials.py STACK: credentials for every role of a deployed stack, with its bucket, as JSON."""

import json
import os
import sys

import boto3

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]


def client(service):
    return boto3.client(service, endpoint_url=ENDPOINT, region_name="us-east-1")


def main(stack):
    described = client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]
    resources = {each["LogicalResourceId"]: each for each in described if "ResourceType" in each}  # what moto really made
    account = client("sts").get_caller_identity()["Account"]
    credentials = {}
    for name, resource in resources.items():
        if resource["ResourceType"] != "AWS::IAM::Role":
            continue
        role = resource["PhysicalResourceId"].split("/")[-1]
        arn = f"arn:aws:iam::{account}:role/{role}"
        given = client("sts").assume_role(RoleArn=arn, RoleSessionName="lab")["Credentials"]
        credentials[name] = {
            "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
            "AWS_SESSION_TOKEN": given["SessionToken"],
        }
    print(json.dumps({"bucket": resources["Bucket"]["PhysicalResourceId"], "credentials": credentials}))


main(sys.argv[1])
