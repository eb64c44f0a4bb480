"""Types of our template that moto knows by their API and not as resources of CloudFormation.

Each asks moto's own server for what the resource describes, by the API that CloudFormation itself would call; nothing
of AWS is imitated here. Bucket policies are not among them: moto enforces theirs without looking at conditions, and ours,
which refuses what comes without TLS, would refuse everything. moto's base class reads the service from the second part of a module's name, hence a package.
"""

import json
import os
from collections import namedtuple

import boto3
from moto.core.common_models import CloudFormationModel
from moto.ec2.models import ec2_backends
from moto.ec2.models.route_tables import RouteTable
from moto.elbv2.models import FakeLoadBalancer, FakeTargetGroup

Made = namedtuple("Made", ["id", "attributes", "remove"])


def client(service, region="us-east-1"):
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{os.environ['MOTO_PORT']}",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def resource(cloudformation_type, *, named_by="", attributes=()):
    """Registers `create(region, name, properties)`, which answers what it made, as the type's model."""

    def register(create):
        def __init__(self, made):
            self.made = made

        members = {
            "__module__": __name__,
            "__init__": __init__,
            "physical_resource_id": property(lambda self: self.made.id),
            "cloudformation_type": staticmethod(lambda: cloudformation_type),
            "cloudformation_name_type": staticmethod(lambda: named_by),
            "has_cfn_attr": classmethod(lambda cls, attribute: attribute in attributes),
            "get_cfn_attribute": lambda self, attribute: self.made.attributes[attribute],
            "create_from_cloudformation_json": classmethod(
                lambda cls, name, described, account, region, **rest: cls(create(region, name, described["Properties"]))
            ),
            "delete": lambda self, account, region: self.made.remove(),
        }
        return type(create.__name__, (CloudFormationModel,), members)

    return register


def goes_with_another():
    """For what its API removes together with the thing it belongs to."""


@resource("AWS::RDS::DBProxy", named_by="DBProxyName", attributes=("Endpoint",))
def proxy(region, name, properties):
    rds = client("rds", region)
    made = rds.create_db_proxy(**properties)["DBProxy"]
    return Made(name, {"Endpoint": made["Endpoint"]}, lambda: rds.delete_db_proxy(DBProxyName=name))


@resource("AWS::RDS::DBProxyTargetGroup")
def proxy_targets(region, name, properties):
    named = {key: properties[key] for key in ("DBProxyName", "TargetGroupName", "DBInstanceIdentifiers")}
    client("rds", region).register_db_proxy_targets(**named)
    return Made(name, {}, goes_with_another)


@resource("AWS::ElastiCache::SubnetGroup", named_by="CacheSubnetGroupName")
def cache_subnets(region, name, properties):
    elasticache = client("elasticache", region)
    elasticache.create_cache_subnet_group(
        CacheSubnetGroupName=name.lower(),
        CacheSubnetGroupDescription=properties["Description"],
        SubnetIds=properties["SubnetIds"],
    )
    return Made(name.lower(), {}, goes_with_another)


# In Fn::Sub moto looks only for what stands before an attribute's second dot: PrimaryEndPoint.Address.
@resource("AWS::ElastiCache::ReplicationGroup", named_by="ReplicationGroupId", attributes=("PrimaryEndPoint",))
def cache(region, name, properties):
    elasticache = client("elasticache", region)
    made = elasticache.create_replication_group(ReplicationGroupId=name[-40:].lower(), **properties)["ReplicationGroup"]
    named = {"ReplicationGroupId": made["ReplicationGroupId"]}
    address = made["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
    remove = lambda: elasticache.delete_replication_group(**named)  # noqa: E731
    return Made(made["ReplicationGroupId"], {"PrimaryEndPoint": address}, remove)


@resource("AWS::SecretsManager::Secret", named_by="Name")
def secret(region, name, properties):
    manager = client("secretsmanager", region)
    wanted = properties.get("GenerateSecretString", {})
    shape = {key: wanted[key] for key in ("PasswordLength", "ExcludePunctuation") if key in wanted}
    value = properties.get("SecretString") or manager.get_random_password(**shape)["RandomPassword"]
    if "SecretStringTemplate" in wanted:
        value = json.dumps(json.loads(wanted["SecretStringTemplate"]) | {wanted["GenerateStringKey"]: value})
    arn = manager.create_secret(Name=name, SecretString=value)["ARN"]
    return Made(arn, {}, lambda: manager.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True))


@resource("AWS::CloudWatch::Alarm", named_by="AlarmName")
def alarm(region, name, properties):
    cloudwatch = client("cloudwatch", region)
    cloudwatch.put_metric_alarm(AlarmName=name, **properties)
    return Made(name, {}, lambda: cloudwatch.delete_alarms(AlarmNames=[name]))


@resource("AWS::SQS::QueuePolicy")
def queue_policy(region, name, properties):
    for queue in properties["Queues"]:
        attributes = {"Policy": json.dumps(properties["PolicyDocument"])}
        client("sqs", region).set_queue_attributes(QueueUrl=queue, Attributes=attributes)
    return Made(name, {}, goes_with_another)


@resource("AWS::ApplicationAutoScaling::ScalableTarget")
def scalable_target(region, name, properties):
    scaling = client("application-autoscaling", region)
    scaling.register_scalable_target(**properties)
    which = {key: properties[key] for key in ("ServiceNamespace", "ResourceId", "ScalableDimension")}
    return Made("|".join(which.values()), {}, lambda: scaling.deregister_scalable_target(**which))


@resource("AWS::ApplicationAutoScaling::ScalingPolicy")
def scaling_policy(region, name, properties):
    scaling = client("application-autoscaling", region)
    target = dict(zip(("ServiceNamespace", "ResourceId", "ScalableDimension"), properties["ScalingTargetId"].split("|")))
    which = {"PolicyName": properties["PolicyName"], **target}
    rules = {key: properties[key] for key in properties if key.endswith("PolicyConfiguration")}
    scaling.put_scaling_policy(**which, PolicyType=properties["PolicyType"], **rules)
    return Made(name, {}, lambda: scaling.delete_scaling_policy(**which))


@resource("AWS::CloudFront::Distribution", attributes=("DomainName",))
def distribution(region, name, properties):
    cloudfront = client("cloudfront")
    config = {"CallerReference": name, "Comment": "", **as_api(properties["DistributionConfig"])}
    made = cloudfront.create_distribution(DistributionConfig=config)
    key, tag = made["Distribution"]["Id"], made["ETag"]
    return Made(
        key,
        {"DomainName": made["Distribution"]["DomainName"]},
        lambda: cloudfront.delete_distribution(Id=key, IfMatch=tag),
    )


#: CloudFront's API writes these otherwise than CloudFormation does.
SPELLED = {"OriginSSLProtocols": "OriginSslProtocols", "OriginCustomHeaders": "CustomHeaders", "WebACLId": "WebACLId"}


def as_api(value):
    """CloudFront's API counts its lists and wants both ports of an origin named."""
    if isinstance(value, list):
        return {"Quantity": len(value), "Items": [as_api(item) for item in value]}
    if not isinstance(value, dict):
        return value
    shaped = {SPELLED.get(key, key): as_api(item) for key, item in value.items()}
    if "OriginProtocolPolicy" in shaped:
        shaped = {"HTTPPort": 80, "HTTPSPort": 443, **shaped}
    return shaped


def add_attribute(model, name, value_of):
    """An attribute that AWS has and moto's own model leaves out."""
    has, get = model.has_cfn_attr.__func__, getattr(model, "get_cfn_attribute", None)
    model.has_cfn_attr = classmethod(lambda cls, attribute: attribute == name or has(cls, attribute))
    model.get_cfn_attribute = lambda self, attribute: value_of(self) if attribute == name else get(self, attribute)


add_attribute(FakeLoadBalancer, "LoadBalancerFullName", lambda balancer: balancer.arn.split(":loadbalancer/")[1])
add_attribute(FakeTargetGroup, "TargetGroupFullName", lambda group: group.arn.split(":")[-1])


def delete_route_table(self, account, region):
    """moto leaves a stack's route tables where they are, and then their network cannot go."""
    backend = ec2_backends[account][region]
    for association in list(self._associations):
        backend.disassociate_route_table(association)
    backend.delete_route_table(self.id)


RouteTable.delete = delete_route_table
