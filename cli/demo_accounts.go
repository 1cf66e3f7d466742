package cli

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go"

	"interlaken/examples/bank"
	"interlaken/wire"
)

const hubAccount = "111111111111"

// demoAccount is an account of the demo.
type demoAccount struct {
	id, name string
	profile  string // of its administrator
	database string // "" of the hub
}

// demoAccounts are the hub and the three spokes. A spoke's name is also that of its profile and its data source.
var demoAccounts = []demoAccount{
	{hubAccount, "hub", "admin", ""},
	{bank.RetailAccount, "retail", "retail", bank.RetailDatabase},
	{bank.InvestmentAccount, "investment", "investment", bank.InvestmentDatabase},
	{bank.RiskAccount, "risk", "risk", bank.RiskDatabase},
}

func spokes() []demoAccount { return demoAccounts[1:] }

// bucket holds a spoke's data.
func (a demoAccount) bucket() string { return "interlaken-bank-" + a.name + "-" + a.id }

// resultBucket is where Athena puts results when its workgroup says nothing.
func (a demoAccount) resultBucket(region string) string {
	return "aws-athena-query-results-" + a.id + "-" + region
}

// documents are the policies of the demo: those of the published procedure for role A and role B, and the authors'.
//
//go:embed documents/*.json
var documents embed.FS

// document fills a policy in for an account.
func (d *demo) document(name string, a demoAccount) *string {
	text, err := documents.ReadFile("documents/" + name + ".json")
	if err != nil {
		panic(fmt.Sprintf("cli: %v", err)) // part of the program
	}
	return aws.String(strings.NewReplacer(
		"HUB", hubAccount, "SPOKE", a.id, "REGION", d.region, "DATABASE", a.database, "BUCKET", a.bucket(),
	).Replace(string(text)))
}

// as is the AWS configuration of a profile whose requests go to the system through the door, without a socket.
func (d *demo) as(name string) (aws.Config, error) {
	p, ok := d.keys.get(name)
	if !ok {
		return aws.Config{}, fmt.Errorf("the key of the profile %s is not in %s: to begin anew, remove the folder %s", name, d.keys.path, d.dir)
	}
	return aws.Config{
		Region: d.region, BaseEndpoint: aws.String(d.system.Endpoint()), HTTPClient: &http.Client{Transport: d.system.Transport()},
		Credentials: credentials.NewStaticCredentialsProvider(p.accessKeyID, p.secret.Reveal(), ""),
	}, nil
}

// client is a client of our own operations for a profile.
func (d *demo) client(ctx context.Context, name string) (*wire.Client, error) {
	loaded, err := d.as(name)
	if err != nil {
		return nil, err
	}
	return clientOf(ctx, loaded, &http.Client{Transport: d.system.Transport()})
}

func (d *demo) keyPath() string { return filepath.Join(d.dir, "aws", "config") }

// unlessThere drops the errors that say that a thing exists: a set-up that was interrupted finds what it made.
func unlessThere(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		switch api.ErrorCode() {
		case "EntityAlreadyExists", "AlreadyExistsException", "ResourceExistsException", "BucketAlreadyOwnedByYou":
			return nil
		}
	}
	return err
}
