"""Every operation of CloudTrail that the local cloud offers, with boto3 or the AWS CLI, and the files that a trail delivers.

Needs an AWS configuration with the profiles hub-admin and consumer-admin (AWS_CONFIG_FILE). Says "N passed" as its last
line, or ends with an error at the first answer that is not as expected.

    python trails.py
"""

import gzip
import json
import re
import time

import boto3

from clients import Client, fails, ok, summary

HUB, CONSUMER, REGION = "111111111111", "222222222222", "us-east-1"
BUCKET, NAME = "central-trails", "main"
ARN = f"arn:aws:cloudtrail:{REGION}:{CONSUMER}:trail/{NAME}"
trail = Client("cloudtrail", "consumer-admin")
s3 = boto3.Session(profile_name="hub-admin").client("s3")
lake = boto3.Session(profile_name="consumer-admin").client("s3")

# What AWS's guide has for a bucket that a trail of another account delivers to.
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [
    {
        "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:GetBucketAcl",
        "Resource": f"arn:aws:s3:::{BUCKET}", "Condition": {"StringEquals": {"aws:SourceArn": ARN}},
    },
    {
        "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/AWSLogs/{CONSUMER}/*",
        "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": ARN}},
    },
]})


def configure():
    fails(trail, "create_trail", "S3BucketDoesNotExistException", 400, Name=NAME, S3BucketName="not-there-at-all")
    s3.create_bucket(Bucket=BUCKET)
    fails(trail, "create_trail", "InsufficientS3BucketPolicyException", 400, Name=NAME, S3BucketName=BUCKET)
    s3.put_bucket_policy(Bucket=BUCKET, Policy=POLICY)
    fails(trail, "create_trail", "InsufficientS3BucketPolicyException", 400, Name="other", S3BucketName=BUCKET)
    made = ok(trail, "create_trail", Name=NAME, S3BucketName=BUCKET, TagsList=[{"Key": "team", "Value": "bi"}])
    assert made["TrailARN"] == ARN and made["IncludeGlobalServiceEvents"] and not made["IsMultiRegionTrail"], made
    fails(trail, "create_trail", "TrailAlreadyExistsException", 400, Name=NAME, S3BucketName=BUCKET)
    fails(trail, "create_trail", "InvalidTrailNameException", 400, Name="a", S3BucketName=BUCKET)
    shown = ok(trail, "get_trail", Name=ARN)["Trail"]
    assert shown["HomeRegion"] == REGION and shown["S3BucketName"] == BUCKET and not shown["HasCustomEventSelectors"], shown
    fails(trail, "get_trail", "TrailNotFoundException", 400, Name="none")
    assert [t["Name"] for t in ok(trail, "describe_trails")["trailList"]] == [NAME]
    assert ok(trail, "describe_trails", trailNameList=["none"])["trailList"] == []
    fails(trail, "describe_trails", "CloudTrailARNInvalidException", 400, trailNameList=["arn:aws:s3:::x"])
    assert [t["TrailARN"] for t in ok(trail, "list_trails")["Trails"]] == [ARN]
    assert ok(trail, "update_trail", Name=NAME, IsMultiRegionTrail=True)["IsMultiRegionTrail"]
    fails(trail, "update_trail", "InvalidS3PrefixException", 400, Name=NAME, S3KeyPrefix="/x")
    fails(trail, "update_trail", "UnsupportedOperationException", 400, Name=NAME, KmsKeyId="alias/mine")

    assert ok(trail, "list_tags", ResourceIdList=[ARN])["ResourceTagList"][0]["TagsList"] == [{"Key": "team", "Value": "bi"}]
    ok(trail, "add_tags", ResourceId=ARN, TagsList=[{"Key": "a", "Value": "b"}])
    fails(trail, "add_tags", "InvalidTagParameterException", 400, ResourceId=ARN, TagsList=[{"Key": "aws:a", "Value": "b"}])
    ok(trail, "remove_tags", ResourceId=ARN, TagsList=[{"Key": "a"}, {"Key": "team"}])
    fails(trail, "remove_tags", "TrailNotFoundException", 400, ResourceId=ARN + "s", TagsList=[{"Key": "a"}])
    assert ok(trail, "list_tags", ResourceIdList=[ARN])["ResourceTagList"][0]["TagsList"] == []
    fails(trail, "list_tags", "TrailNotFoundException", 400, ResourceIdList=[ARN + "s"])

    standard = ok(trail, "get_event_selectors", TrailName=NAME)["EventSelectors"]
    assert [(e["ReadWriteType"], e["IncludeManagementEvents"], e["DataResources"]) for e in standard] == [("All", True, [])], standard
    chosen = [{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::lake-of-trails/in/"]}]}]
    ok(trail, "put_event_selectors", TrailName=NAME, EventSelectors=chosen)
    fails(trail, "put_event_selectors", "InvalidEventSelectorsException", 400, TrailName=NAME, EventSelectors=[{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["x"]}]}])
    fails(trail, "get_event_selectors", "TrailNotFoundException", 400, TrailName="none")
    assert ok(trail, "get_trail", Name=NAME)["Trail"]["HasCustomEventSelectors"]


def delivered():
    """The records of all files. Those of one minute come in no order: their names end in random letters."""
    records = []
    for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        assert re.fullmatch(
            rf"AWSLogs/{CONSUMER}/CloudTrail/{REGION}/\d{{4}}/\d\d/\d\d/{CONSUMER}_CloudTrail_{REGION}_\d{{8}}T\d{{4}}Z_[A-Z2-7]{{16}}\.json\.gz", item["Key"]
        ), item["Key"]
        records += json.loads(gzip.decompress(s3.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read()))["Records"]
    return records


def deliver():
    fails(trail, "start_logging", "TrailNotFoundException", 400, Name="none")
    fails(trail, "get_trail_status", "TrailNotFoundException", 400, Name="none")
    assert not ok(trail, "get_trail_status", Name=NAME)["IsLogging"]
    ok(trail, "start_logging", Name=NAME)
    assert ok(trail, "get_trail_status", Name=NAME)["IsLogging"]
    lake.create_bucket(Bucket="lake-of-trails")
    lake.put_object(Bucket="lake-of-trails", Key="in/a", Body=b"1")
    lake.put_object(Bucket="lake-of-trails", Key="out/a", Body=b"1")
    ok(trail, "stop_logging", Name=NAME)
    fails(trail, "stop_logging", "TrailNotFoundException", 400, Name="none")
    lake.put_object(Bucket="lake-of-trails", Key="in/b", Body=b"1")
    end = time.monotonic() + 60
    while "StopLogging" not in (names := [r["eventName"] for r in delivered()]):
        assert time.monotonic() < end, names
        time.sleep(0.2)
    assert sorted(names) == ["CreateBucket", "GetTrailStatus", "PutObject", "StartLogging", "StopLogging"], names
    records = delivered()
    put = next(r for r in records if r["eventName"] == "PutObject")
    assert put["requestParameters"]["key"] == "in/a" and put["eventCategory"] == "Data" and not put["managementEvent"], put
    # The history has the same events, word by word.
    for name in ("StartLogging", "StopLogging"):
        found = ok(trail, "lookup_events", LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"]
        told = [json.loads(e["CloudTrailEvent"]) for e in found if json.loads(e["CloudTrailEvent"]).get("errorCode") is None]
        assert told == [r for r in records if r["eventName"] == name], told
    fails(trail, "lookup_events", "InvalidNextTokenException", 400, NextToken="!")
    status = ok(trail, "get_trail_status", Name=NAME)
    assert not status["IsLogging"] and status["LatestDeliveryTime"] and "LatestDeliveryError" not in status, status
    ok(trail, "delete_trail", Name=NAME)
    fails(trail, "delete_trail", "TrailNotFoundException", 400, Name=NAME)


configure()
deliver()
summary()
