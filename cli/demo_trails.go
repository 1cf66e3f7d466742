package cli

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// trailReader is the role of the hub's account with which the hub reads that account's trail.
const trailReader = "trail-reader"

// openTrails lets traces show the events of both sides: each spoke shows the hub what its own sessions did, by a statement
// beside the published ones, and the hub's account has a role for reading its trail.
func (d *demo) openTrails(ctx context.Context) error {
	for _, a := range spokes() {
		owner, err := d.as(a.profile)
		if err != nil {
			return err
		}
		if _, err := iam.NewFromConfig(owner).PutRolePolicy(ctx, &iam.PutRolePolicyInput{
			RoleName: aws.String(roleB), PolicyName: aws.String("OwnTrail"), PolicyDocument: d.document("own-trail-policy", a),
		}); err != nil {
			return err
		}
	}
	return d.makeRole(ctx, demoAccounts[0], trailReader, "ReadTrail")
}

// trailReaderARN is what the hub's settings name.
func trailReaderARN() string { return "arn:aws:iam::" + hubAccount + ":role/" + trailReader }
