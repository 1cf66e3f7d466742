"""Every operation of Organizations that the local cloud offers, with boto3 or the AWS CLI: once as it succeeds, and its errors.

Needs an AWS configuration with the profiles hub-admin and consumer-admin (AWS_CONFIG_FILE). Says "N passed" as its last
line, or ends with an error at the first answer that is not as expected.

    python organizations.py
"""

import json

from clients import Client, fails, ok, summary

HUB, CONSUMER = "111111111111", "222222222222"
hub = Client("organizations", "hub-admin")
member = Client("organizations", "consumer-admin")
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"


def deny(action, **more):
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*", **more}]}
    )


def lifecycle():
    fails(hub, "describe_organization", "AWSOrganizationsNotInUseException", 400)
    made = ok(hub, "create_organization", FeatureSet="ALL")["Organization"]
    assert made["MasterAccountId"] == HUB and made["Arn"].endswith(f":organization/{made['Id']}"), made
    fails(hub, "create_organization", "AlreadyInOrganizationException", 400)
    assert ok(hub, "describe_organization")["Organization"]["Id"] == made["Id"]
    roots = ok(hub, "list_roots")["Roots"]
    assert len(roots) == 1 and roots[0]["PolicyTypes"] == [] and roots[0]["Name"] == "Root", roots
    fails(member, "list_roots", "AWSOrganizationsNotInUseException", 400)
    return roots[0]["Id"]


def invitations():
    them = {"Id": CONSUMER, "Type": "ACCOUNT"}
    first = ok(hub, "invite_account_to_organization", Target=them, Notes="Welcome")["Handshake"]
    assert first["State"] == "OPEN" and first["Action"] == "INVITE", first
    fails(hub, "invite_account_to_organization", "DuplicateHandshakeException", 400, Target=them)
    fails(hub, "invite_account_to_organization", "InvalidInputException", 400, Target={"Id": "999999999999", "Type": "ACCOUNT"})
    assert ok(member, "describe_handshake", HandshakeId=first["Id"])["Handshake"]["Id"] == first["Id"]
    fails(hub, "describe_handshake", "HandshakeNotFoundException", 400, HandshakeId="h-00000000")
    fails(hub, "accept_handshake", "HandshakeNotFoundException", 400, HandshakeId=first["Id"])
    assert ok(member, "decline_handshake", HandshakeId=first["Id"])["Handshake"]["State"] == "DECLINED"
    fails(member, "decline_handshake", "HandshakeAlreadyInStateException", 400, HandshakeId=first["Id"])
    fails(member, "accept_handshake", "InvalidHandshakeTransitionException", 400, HandshakeId=first["Id"])
    second = ok(hub, "invite_account_to_organization", Target=them)["Handshake"]
    assert ok(hub, "cancel_handshake", HandshakeId=second["Id"])["Handshake"]["State"] == "CANCELED"
    fails(hub, "cancel_handshake", "HandshakeAlreadyInStateException", 400, HandshakeId=second["Id"])
    third = ok(hub, "invite_account_to_organization", Target=them)["Handshake"]
    assert ok(member, "accept_handshake", HandshakeId=third["Id"])["Handshake"]["State"] == "ACCEPTED"
    fails(hub, "invite_account_to_organization", "HandshakeConstraintViolationException", 400, Target=them)
    states = sorted(h["State"] for h in ok(member, "list_handshakes_for_account")["Handshakes"])
    assert states == ["ACCEPTED", "CANCELED", "DECLINED"], states
    assert len(ok(hub, "list_handshakes_for_organization", Filter={"ActionType": "INVITE"})["Handshakes"]) == 3
    fails(member, "list_handshakes_for_organization", "AccessDeniedException", 400)


def accounts(root):
    asked = ok(hub, "create_account", AccountName="data", Email="data@example.com")["CreateAccountStatus"]
    assert asked["State"] == "IN_PROGRESS" and asked["Id"].startswith("car-"), asked
    made = ok(hub, "describe_create_account_status", CreateAccountRequestId=asked["Id"])["CreateAccountStatus"]
    assert made["State"] == "SUCCEEDED" and len(made["AccountId"]) == 12, made
    again = hub.call("create_account", AccountName="more", Email="Data@example.com")["CreateAccountStatus"]
    failed = ok(hub, "list_create_account_status", States=["FAILED"])["CreateAccountStatuses"]
    assert [(f["Id"], f["FailureReason"]) for f in failed] == [(again["Id"], "EMAIL_ALREADY_EXISTS")], failed
    fails(hub, "describe_create_account_status", "CreateAccountStatusNotFoundException", 400, CreateAccountRequestId="car-" + 32 * "0")
    fails(member, "create_account", "AccessDeniedException", 400, AccountName="x", Email="x@example.com")

    # The management account enters the new one by the role that was made with it.
    role = f"arn:aws:iam::{made['AccountId']}:role/OrganizationAccountAccessRole"
    sts = Client("sts", "hub-admin")
    held = ok(sts, "assume_role", RoleArn=role, RoleSessionName="hub")["Credentials"]
    inside = Client("organizations", credentials=held, endpoint=hub.endpoint)
    assert ok(inside, "describe_organization")["Organization"]["MasterAccountId"] == HUB

    ids = sorted([HUB, CONSUMER, made["AccountId"]])
    assert [a["Id"] for a in ok(hub, "list_accounts")["Accounts"]] == ids
    assert [a["Id"] for a in hub.all("list_accounts", "Accounts", 1)] == ids
    fails(hub, "list_accounts", "InvalidInputException", 400, NextToken="!")
    assert [a["Id"] for a in ok(hub, "list_accounts_for_parent", ParentId=root)["Accounts"]] == ids
    fails(hub, "list_accounts_for_parent", "ParentNotFoundException", 400, ParentId="r-0000")
    shown = ok(hub, "describe_account", AccountId=made["AccountId"])["Account"]
    assert (shown["Name"], shown["Email"], shown["JoinedMethod"], shown["Status"]) == ("data", "data@example.com", "CREATED", "ACTIVE"), shown
    fails(hub, "describe_account", "AccountNotFoundException", 400, AccountId="999999999999")
    return made["AccountId"]


def units(root, account):
    unit = ok(hub, "create_organizational_unit", ParentId=root, Name="data")["OrganizationalUnit"]["Id"]
    fails(hub, "create_organizational_unit", "DuplicateOrganizationalUnitException", 400, ParentId=root, Name="data")
    fails(hub, "create_organizational_unit", "ParentNotFoundException", 400, ParentId="r-0000", Name="x")
    below = unit
    for level in range(2, 6):
        below = ok(hub, "create_organizational_unit", ParentId=below, Name=f"level {level}")["OrganizationalUnit"]["Id"]
    fails(hub, "create_organizational_unit", "ConstraintViolationException", 400, ParentId=below, Name="level 6")
    assert ok(hub, "describe_organizational_unit", OrganizationalUnitId=unit)["OrganizationalUnit"]["Name"] == "data"
    fails(hub, "describe_organizational_unit", "OrganizationalUnitNotFoundException", 400, OrganizationalUnitId="ou-0000-00000000")
    assert ok(hub, "update_organizational_unit", OrganizationalUnitId=unit, Name="lake")["OrganizationalUnit"]["Name"] == "lake"
    hub.call("create_organizational_unit", ParentId=root, Name="other")
    fails(hub, "update_organizational_unit", "DuplicateOrganizationalUnitException", 400, OrganizationalUnitId=unit, Name="other")
    listed = ok(hub, "list_organizational_units_for_parent", ParentId=root)["OrganizationalUnits"]
    assert sorted(u["Name"] for u in listed) == ["lake", "other"], listed
    fails(hub, "list_organizational_units_for_parent", "ParentNotFoundException", 400, ParentId="ou-0000-00000000")
    ok(hub, "move_account", AccountId=account, SourceParentId=root, DestinationParentId=unit)
    fails(hub, "move_account", "DuplicateAccountException", 400, AccountId=account, SourceParentId=unit, DestinationParentId=unit)
    fails(hub, "move_account", "SourceParentNotFoundException", 400, AccountId=account, SourceParentId=below, DestinationParentId=root)
    fails(hub, "move_account", "DestinationParentNotFoundException", 400, AccountId=account, SourceParentId=unit, DestinationParentId="r-0000")
    fails(hub, "move_account", "AccountNotFoundException", 400, AccountId="999999999999", SourceParentId=unit, DestinationParentId=root)
    assert ok(hub, "list_children", ParentId=unit, ChildType="ACCOUNT")["Children"] == [{"Id": account, "Type": "ACCOUNT"}]
    fails(hub, "list_children", "ParentNotFoundException", 400, ParentId="r-0000", ChildType="ACCOUNT")
    assert ok(hub, "list_parents", ChildId=account)["Parents"] == [{"Id": unit, "Type": "ORGANIZATIONAL_UNIT"}]
    fails(hub, "list_parents", "ChildNotFoundException", 400, ChildId="999999999999")
    fails(hub, "delete_organizational_unit", "OrganizationalUnitNotEmptyException", 400, OrganizationalUnitId=unit)
    ok(hub, "delete_organizational_unit", OrganizationalUnitId=below)
    fails(hub, "delete_organizational_unit", "OrganizationalUnitNotFoundException", 400, OrganizationalUnitId=below)


def policies(root):
    made = ok(hub, "create_policy", Name="no athena", Description="", Type=SCP, Content=deny("athena:*"))["Policy"]["PolicySummary"]
    assert made["Arn"].endswith(f"/service_control_policy/{made['Id']}") and not made["AwsManaged"], made
    fails(hub, "create_policy", "DuplicatePolicyException", 400, Name="no athena", Description="", Type=SCP, Content=deny("glue:*"))
    fails(hub, "create_policy", "MalformedPolicyDocumentException", 400, Name="x", Description="", Type=SCP, Content=deny("glue:*", Principal="*"))
    fails(hub, "create_policy", "MalformedPolicyDocumentException", 400, Name="x", Description="", Type=RCP, Content=deny("glue:*", Principal="*"))
    fails(hub, "create_policy", "ConstraintViolationException", 400, Name="x", Description="", Type=SCP, Content=deny("glue:*") + " " * 5120)
    fails(hub, "create_policy", "PolicyTypeNotAvailableForOrganizationException", 400, Name="x", Description="", Type="TAG_POLICY", Content="{}")
    one = made["Id"]
    assert json.loads(ok(hub, "describe_policy", PolicyId=one)["Policy"]["Content"]) == json.loads(deny("athena:*"))
    fails(hub, "describe_policy", "PolicyNotFoundException", 400, PolicyId="p-00000000")
    assert ok(hub, "update_policy", PolicyId=one, Name="no glue", Content=deny("glue:*"))["Policy"]["PolicySummary"]["Name"] == "no glue"
    fails(hub, "update_policy", "InvalidInputException", 400, PolicyId="p-FullAWSAccess", Name="mine")
    assert sorted(p["Name"] for p in ok(hub, "list_policies", Filter=SCP)["Policies"]) == ["FullAWSAccess", "no glue"]
    fails(member, "list_policies", "AccessDeniedException", 400, Filter=SCP)

    fails(hub, "attach_policy", "PolicyTypeNotEnabledException", 400, PolicyId=one, TargetId=CONSUMER)
    assert ok(hub, "enable_policy_type", RootId=root, PolicyType=SCP)["Root"]["PolicyTypes"] == [{"Type": SCP, "Status": "ENABLED"}]
    fails(hub, "enable_policy_type", "PolicyTypeAlreadyEnabledException", 400, RootId=root, PolicyType=SCP)
    fails(hub, "enable_policy_type", "RootNotFoundException", 400, RootId="r-0000", PolicyType=SCP)
    ok(hub, "attach_policy", PolicyId=one, TargetId=CONSUMER)
    fails(hub, "attach_policy", "DuplicatePolicyAttachmentException", 400, PolicyId=one, TargetId=CONSUMER)
    fails(hub, "attach_policy", "TargetNotFoundException", 400, PolicyId=one, TargetId="999999999999")
    assert [t["TargetId"] for t in ok(hub, "list_targets_for_policy", PolicyId=one)["Targets"]] == [CONSUMER]
    fails(hub, "list_targets_for_policy", "PolicyNotFoundException", 400, PolicyId="p-00000000")
    assert len(ok(hub, "list_policies_for_target", TargetId=CONSUMER, Filter=SCP)["Policies"]) == 2
    fails(hub, "list_policies_for_target", "TargetNotFoundException", 400, TargetId="999999999999", Filter=SCP)
    glue = Client("glue", "consumer-admin")
    fails(glue, "get_databases", "AccessDeniedException", 400, "with an explicit deny in a service control policy")
    who = Client("iam", "consumer-admin").call(
        "simulate_principal_policy", PolicySourceArn=f"arn:aws:iam::{CONSUMER}:user/admin", ActionNames=["glue:GetDatabases", "s3:GetObject"],
    )["EvaluationResults"]
    told = [(r["EvalDecision"], r["OrganizationsDecisionDetail"]["AllowedByOrganizations"]) for r in who]
    assert told == [("explicitDeny", False), ("allowed", True)], who
    fails(hub, "delete_policy", "PolicyInUseException", 400, PolicyId=one)
    for i in range(3):
        more = hub.call("create_policy", Name=f"more {i}", Description="", Type=SCP, Content=deny("s3:*"))["Policy"]["PolicySummary"]["Id"]
        ok(hub, "attach_policy", PolicyId=more, TargetId=CONSUMER)
    sixth = hub.call("create_policy", Name="sixth", Description="", Type=SCP, Content=deny("s3:*"))["Policy"]["PolicySummary"]["Id"]
    fails(hub, "attach_policy", "ConstraintViolationException", 400, PolicyId=sixth, TargetId=CONSUMER)
    ok(hub, "detach_policy", PolicyId=one, TargetId=CONSUMER)
    fails(hub, "detach_policy", "PolicyNotAttachedException", 400, PolicyId=one, TargetId=CONSUMER)
    fails(hub, "detach_policy", "ConstraintViolationException", 400, PolicyId="p-FullAWSAccess", TargetId=root)
    ok(glue, "get_databases")
    ok(hub, "tag_resource", ResourceId=one, Tags=[{"Key": "team", "Value": "bi"}])
    assert ok(hub, "list_tags_for_resource", ResourceId=one)["Tags"] == [{"Key": "team", "Value": "bi"}]
    ok(hub, "untag_resource", ResourceId=one, TagKeys=["team"])
    fails(hub, "tag_resource", "TargetNotFoundException", 400, ResourceId="999999999999", Tags=[{"Key": "a", "Value": "b"}])
    fails(hub, "untag_resource", "TargetNotFoundException", 400, ResourceId="999999999999", TagKeys=["a"])
    fails(hub, "list_tags_for_resource", "TargetNotFoundException", 400, ResourceId="p-00000000")
    ok(hub, "disable_policy_type", RootId=root, PolicyType=SCP)
    fails(hub, "disable_policy_type", "PolicyTypeNotEnabledException", 400, RootId=root, PolicyType=SCP)
    for policy in hub.call("list_policies", Filter=SCP)["Policies"]:
        if not policy["AwsManaged"]:
            ok(hub, "delete_policy", PolicyId=policy["Id"])
    fails(hub, "delete_policy", "PolicyNotFoundException", 400, PolicyId=one)

    # Resource control policies bind what belongs to a member, whoever asks.
    outside = deny("s3:*", Principal="*", Condition={"StringNotEquals": {"aws:PrincipalAccount": CONSUMER}})
    ok(hub, "enable_policy_type", RootId=root, PolicyType=RCP)
    rcp = ok(hub, "create_policy", Name="own only", Description="", Type=RCP, Content=outside)["Policy"]["PolicySummary"]["Id"]
    ok(hub, "attach_policy", PolicyId=rcp, TargetId=CONSUMER)
    fails(hub, "detach_policy", "InvalidInputException", 400, PolicyId="p-RCPFullAWSAccess", TargetId=root)
    ok(hub, "detach_policy", PolicyId=rcp, TargetId=CONSUMER)
    ok(hub, "delete_policy", PolicyId=rcp)


def ending(root, account):
    fails(hub, "leave_organization", "MasterCannotLeaveOrganizationException", 400)
    fails(hub, "remove_account_from_organization", "MasterCannotLeaveOrganizationException", 400, AccountId=HUB)
    fails(hub, "delete_organization", "OrganizationNotEmptyException", 400)
    ok(hub, "remove_account_from_organization", AccountId=account)
    fails(hub, "remove_account_from_organization", "AccountNotFoundException", 400, AccountId=account)
    ok(member, "leave_organization")
    fails(member, "leave_organization", "AWSOrganizationsNotInUseException", 400)

    def clear(parent):
        for below in hub.call("list_organizational_units_for_parent", ParentId=parent)["OrganizationalUnits"]:
            clear(below["Id"])
            ok(hub, "delete_organizational_unit", OrganizationalUnitId=below["Id"])

    clear(root)
    ok(hub, "delete_organization")
    fails(hub, "delete_organization", "AWSOrganizationsNotInUseException", 400)


top = lifecycle()
invitations()
created = accounts(top)
units(top, created)
policies(top)
ending(top, created)
summary()
