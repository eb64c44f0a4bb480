"""What moto's judge of permissions does not see: policies that its CloudFormation made, which
queue is asked for by name, and what HeadBucket takes."""

import json

from moto.iam.access_control import AssumedRoleAccessKey
from moto.s3.responses import ACTION_MAP
from moto.sqs.exceptions import QueueDoesNotExist
from moto.sqs.responses import SQSResponse


def own_policies(key):
    """A role's own policies, which lie there as objects and not as text.

    Those that are attached allow logs and tracing, unused in the lab.
    """
    role, backend = key._owner_role_name, key.backend
    documents = [backend.get_role_policy(role, name)[1] for name in backend.list_role_policies(role)]
    return [json.dumps(document) for document in documents]


def queue_asked_for(response):
    name = response._get_param("QueueName") or response._get_queue_name()
    try:
        return response.sqs_backend.get_queue(name).queue_arn
    except QueueDoesNotExist:
        return "*"


# On AWS it is s3:ListBucket that allows HeadBucket.
ACTION_MAP["BUCKET"]["HEAD"]["DEFAULT"] = "ListBucket"
AssumedRoleAccessKey.collect_policies = own_policies
SQSResponse._determine_resource = queue_asked_for
