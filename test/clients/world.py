"""What every script stands on: its own bucket and database in the account whose keys the environment names.

The endpoint is in the environment too (AWS_ENDPOINT_URL), as each client reads it by itself.
"""

import os

import boto3

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
REGION = "us-east-1"

# Whoever is given no session takes this one, and does not read the models of AWS for each call.
boto3.setup_default_session(region_name=REGION)
session = boto3.DEFAULT_SESSION
s3, glue, athena = session.client("s3"), session.client("glue"), session.client("athena")


def make(name):
    """Makes the bucket clients-NAME and the database NAME; returns the bucket's URL and that of results."""
    bucket = f"clients-{name}"
    s3.create_bucket(Bucket=bucket)
    glue.create_database(DatabaseInput={"Name": name})
    return f"s3://{bucket}", f"s3://{bucket}/results/"


def keys(url):
    """The keys of all objects below a URL, without what stands before them there."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [o["Key"].removeprefix(prefix) for page in pages for o in page.get("Contents", [])]
