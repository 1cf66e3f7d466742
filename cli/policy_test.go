package cli

import (
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"interlaken/policy"
	"interlaken/wire/interlaken"
)

func TestDecisionsArePrintedAsTrees(t *testing.T) {
	decision := &interlaken.Decision{
		Action: aws.String("s3:GetObject"), Resource: aws.String("arn:aws:s3:::data/x"), PrincipalArn: aws.String("arn:aws:iam::111111111111:user/ana"),
		Outcome: aws.String("implicitDeny"), DecidedBy: aws.String("identity"),
		Documents: []interlaken.DecisionDocument{{
			Kind: aws.String("identity"), Name: aws.String("Author"), Arn: aws.String("arn:aws:iam::111111111111:user/ana"), Outcome: aws.String("silent"), StatementsAsked: aws.Int32(2),
			Statements: []interlaken.DecisionStatement{{
				Index: aws.Int32(1), Sid: aws.String("Read"), Line: aws.Int32(7), Column: aws.Int32(5), Effect: aws.String("Allow"), Outcome: aws.String("near"),
				Elements: []interlaken.DecisionElement{
					{Element: aws.String("Action"), Outcome: aws.String("matched"), Policy: []string{"s3:A", "s3:B", "s3:C", "s3:D", "s3:Get*", "S3:GETOBJECT"}, Request: []string{"s3:GetObject"}},
					{Element: aws.String("Condition"), Operator: aws.String("StringEquals"), Key: aws.String("aws:SourceIp"), Outcome: aws.String("failed"), Policy: []string{"10.0.0.1"}, KeyAbsent: aws.Bool(true)},
				},
			}},
		}},
		Changes: []interlaken.DecisionChange{
			{Kind: aws.String("identity"), Name: aws.String("Author"), Arn: aws.String("arn:aws:iam::111111111111:user/ana"), StatementIndex: aws.Int32(1), Sid: aws.String("Read"), Line: aws.Int32(7), Element: aws.String("Action"), Add: []string{"s3:GetObject"}, Remove: []string{"s3:A"}},
			{Element: aws.String("Request"), Key: aws.String("sts:ExternalId"), Add: []string{"abc"}},
			{Kind: aws.String("identity"), AccountId: aws.String("111111111111"), New: aws.Bool(true), Element: aws.String("Statement"), Statement: aws.String(`{"Effect":"Allow"}`)},
			{Kind: aws.String("scp"), Name: aws.String("guard"), StatementIndex: aws.Int32(0), Element: aws.String("Statement"), Remove: []string{""}, Statement: aws.String(`{"Effect":"Deny"}`)},
		},
		Notes: []string{"Documents of account 222222222222 are for their owner."},
	}
	var out bytes.Buffer
	writeDecision(&out, decision)
	want := `s3:GetObject on arn:aws:s3:::data/x
  by arn:aws:iam::111111111111:user/ana
  REFUSED: nothing allows it (decided by: identity)
  ├─ identity Author of arn:aws:iam::111111111111:user/ana: silent (2 statements)
  │  └─ statement 2 "Read" at 7:5: Allow, would match but for one element
  │     ├─ ✓ Action: S3:GETOBJECT, s3:Get*, s3:A, s3:B and 2 more
  │     └─ ✗ Condition StringEquals aws:SourceIp: 10.0.0.1  ← not in the request
  └─ Documents of account 222222222222 are for their owner.
  The smallest change that would allow it:
  1. in the identity policy Author of arn:aws:iam::111111111111:user/ana, statement 2 "Read" at line 7: add s3:GetObject to Action, take s3:A out of Action (on all that the statement names)
  2. in the request: send sts:ExternalId = abc
  3. in a new identity policy of account 111111111111: add the statement {"Effect":"Allow"}
  4. in the scp policy guard: take out statement 1, {"Effect":"Deny"}
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDocuments: the demo's policies are valid for what they are put on.
func TestDocuments(t *testing.T) {
	d := &demo{region: "us-east-1"}
	for name, kind := range map[string]policy.Kind{
		"role-a-trust": policy.Trust, "role-a-policy": policy.Identity, "role-b-trust": policy.Trust, "role-b-policy": policy.Identity, "author-policy": policy.Identity,
	} {
		text := aws.ToString(d.document(name, spokes()[0]))
		parsed, err := policy.Parse(kind, []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		compiled, err := policy.Compile(policy.Source{Kind: kind}, parsed)
		if err == nil {
			err = compiled.Validate()
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, left := range []string{"HUB", "SPOKE", "REGION", "DATABASE", "BUCKET"} {
			if bytes.Contains([]byte(text), []byte(left)) {
				t.Errorf("%s: %s is not filled in", name, left)
			}
		}
	}
}
