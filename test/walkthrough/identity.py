"""Every operation of IAM and STS that the local cloud offers, with boto3 or the AWS CLI: once as it succeeds, and its errors.

Needs an AWS configuration with the profiles hub-admin and consumer-admin (AWS_CONFIG_FILE). Says "N passed" as its last
line, or ends with an error at the first answer that is not as expected.

    python identity.py
"""

import json
import os

import boto3
from botocore.exceptions import ClientError
from clients import Client, fails, ok, summary

HUB, CONSUMER = "111111111111", "222222222222"
iam = Client("iam", "hub-admin")
sts = Client("sts", "hub-admin")
other = Client("iam", "consumer-admin")


def allow(action, resource="*"):
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]}
    )


def trust(principal):
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]}
    )


TRUST = trust({"AWS": f"arn:aws:iam::{HUB}:root"})
READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"


def users():
    ana = ok(iam, "create_user", UserName="ana", Path="/bi/", Tags=[{"Key": "team", "Value": "bi"}])["User"]
    assert ana["Arn"] == f"arn:aws:iam::{HUB}:user/bi/ana" and ana["UserId"].startswith("AIDA"), ana
    fails(iam, "create_user", "EntityAlreadyExists", 409, UserName="Ana")
    assert ok(iam, "get_user", UserName="ana")["User"]["Tags"] == [{"Key": "team", "Value": "bi"}]
    fails(iam, "get_user", "NoSuchEntity", 404, "The user with name nobody cannot be found.", UserName="nobody")
    ok(iam, "update_user", UserName="ana", NewUserName="anna")
    fails(iam, "update_user", "NoSuchEntity", 404, UserName="ana", NewUserName="x")
    ok(iam, "tag_user", UserName="anna", Tags=[{"Key": "Team", "Value": "data"}])
    assert ok(iam, "list_user_tags", UserName="anna")["Tags"] == [{"Key": "Team", "Value": "data"}]
    ok(iam, "untag_user", UserName="anna", TagKeys=["team"])
    fails(iam, "tag_user", "InvalidInput", 400, UserName="anna", Tags=[{"Key": "aws:x", "Value": "y"}])
    for i in range(4):
        ok(iam, "create_user", UserName=f"user-{i}")
    names = [user["UserName"] for user in iam.all("list_users", "Users", 2)]
    assert names == ["admin", "anna", "user-0", "user-1", "user-2", "user-3"], names
    ok(iam, "list_users", PathPrefix="/bi/")

    key = ok(iam, "create_access_key", UserName="anna")["AccessKey"]
    assert ok(iam, "list_access_keys", UserName="anna")["AccessKeyMetadata"][0]["Status"] == "Active"
    assert ok(sts, "get_access_key_info", AccessKeyId=key["AccessKeyId"])["Account"] == HUB
    fails(sts, "get_access_key_info", "ValidationError", 400, AccessKeyId="AKIANOTAKEYATALL")
    ok(iam, "create_access_key", UserName="anna")
    fails(iam, "create_access_key", "LimitExceeded", 409, UserName="anna")
    ok(iam, "update_access_key", UserName="anna", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    fails(iam, "update_access_key", "NoSuchEntity", 404, UserName="user-0", AccessKeyId=key["AccessKeyId"], Status="Active")
    fails(iam, "delete_user", "DeleteConflict", 409, "access keys", UserName="anna")
    for held in iam.call("list_access_keys", UserName="anna")["AccessKeyMetadata"]:
        ok(iam, "delete_access_key", UserName="anna", AccessKeyId=held["AccessKeyId"])
    fails(iam, "delete_access_key", "NoSuchEntity", 404, UserName="anna", AccessKeyId=key["AccessKeyId"])


def inline(kind, name):
    of = {f"{kind.capitalize()}Name": name}
    ok(iam, f"put_{kind}_policy", **of, PolicyName="p", PolicyDocument=allow("s3:GetObject"))
    fails(iam, f"put_{kind}_policy", "MalformedPolicyDocument", 400, **of, PolicyName="q", PolicyDocument="{}")
    assert ok(iam, f"get_{kind}_policy", **of, PolicyName="p")["PolicyDocument"] == json.loads(allow("s3:GetObject"))
    fails(iam, f"get_{kind}_policy", "NoSuchEntity", 404, **of, PolicyName="none")
    assert ok(iam, f"list_{kind}_policies", **of)["PolicyNames"] == ["p"]
    ok(iam, f"delete_{kind}_policy", **of, PolicyName="p")
    fails(iam, f"delete_{kind}_policy", "NoSuchEntity", 404, **of, PolicyName="p")
    ok(iam, f"attach_{kind}_policy", **of, PolicyArn=READ_ONLY)
    fails(iam, f"attach_{kind}_policy", "NoSuchEntity", 404, **of, PolicyArn="arn:aws:iam::aws:policy/None")
    assert ok(iam, f"list_attached_{kind}_policies", **of)["AttachedPolicies"][0]["PolicyArn"] == READ_ONLY
    fails(iam, f"list_attached_{kind}_policies", "NoSuchEntity", 404, **{f"{kind.capitalize()}Name": "nobody"})
    ok(iam, f"detach_{kind}_policy", **of, PolicyArn=READ_ONLY)
    fails(iam, f"detach_{kind}_policy", "NoSuchEntity", 404, **of, PolicyArn=READ_ONLY)
    if kind != "group":
        ok(iam, f"put_{kind}_permissions_boundary", **of, PermissionsBoundary=READ_ONLY)
        assert ok(iam, f"get_{kind}", **of)[kind.capitalize()]["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY
        ok(iam, f"delete_{kind}_permissions_boundary", **of)
        fails(iam, f"delete_{kind}_permissions_boundary", "NoSuchEntity", 404, **of)


def groups():
    assert ok(iam, "create_group", GroupName="readers")["Group"]["GroupId"].startswith("AGPA")
    fails(iam, "create_group", "EntityAlreadyExists", 409, GroupName="READERS")
    ok(iam, "add_user_to_group", GroupName="readers", UserName="anna")
    fails(iam, "add_user_to_group", "NoSuchEntity", 404, GroupName="readers", UserName="nobody")
    assert [u["UserName"] for u in ok(iam, "get_group", GroupName="readers")["Users"]] == ["anna"]
    assert [g["GroupName"] for g in ok(iam, "list_groups_for_user", UserName="anna")["Groups"]] == ["readers"]
    assert len(ok(iam, "list_groups")["Groups"]) == 1
    ok(iam, "update_group", GroupName="readers", NewGroupName="lookers")
    fails(iam, "get_group", "NoSuchEntity", 404, GroupName="readers")
    inline("group", "lookers")
    fails(iam, "delete_group", "DeleteConflict", 409, GroupName="lookers")
    ok(iam, "remove_user_from_group", GroupName="lookers", UserName="anna")
    fails(iam, "remove_user_from_group", "NoSuchEntity", 404, GroupName="lookers", UserName="anna")
    ok(iam, "delete_group", GroupName="lookers")


def roles():
    role = ok(iam, "create_role", RoleName="worker", AssumeRolePolicyDocument=TRUST, MaxSessionDuration=7200)["Role"]
    assert role["AssumeRolePolicyDocument"] == json.loads(TRUST), role
    fails(iam, "create_role", "EntityAlreadyExists", 409, RoleName="worker", AssumeRolePolicyDocument=TRUST)
    fails(
        iam, "create_role", "MalformedPolicyDocument", 400, "Invalid principal in policy",
        RoleName="x", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{HUB}:role/none"}),
    )
    ok(iam, "get_role", RoleName="worker")
    ok(iam, "list_roles")
    ok(iam, "update_role", RoleName="worker", MaxSessionDuration=3600)
    ok(iam, "update_assume_role_policy", RoleName="worker", PolicyDocument=TRUST)
    fails(iam, "update_assume_role_policy", "MalformedPolicyDocument", 400, RoleName="worker", PolicyDocument=allow("s3:*"))
    ok(iam, "list_instance_profiles_for_role", RoleName="worker")
    ok(iam, "tag_role", RoleName="worker", Tags=[{"Key": "a", "Value": "b"}])
    assert ok(iam, "list_role_tags", RoleName="worker")["Tags"] == [{"Key": "a", "Value": "b"}]
    ok(iam, "untag_role", RoleName="worker", TagKeys=["a"])
    inline("role", "worker")
    inline("user", "anna")


def policies():
    made = ok(iam, "create_policy", PolicyName="reader", PolicyDocument=allow("s3:GetObject"))["Policy"]["Arn"]
    fails(iam, "create_policy", "EntityAlreadyExists", 409, PolicyName="reader", PolicyDocument=allow("s3:GetObject"))
    fails(iam, "create_policy", "MalformedPolicyDocument", 400, PolicyName="x", PolicyDocument="nothing")
    assert ok(iam, "get_policy", PolicyArn=made)["Policy"]["DefaultVersionId"] == "v1"
    fails(iam, "get_policy", "NoSuchEntity", 404, PolicyArn=made + "s")
    fails(other, "get_policy", "AccessDenied", 403, PolicyArn=made)
    assert [p["PolicyName"] for p in ok(iam, "list_policies", Scope="Local")["Policies"]] == ["reader"]
    ok(iam, "create_policy_version", PolicyArn=made, PolicyDocument=allow("s3:PutObject"), SetAsDefault=True)
    document = ok(iam, "get_policy_version", PolicyArn=made, VersionId="v2")["PolicyVersion"]["Document"]
    assert document == json.loads(allow("s3:PutObject")), document
    fails(iam, "get_policy_version", "NoSuchEntity", 404, PolicyArn=made, VersionId="v7")
    assert [v["VersionId"] for v in ok(iam, "list_policy_versions", PolicyArn=made)["Versions"]] == ["v2", "v1"]
    ok(iam, "set_default_policy_version", PolicyArn=made, VersionId="v1")
    fails(iam, "delete_policy_version", "DeleteConflict", 409, PolicyArn=made, VersionId="v1")
    fails(iam, "delete_policy", "DeleteConflict", 409, PolicyArn=made)
    ok(iam, "delete_policy_version", PolicyArn=made, VersionId="v2")
    ok(iam, "tag_policy", PolicyArn=made, Tags=[{"Key": "a", "Value": "b"}])
    assert len(ok(iam, "list_policy_tags", PolicyArn=made)["Tags"]) == 1
    ok(iam, "untag_policy", PolicyArn=made, TagKeys=["a"])
    ok(iam, "attach_user_policy", UserName="anna", PolicyArn=made)
    assert ok(iam, "list_entities_for_policy", PolicyArn=made)["PolicyUsers"][0]["UserName"] == "anna"
    fails(iam, "delete_policy", "DeleteConflict", 409, "attached", PolicyArn=made)

    simulated = ok(
        iam, "simulate_principal_policy", PolicySourceArn=f"arn:aws:iam::{HUB}:user/bi/anna",
        ActionNames=["s3:GetObject", "s3:PutObject"], ResourceArns=["arn:aws:s3:::lake/x"],
    )["EvaluationResults"]
    assert [r["EvalDecision"] for r in simulated] == ["allowed", "implicitDeny"], simulated
    fails(
        iam, "simulate_principal_policy", "NoSuchEntity", 404,
        PolicySourceArn=f"arn:aws:iam::{HUB}:user/none", ActionNames=["s3:GetObject"],
    )
    custom = ok(iam, "simulate_custom_policy", PolicyInputList=[allow("s3:*")], ActionNames=["s3:GetObject"])
    assert custom["EvaluationResults"][0]["EvalDecision"] == "allowed", custom
    fails(iam, "simulate_custom_policy", "InvalidInput", 400, PolicyInputList=["{"], ActionNames=["s3:GetObject"])
    keyed = allow("s3:*", "arn:aws:s3:::home/${aws:username}")
    assert ok(iam, "get_context_keys_for_custom_policy", PolicyInputList=[keyed])["ContextKeyNames"] == ["aws:username"]
    ok(iam, "get_context_keys_for_principal_policy", PolicySourceArn=f"arn:aws:iam::{HUB}:user/bi/anna")
    details = ok(iam, "get_account_authorization_details", Filter=["User", "LocalManagedPolicy"])
    assert [p["PolicyName"] for p in details["Policies"]] == ["reader"] and len(details["UserDetailList"]) == 6, details
    ok(iam, "detach_user_policy", UserName="anna", PolicyArn=made)
    ok(iam, "delete_policy", PolicyArn=made)


def sessions():
    assert ok(sts, "get_caller_identity")["Arn"] == f"arn:aws:iam::{HUB}:user/admin"
    worker = f"arn:aws:iam::{HUB}:role/worker"
    out = ok(sts, "assume_role", RoleArn=worker, RoleSessionName="s1", PolicyArns=[{"arn": READ_ONLY}])
    assert out["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{HUB}:assumed-role/worker/s1", out
    fails(sts, "assume_role", "AccessDenied", 403, RoleArn=worker + "s", RoleSessionName="s1")
    fails(sts, "assume_role", "ValidationError", 400, "MaxSessionDuration", RoleArn=worker, RoleSessionName="s1", DurationSeconds=7200)
    assert ok(sts, "get_access_key_info", AccessKeyId=out["Credentials"]["AccessKeyId"])["Account"] == HUB
    held = ok(sts, "get_session_token", DurationSeconds=900)["Credentials"]
    again = Client("sts", credentials=held, endpoint=sts.endpoint)
    assert ok(again, "get_caller_identity")["Arn"] == f"arn:aws:iam::{HUB}:user/admin"
    fails(again, "get_session_token", "AccessDenied", 403, "Cannot call GetSessionToken with session credentials")
    closed = Client("iam", credentials=held, endpoint=iam.endpoint)
    fails(closed, "list_users", "InvalidClientTokenId", 403)
    encoded = refused_with(iam)
    decoded = json.loads(ok(sts, "decode_authorization_message", EncodedMessage=encoded)["DecodedMessage"])
    assert decoded["allowed"] is False and decoded["explicitDeny"] is True, decoded
    assert decoded["context"]["action"] == "iam:ListRoles" and decoded["context"]["principal"]["name"] == "anna", decoded
    assert [(s["statementId"], s["effect"]) for s in decoded["matchedStatements"]["items"]] == [("NoRoles", "DENY")], decoded
    fails(sts, "decode_authorization_message", "InvalidAuthorizationMessageException", 400, EncodedMessage="nonsense")
    fails(Client("sts", "consumer-admin"), "decode_authorization_message", "InvalidAuthorizationMessageException", 400, EncodedMessage=encoded)
    ok(iam, "delete_role", RoleName="worker")
    fails(iam, "delete_role", "NoSuchEntity", 404, RoleName="worker")
    ok(iam, "delete_user", UserName="anna")
    fails(iam, "delete_user", "NoSuchEntity", 404, UserName="anna")


def refused_with(iam):
    """The encoded message of a request that anna may not make, which stands in a header."""
    key = ok(iam, "create_access_key", UserName="anna")["AccessKey"]
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}, {"Sid": "NoRoles", "Effect": "Deny", "Action": "iam:ListRoles", "Resource": "*"},
    ]}
    ok(iam, "put_user_policy", UserName="anna", PolicyName="p", PolicyDocument=json.dumps(policy))
    anna = boto3.Session(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    try:
        anna.client("iam", endpoint_url=iam.endpoint, region_name="us-east-1").list_roles()
    except ClientError as error:
        headers = error.response["ResponseMetadata"]["HTTPHeaders"]
        ok(iam, "delete_user_policy", UserName="anna", PolicyName="p")
        ok(iam, "delete_access_key", UserName="anna", AccessKeyId=key["AccessKeyId"])
        return headers["x-interlaken-authorization-message"]
    raise AssertionError("anna may list roles")


def web_identities():
    issuer, token = os.environ["ISSUER"], os.environ["TOKEN"]
    name = issuer.removeprefix("https://")
    made = ok(iam, "create_open_id_connect_provider", Url=issuer, ClientIDList=["other"], Tags=[{"Key": "a", "Value": "b"}])
    provider = made["OpenIDConnectProviderArn"]
    assert provider == f"arn:aws:iam::{HUB}:oidc-provider/{name}", made
    fails(iam, "create_open_id_connect_provider", "EntityAlreadyExists", 409, Url=issuer)
    fails(iam, "create_open_id_connect_provider", "InvalidInput", 400, Url="http://issuer.example")
    fails(other, "get_open_id_connect_provider", "AccessDenied", 403, OpenIDConnectProviderArn=provider)
    none = provider + "0"
    ok(iam, "add_client_id_to_open_id_connect_provider", OpenIDConnectProviderArn=provider, ClientID="interlaken")
    fails(iam, "add_client_id_to_open_id_connect_provider", "NoSuchEntity", 404, OpenIDConnectProviderArn=none, ClientID="interlaken")
    ok(iam, "update_open_id_connect_provider_thumbprint", OpenIDConnectProviderArn=provider, ThumbprintList=["0" * 40])
    fails(iam, "update_open_id_connect_provider_thumbprint", "NoSuchEntity", 404, OpenIDConnectProviderArn=none, ThumbprintList=["0" * 40])
    shown = ok(iam, "get_open_id_connect_provider", OpenIDConnectProviderArn=provider)
    assert (shown["Url"], shown["ClientIDList"], shown["ThumbprintList"]) == (name, ["other", "interlaken"], ["0" * 40]), shown
    fails(iam, "get_open_id_connect_provider", "NoSuchEntity", 404, OpenIDConnectProviderArn=none)
    assert [p["Arn"] for p in ok(iam, "list_open_id_connect_providers")["OpenIDConnectProviderList"]] == [provider]
    ok(iam, "tag_open_id_connect_provider", OpenIDConnectProviderArn=provider, Tags=[{"Key": "c", "Value": "d"}])
    fails(iam, "tag_open_id_connect_provider", "InvalidInput", 400, OpenIDConnectProviderArn=provider, Tags=[{"Key": "aws:c", "Value": "d"}])
    ok(iam, "untag_open_id_connect_provider", OpenIDConnectProviderArn=provider, TagKeys=["a"])
    fails(iam, "untag_open_id_connect_provider", "NoSuchEntity", 404, OpenIDConnectProviderArn=none, TagKeys=["a"])
    assert ok(iam, "list_open_id_connect_provider_tags", OpenIDConnectProviderArn=provider)["Tags"] == [{"Key": "c", "Value": "d"}]
    fails(iam, "list_open_id_connect_provider_tags", "NoSuchEntity", 404, OpenIDConnectProviderArn=none)

    # A role that trusts the issuer for one subject.
    def trusting(subject, action="sts:AssumeRoleWithWebIdentity"):
        return json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Federated": provider}, "Action": action,
            "Condition": {"StringEquals": {f"{name}:aud": "interlaken"}, "StringLike": {f"{name}:sub": subject}},
        }]})

    fails(iam, "create_role", "MalformedPolicyDocument", 400, "Invalid principal in policy", RoleName="x", AssumeRolePolicyDocument=trusting("*").replace(name, name + "0"))
    role = ok(iam, "create_role", RoleName="pipeline", AssumeRolePolicyDocument=trusting("repo:bank/*"))["Role"]["Arn"]
    ask = {"RoleArn": role, "RoleSessionName": "build-7"}
    got = ok(sts, "assume_role_with_web_identity", WebIdentityToken=token, **ask)
    assert got["SubjectFromWebIdentityToken"] == "repo:bank/reports" and got["Audience"] == "interlaken" and got["Provider"] == provider, got
    session = Client("sts", credentials=got["Credentials"], endpoint=sts.endpoint)
    assert ok(session, "get_caller_identity")["Arn"] == f"arn:aws:sts::{HUB}:assumed-role/pipeline/build-7"
    denied = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
    fails(sts, "assume_role_with_web_identity", "AccessDenied", 403, denied, WebIdentityToken=os.environ["OTHER_TOKEN"], **ask)
    fails(sts, "assume_role_with_web_identity", "InvalidIdentityToken", 400, "No OpenIDConnect provider found", WebIdentityToken=os.environ["FOREIGN_TOKEN"], **ask)
    fails(sts, "assume_role_with_web_identity", "ExpiredTokenException", 400, WebIdentityToken=os.environ["OLD_TOKEN"], **ask)
    fails(sts, "assume_role_with_web_identity", "InvalidIdentityToken", 400, WebIdentityToken=token[:-8] + "AAAAAAAA", **ask)
    fails(sts, "assume_role_with_web_identity", "InvalidIdentityToken", 400, WebIdentityToken="nonsense", **ask)
    # Session tags of the token need sts:TagSession in the role's trust.
    fails(sts, "assume_role_with_web_identity", "AccessDenied", 403, "Not authorized to perform sts:TagSession", WebIdentityToken=os.environ["TAGGED_TOKEN"], **ask)
    ok(iam, "update_assume_role_policy", RoleName="pipeline", PolicyDocument=trusting("repo:bank/*", ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]))
    ok(sts, "assume_role_with_web_identity", WebIdentityToken=os.environ["TAGGED_TOKEN"], **ask)
    ok(iam, "remove_client_id_from_open_id_connect_provider", OpenIDConnectProviderArn=provider, ClientID="interlaken")
    fails(iam, "remove_client_id_from_open_id_connect_provider", "NoSuchEntity", 404, OpenIDConnectProviderArn=none, ClientID="interlaken")
    fails(sts, "assume_role_with_web_identity", "InvalidIdentityToken", 400, "Incorrect token audience", WebIdentityToken=token, **ask)
    ok(iam, "delete_open_id_connect_provider", OpenIDConnectProviderArn=provider)
    fails(iam, "delete_open_id_connect_provider", "NoSuchEntity", 404, OpenIDConnectProviderArn=provider)
    fails(sts, "assume_role_with_web_identity", "InvalidIdentityToken", 400, WebIdentityToken=token, **ask)
    ok(iam, "delete_role", RoleName="pipeline")


for step in (users, groups, roles, policies, web_identities, sessions):
    step()
summary()
