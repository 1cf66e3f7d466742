"""The client with which a script calls operations: boto3, or the AWS CLI where INTERLAKEN_CLIENT is cli.

A script counts what it has shown: ok and fails call an operation that has to succeed, or to be refused in a certain way.
summary prints each operation that was called, and "N passed".
"""

import contextlib
import io
import json
import os
import re

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

CLI = os.environ.get("INTERLAKEN_CLIENT") == "cli"
done = set()
count = 0


class Refused(Exception):
    """The service refused a call. status is None where the client does not tell."""

    def __init__(self, code, message, status):
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status


class Client:
    """One service as somebody: a profile, or the credentials that STS gave."""

    def __init__(self, service, profile=None, credentials=None, endpoint=None):
        self.service, self.profile, self.credentials = service, profile, credentials
        keys = {}
        if credentials:
            keys = {
                "aws_access_key_id": credentials["AccessKeyId"], "aws_secret_access_key": credentials["SecretAccessKey"],
                "aws_session_token": credentials["SessionToken"], "region_name": "us-east-1",
            }
        self.boto = boto3.Session(profile_name=profile, **keys).client(service, endpoint_url=endpoint)
        self.endpoint = self.boto.meta.endpoint_url

    def call(self, operation, **arguments):
        done.add((self.service, self.boto.meta.method_to_api_mapping[operation]))
        return self.by_cli(operation, arguments) if CLI else self.by_boto3(operation, arguments)

    def by_boto3(self, operation, arguments):
        try:
            return getattr(self.boto, operation)(**arguments)
        except ClientError as error:
            answer = error.response
            raise Refused(
                answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]
            ) from None

    def by_cli(self, operation, arguments):
        # Loaded here: a run with boto3 alone need not wait for it.
        from awscli.clidriver import create_clidriver

        command = [
            self.service, xform_name(self.boto.meta.method_to_api_mapping[operation], "-"), "--output", "json", "--no-paginate",
            "--endpoint-url", self.endpoint, "--cli-input-json", json.dumps(arguments),
        ]
        environment = {}
        if self.profile:
            command += ["--profile", self.profile]
        if self.credentials:
            environment = {
                "AWS_ACCESS_KEY_ID": self.credentials["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": self.credentials["SecretAccessKey"],
                "AWS_SESSION_TOKEN": self.credentials["SessionToken"], "AWS_DEFAULT_REGION": "us-east-1",
            }
        out, said = io.StringIO(), io.StringIO()
        with added(environment), contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
            status = create_clidriver().main(command)
        if status == 0:
            return json.loads(out.getvalue() or "{}")
        refusal = re.search(r"An error occurred \((\w+)\) when calling the \w+ operation[^:]*: (.*)", said.getvalue(), re.DOTALL)
        assert refusal, f"aws {' '.join(command)}\nends with {status} and says {said.getvalue()}"
        raise Refused(refusal[1], refusal[2].strip(), None)

    def all(self, operation, key, size):
        """What pages of a size have under a key, together."""
        if CLI:
            return self.call(operation)[key]
        pages = list(self.boto.get_paginator(operation).paginate(PaginationConfig={"PageSize": size}))
        items = [item for page in pages for item in page[key]]
        assert len(pages) == max(1, -(-len(items) // size)), f"{operation}: {len(pages)} pages of {len(items)}"
        return items


@contextlib.contextmanager
def added(environment):
    """Variables of the environment for as long as a block runs."""
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def ok(client, operation, **arguments):
    global count
    answer = client.call(operation, **arguments)
    count += 1
    return answer


def fails(client, operation, code, status, words="", **arguments):
    global count
    try:
        client.call(operation, **arguments)
    except Refused as refusal:
        assert refusal.code == code, f"{operation}: {refusal}, not {code}"
        assert refusal.status in (status, None), f"{operation}: status {refusal.status}, not {status}"
        assert words in refusal.message, f"{operation}: {refusal}"
        count += 1
        return
    raise AssertionError(f"{operation} succeeded, not {code}")


def summary():
    print("called " + " ".join(sorted(f"{service}:{operation}" for service, operation in done)))
    print(f"{count} passed")
