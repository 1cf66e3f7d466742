package quicksight_test

import (
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	wire "interlaken/wire/quicksight"
)

// A list of nothing is an empty list on the wire: clients iterate over the member without asking whether it is there.
func TestEmptyLists(t *testing.T) {
	k := newKit(t)
	a, ns, name := aws.String(account), aws.String("default"), aws.String("analysts")
	must[sdk.CreateGroupOutput](k, k.admin, "CreateGroup", &sdk.CreateGroupInput{AwsAccountId: a, Namespace: ns, GroupName: name})
	for member, out := range map[string]any{
		"DataSources":      must[sdk.ListDataSourcesOutput](k, k.admin, "ListDataSources", &sdk.ListDataSourcesInput{AwsAccountId: a}),
		"DataSetSummaries": must[sdk.ListDataSetsOutput](k, k.admin, "ListDataSets", &sdk.ListDataSetsInput{AwsAccountId: a}),
		"GroupMemberList": must[sdk.ListGroupMembershipsOutput](k, k.admin, "ListGroupMemberships",
			&sdk.ListGroupMembershipsInput{AwsAccountId: a, Namespace: ns, GroupName: name}),
		"GroupList": must[sdk.ListUserGroupsOutput](k, k.admin, "ListUserGroups",
			&sdk.ListUserGroupsInput{AwsAccountId: a, Namespace: ns, UserName: aws.String("ann")}),
	} {
		text, err := wire.Service.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(text, []byte(`"`+member+`":[]`)) {
			t.Errorf("%s is missing in %s", member, text)
		}
	}
	must[sdk.DeleteGroupOutput](k, k.admin, "DeleteGroup", &sdk.DeleteGroupInput{AwsAccountId: a, Namespace: ns, GroupName: name})
	groups := must[sdk.ListGroupsOutput](k, k.admin, "ListGroups", &sdk.ListGroupsInput{AwsAccountId: a, Namespace: ns})
	if groups.GroupList == nil || len(groups.GroupList) != 0 {
		t.Errorf("groups = %#v", groups.GroupList)
	}
}
