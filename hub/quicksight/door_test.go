package quicksight_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// TestAssetsThroughTheDoor: analyses, templates, folders and tags by the SDK's client, with the types and statuses of AWS's
// errors.
func TestAssetsThroughTheDoor(t *testing.T) {
	k := withSet(t)
	k.Clock.Advance(time.Since(k.Clock.Now())) // the client signs with the machine's time
	ann, bob, ctx := k.client("ann"), k.client("bob"), t.Context()
	// A definition comes back byte for byte, members that the SDK does not know included.
	const unknown = `{"Novelty":{"Depth":1.0},"DataSetIdentifierDeclarations":`
	mark := sending(func(body []byte) []byte {
		return bytes.Replace(body, []byte(`{"DataSetIdentifierDeclarations":`), []byte(unknown), 1)
	})
	if _, err := ann.CreateAnalysis(ctx, newAnalysis("a"), mark); err != nil {
		t.Fatal(err)
	}
	var body []byte
	if _, err := ann.DescribeAnalysisDefinition(ctx, &sdk.DescribeAnalysisDefinitionInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a")}, receiving(&body)); err != nil || !bytes.Contains(body, []byte(unknown)) {
		t.Errorf("the definition comes back as %s, %v", body, err)
	}
	created, err := ann.CreateTemplate(ctx, templateOf("t", "a"))
	if err != nil || created.Status != 202 || aws.ToString(created.RequestId) == "" {
		t.Errorf("created: %+v, %v", created, err)
	}
	if _, err := ann.CreateDashboard(ctx, ofTemplate(aws.ToString(created.Arn), "Figures")); err != nil {
		t.Error(err)
	}
	if _, err := ann.DescribeDashboardDefinition(ctx, &sdk.DescribeDashboardDefinitionInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board")}, receiving(&body)); err != nil || !bytes.Contains(body, []byte(`"Novelty":{"Depth":1.0}`)) {
		t.Errorf("of the template it is %s, %v", body, err)
	}

	var missing *types.ResourceNotFoundException
	_, err = bob.DescribeTemplate(ctx, &sdk.DescribeTemplateInput{AwsAccountId: aws.String(account), TemplateId: aws.String("t")})
	if !errors.As(err, &missing) || status(t, err) != 404 {
		t.Errorf("bob sees the template: %v", err)
	}
	var exists *types.ResourceExistsException
	_, err = ann.CreateTemplate(ctx, templateOf("t", "a"))
	if !errors.As(err, &exists) || status(t, err) != 409 {
		t.Errorf("the template again: %v", err)
	}
	folder := &sdk.CreateFolderInput{AwsAccountId: aws.String(account), FolderId: aws.String("f"), Name: aws.String("F"), Tags: []types.Tag{tag("team", "bi")}}
	if _, err := ann.CreateFolder(ctx, folder); err != nil {
		t.Fatal(err)
	}
	if _, err := ann.CreateFolderMembership(ctx, &sdk.CreateFolderMembershipInput{AwsAccountId: aws.String(account), FolderId: aws.String("f"), MemberType: types.MemberTypeAnalysis, MemberId: aws.String("a")}); err != nil {
		t.Error(err)
	}
	var full *types.PreconditionNotMetException
	_, err = ann.DeleteFolder(ctx, &sdk.DeleteFolderInput{AwsAccountId: aws.String(account), FolderId: aws.String("f")})
	if !errors.As(err, &full) || status(t, err) != 400 {
		t.Errorf("the folder goes: %v", err)
	}
	tags, err := ann.ListTagsForResource(ctx, &sdk.ListTagsForResourceInput{ResourceArn: aws.String(folderARN("f"))})
	if err != nil || len(tags.Tags) != 1 || *tags.Tags[0].Value != "bi" {
		t.Errorf("the folder's tags are %+v, %v", tags, err)
	}
	pages := sdk.NewListFolderMembersPaginator(ann, &sdk.ListFolderMembersInput{AwsAccountId: aws.String(account), FolderId: aws.String("f"), MaxResults: aws.Int32(1)})
	var ids []string
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.FolderMemberList {
			ids = append(ids, *m.MemberId)
		}
	}
	if !slices.Equal(ids, []string{"a"}) {
		t.Errorf("the folder holds %v", ids)
	}
	var denied *types.AccessDeniedException
	_, err = bob.TagResource(ctx, &sdk.TagResourceInput{ResourceArn: aws.String("arn:aws:quicksight:us-east-1:222222222222:folder/f"), Tags: []types.Tag{tag("a", "b")}})
	if !errors.As(err, &denied) || status(t, err) != 401 {
		t.Errorf("another account's folder: %v", err)
	}
	var deleted *types.ConflictException
	_, err = ann.RestoreAnalysis(ctx, &sdk.RestoreAnalysisInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a")})
	if !errors.As(err, &deleted) || status(t, err) != 409 {
		t.Errorf("what is not deleted is restored: %v", err)
	}
}
