package quicksight_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
)

func tag(key, value string) types.Tag {
	return types.Tag{Key: aws.String(key), Value: aws.String(value)}
}

// TestTags: every asset and user has tags, which are given, replaced and taken.
func TestTags(t *testing.T) {
	k := withSet(t)
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	k.analysis("a")
	k.folder("f", nil)
	must[sdk.CreateThemeOutput](k, k.ann, "CreateTheme", newTheme("th"))
	must[sdk.CreateTemplateOutput](k, k.ann, "CreateTemplate", templateOf("te", "a"))
	base := "arn:aws:quicksight:us-east-1:111111111111:"
	for _, name := range []string{"datasource/d", "dataset/s", "dashboard/board", "analysis/a", "folder/f", "theme/th", "template/te", "user/default/ann"} {
		text := aws.String(base + name)
		must[sdk.TagResourceOutput](k, k.ann, "TagResource", &sdk.TagResourceInput{ResourceArn: text, Tags: []types.Tag{tag("team", "bi"), tag("stage", "x")}})
		must[sdk.TagResourceOutput](k, k.ann, "TagResource", &sdk.TagResourceInput{ResourceArn: text, Tags: []types.Tag{tag("team", "data")}})
		must[sdk.UntagResourceOutput](k, k.ann, "UntagResource", &sdk.UntagResourceInput{ResourceArn: text, TagKeys: []string{"stage", "none"}})
		tags := must[sdk.ListTagsForResourceOutput](k, k.ann, "ListTagsForResource", &sdk.ListTagsForResourceInput{ResourceArn: text}).Tags
		if len(tags) != 1 || *tags[0].Key != "team" || *tags[0].Value != "data" {
			t.Errorf("%s has %+v", name, tags)
		}
	}
	many := &sdk.TagResourceInput{ResourceArn: aws.String(base + "dataset/s")}
	for i := range 50 {
		many.Tags = append(many.Tags, tag(fmt.Sprint("k", i), "v"))
	}
	k.refused(fault.Limit, k.ann, "TagResource", many)
	many.Tags = []types.Tag{tag("aws:x", "v")}
	k.refusedFor(share.InvalidParameterValue, "reserved", k.ann, "TagResource", many)
	hidden := k.refused(fault.NotFound, k.bob, "ListTagsForResource", &sdk.ListTagsForResourceInput{ResourceArn: aws.String(base + "dataset/s")})
	if want := "Data set " + base + "dataset/s is not found, or it is not shared with you. Check the id, or ask its owner for access."; hidden != want {
		t.Errorf("bob is told %s", hidden)
	}
	k.refused(fault.NotFound, k.ann, "TagResource", &sdk.TagResourceInput{ResourceArn: aws.String(base + "namespace/default"), Tags: []types.Tag{tag("a", "b")}})
	k.refused(fault.NotFound, k.ann, "TagResource", &sdk.TagResourceInput{ResourceArn: aws.String("arn:aws:quicksight:eu-west-1:111111111111:user/default/ann"), Tags: []types.Tag{tag("a", "b")}})
	k.refused(fault.AccessDenied, k.ann, "TagResource", &sdk.TagResourceInput{ResourceArn: aws.String("arn:aws:quicksight:us-east-1:222222222222:dataset/s"), Tags: []types.Tag{tag("a", "b")}})
}

// TestPoliciesSeeTags: aws:ResourceTag is of what is there, aws:RequestTag and aws:TagKeys of what the request gives or
// takes.
func TestPoliciesSeeTags(t *testing.T) {
	k := withSet(t)
	text := aws.String("arn:aws:quicksight:us-east-1:111111111111:dataset/s")
	carl := k.User(account, "carl", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"quicksight:*","Resource":"*"},
		{"Effect":"Deny","Action":["quicksight:DescribeDataSet","quicksight:PassDataSet"],"Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/class":"secret"}}},
		{"Effect":"Deny","Action":"quicksight:TagResource","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestTag/team":"bi"}}},
		{"Effect":"Deny","Action":"quicksight:UntagResource","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":["class"]}}}]}`)
	k.register(carl, types.UserRoleAuthor)
	must[sdk.UpdateDataSetPermissionsOutput](k, k.ann, "UpdateDataSetPermissions", &sdk.UpdateDataSetPermissionsInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String("s"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("carl")), Actions: share.Owner(share.DataSets)}},
	})
	see := &sdk.DescribeDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")}
	must[sdk.DescribeDataSetOutput](k, carl, "DescribeDataSet", see)
	must[sdk.TagResourceOutput](k, k.ann, "TagResource", &sdk.TagResourceInput{ResourceArn: text, Tags: []types.Tag{tag("class", "secret")}})
	k.refused(fault.AccessDenied, carl, "DescribeDataSet", see)
	k.refusedFor(fault.AccessDenied, "quicksight:PassDataSet", carl, "CreateDashboard", newBoard("state"))
	k.refused(fault.AccessDenied, carl, "UntagResource", &sdk.UntagResourceInput{ResourceArn: text, TagKeys: []string{"class"}})
	k.refused(fault.AccessDenied, carl, "TagResource", &sdk.TagResourceInput{ResourceArn: text, Tags: []types.Tag{tag("team", "data")}})
	must[sdk.TagResourceOutput](k, carl, "TagResource", &sdk.TagResourceInput{ResourceArn: text, Tags: []types.Tag{tag("team", "bi")}})
}

// TestTagsOfOtherAccounts: a policy on tags tells nothing of what another account has.
func TestTagsOfOtherAccounts(t *testing.T) {
	k := withSet(t)
	const other = "222222222222"
	k.Update(func(tx store.Tx) error {
		return hub.CreateDataSet(tx, hub.DataSet{Account: other, Region: region, ID: "s", Document: []byte("{}"), Tags: map[string]string{"class": "secret"}})
	})
	carl := k.User(account, "carl", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"quicksight:*","Resource":"*"},
		{"Effect":"Deny","Action":"quicksight:PassDataSet","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/class":"secret"}}}]}`)
	k.register(carl, types.UserRoleAuthor)
	answers := map[string]string{}
	for _, id := range []string{"s", "none"} {
		in := newBoard("state")
		in.Definition.DataSetIdentifierDeclarations[0].DataSetArn = aws.String("arn:aws:quicksight:us-east-1:" + other + ":dataset/" + id)
		answers[id] = strings.ReplaceAll(k.refused(fault.NotFound, carl, "CreateDashboard", in), "/"+id, "/none")
	}
	if answers["s"] != answers["none"] {
		t.Errorf("what is there: %s\nwhat is not: %s", answers["s"], answers["none"])
	}
}
