package app_test

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/app"
)

// TestTheDemosFreedomIsNotKept: a folder in which every author could name every role B is not open once it is opened
// without saying so (SECURITY S5).
func TestTheDemosFreedomIsNotKept(t *testing.T) {
	const account = "111111111111"
	folder := t.TempDir()
	var client *quicksight.Client
	for _, free := range []bool{true, false} {
		c := app.Default()
		c.Data, c.RootKey, c.Volatile = filepath.Join(folder, "data"), filepath.Join(folder, "root.key"), true
		c.Accounts, c.Hub = []app.Account{{ID: account, Name: "hub"}}, app.Hub{Account: account, AnyRoleB: free}
		c.Engine.InProcess = true
		s, err := app.Open(t.Context(), c, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		key, plain, created, err := s.CreateAccount(t.Context(), account, "hub")
		if err != nil || created != free {
			t.Fatalf("created %v, %v", created, err)
		}
		options := quicksight.Options{Region: c.Region, BaseEndpoint: aws.String(s.Endpoint()), HTTPClient: &http.Client{Transport: s.Transport()}, RetryMaxAttempts: 1}
		if created {
			options.Credentials = credentials.NewStaticCredentialsProvider(key, plain.Reveal(), "")
		} else {
			options.Credentials = client.Options().Credentials
		}
		client = quicksight.New(options)
		_, err = client.CreateDataSource(t.Context(), &quicksight.CreateDataSourceInput{
			AwsAccountId: aws.String(account), DataSourceId: aws.String("x"), Name: aws.String("x"), Type: types.DataSourceTypeAthena,
			DataSourceParameters: &types.DataSourceParametersMemberAthenaParameters{Value: types.AthenaParameters{
				RoleArn: aws.String("arn:aws:iam::" + account + ":role/a"), ConsumerAccountRoleArn: aws.String("arn:aws:iam::222222222222:role/b"),
			}},
		})
		var denied *types.AccessDeniedException
		var nobodys *types.InvalidParameterValueException // the administrator is no user, so the data source would be nobody's
		switch {
		case free && !errors.As(err, &nobodys):
			t.Errorf("in the demo: %v", err)
		case !free && (!errors.As(err, &denied) || !strings.Contains(denied.ErrorMessage(), "no setting of the hub allows it")):
			t.Errorf("after it: %v", err)
		}
		if err := s.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}
}
