package diff_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interlaken/fault"
	"interlaken/policy"
	"interlaken/policy/diff"
)

func document(t testing.TB, kind policy.Kind, statements string) *policy.Document {
	t.Helper()
	d, err := policy.Parse(kind, []byte(`{"Version":"2012-10-17","Statement":[`+statements+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// line is a difference on one line.
func line(d diff.Difference) string {
	context := ""
	for _, name := range d.Witness.Context.Names() {
		values, _ := d.Witness.Context.Get(name)
		context += " " + name + "=" + strings.Join(values, ",")
	}
	by := ""
	if d.Witness.Principal.ARN != "arn:aws:iam::"+diff.Account+":user/someone" {
		by = " by " + d.Witness.Principal.ARN
	}
	return fmt.Sprintf("%s now %s: %s on %s: %s on %s%s%s", d.Was, d.Is, strings.Join(d.Actions, " "), strings.Join(d.Resources, " "), d.Witness.Action, d.Witness.Resource, context, by)
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		kind           policy.Kind
		want           []string
	}{
		{
			name: "nothing", kind: policy.Identity,
			old: `{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}`,
			new: `{"Effect":"Allow","Action":"s3:PutObject","Resource":["arn:aws:s3:::b/*","arn:aws:s3:::a/*"]},{"Effect":"Allow","Action":"s3:GetObjec?","Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}`,
		},
		{
			name: "an action more", kind: policy.Identity,
			old:  `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}`,
			new:  `{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::a/*"}`,
			want: []string{"says nothing about now allows: s3:PutObject on arn:aws:s3:::a/*: s3:PutObject on arn:aws:s3:::a/x"},
		},
		{
			name: "a list action never takes effect on an object", kind: policy.Identity,
			old:  `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}`,
			new:  `{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::a/*"}`,
			want: nil,
		},
		{
			name: "narrower, and a deny", kind: policy.Identity,
			old: `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}`,
			new: `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/x*"},{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/xy/*"}`,
			want: []string{
				"allows now says nothing about: s3:GetObject on arn:aws:s3:::a/*: s3:GetObject on arn:aws:s3:::a/y",
				"allows now denies: s3:GetObject on arn:aws:s3:::a/xy/*: s3:GetObject on arn:aws:s3:::a/xy/",
			},
		},
		{
			name: "a condition less", kind: policy.Identity,
			old:  `{"Effect":"Allow","Action":"athena:ListWorkGroups","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}}`,
			new:  `{"Effect":"Allow","Action":"athena:ListWorkGroups","Resource":"*"}`,
			want: []string{"says nothing about now allows: athena:ListWorkGroups on *: athena:ListWorkGroups on *"},
		},
		{
			name: "a later end", kind: policy.Identity,
			old:  `{"Effect":"Allow","Action":"athena:ListWorkGroups","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}}`,
			new:  `{"Effect":"Allow","Action":"athena:ListWorkGroups","Resource":"*","Condition":{"DateLessThanEquals":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}}`,
			want: []string{"says nothing about now allows: athena:ListWorkGroups on *: athena:ListWorkGroups on * aws:currenttime=2026-01-01T00:00:00Z"},
		},
		{
			name: "the strict trust", kind: policy.Trust,
			old: `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole","Condition":{"StringLike":{"sts:ExternalId":"arn:aws:quicksight:*:111111111111:datasource/*"}}}`,
			new: `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:role/role-a"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"arn:aws:quicksight:us-east-1:111111111111:datasource/retail"}}}`,
			want: []string{
				"allows now says nothing about: sts:AssumeRole on arn:aws:iam::111111111111:role/x: sts:AssumeRole on arn:aws:iam::111111111111:role/x sts:externalid=arn:aws:quicksight::111111111111:datasource/ by arn:aws:iam::111111111111:user/somebody",
				"allows now says nothing about: sts:AssumeRole on arn:aws:iam::111111111111:role/x: sts:AssumeRole on arn:aws:iam::111111111111:role/x sts:externalid=arn:aws:quicksight::111111111111:datasource/ by arn:aws:iam::111111111111:root",
				"allows now says nothing about: sts:AssumeRole on arn:aws:iam::111111111111:role/x: sts:AssumeRole on arn:aws:iam::111111111111:role/x sts:externalid=arn:aws:quicksight::111111111111:datasource/ by arn:aws:sts::111111111111:assumed-role/role-a/session",
			},
		},
		{
			name: "another service", kind: policy.Identity,
			old:  `{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}`,
			new:  `{"Effect":"Allow","Action":"ec2:*","Resource":"*"}`,
			want: []string{"says nothing about now allows: ec2:* on *: ec2:Anything on *"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := diff.Compare(c.kind, document(t, c.kind, c.old), document(t, c.kind, c.new))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range found {
				got = append(got, line(d))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestTooManyContexts(t *testing.T) {
	conditions := map[string]map[string][]string{"StringEquals": {}}
	for i := range 12 {
		conditions["StringEquals"][fmt.Sprintf("aws:PrincipalTag/%d", i)] = []string{"a", "b", "c"}
	}
	text, err := json.Marshal(map[string]any{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": conditions})
	if err != nil {
		t.Fatal(err)
	}
	d := document(t, policy.Identity, string(text))
	if _, err := diff.Compare(policy.Identity, d, d); !fault.Is(err, fault.Limit) {
		t.Errorf("error %v", err)
	}
}

// TestNothingIsMissed puts requests to both of two documents that were made at random: one on which they differ is of a
// difference that was found.
func TestNothingIsMissed(t *testing.T) {
	actions := []string{"s3:GetObject", "s3:Get*", "s3:PutObject", "s3:*Object", "s3:ListBucket", "glue:GetTable", "*", "ec2:Run*"}
	resources := []string{"*", "arn:aws:s3:::lake/*", "arn:aws:s3:::lake/raw/*", "arn:aws:s3:::lake", "arn:aws:s3:::*/raw/x", "arn:aws:glue:*:111111111111:table/*", "arn:aws:s3:::home/${aws:username}/*"}
	keys := map[string][]string{"aws:username": {"the-aws-username", "ana"}, "s3:prefix": {"raw/", "raw/x", "other"}, "aws:SourceIp": {"10.0.0.1", "10.1.0.1"}}
	operators := map[string]string{"aws:username": "StringEquals", "s3:prefix": "StringLike", "aws:SourceIp": "NotIpAddress"}
	operands := map[string][]string{"aws:username": {"ana"}, "s3:prefix": {"raw/*", "r*"}, "aws:SourceIp": {"10.0.0.0/16"}}
	asked := []string{"s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:GetBucketAcl", "glue:GetTable"}
	about := map[string][]string{
		"s3:GetObject": {"arn:aws:s3:::lake/raw/x", "arn:aws:s3:::lake/y", "arn:aws:s3:::other/raw/x", "arn:aws:s3:::home/the-aws-username/x", "arn:aws:s3:::home/ana/x"},
		"s3:PutObject": {"arn:aws:s3:::lake/raw/x", "arn:aws:s3:::lake/y"}, "s3:ListBucket": {"arn:aws:s3:::lake", "arn:aws:s3:::other"},
		"s3:GetBucketAcl": {"arn:aws:s3:::lake"}, "glue:GetTable": {"arn:aws:glue:us-east-1:111111111111:table/a/b", "arn:aws:glue:us-east-1:222222222222:table/a/b"},
	}
	rapid.Check(t, func(t *rapid.T) {
		some := func(label string, from []string) policy.Values {
			return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, 2, rapid.ID[string]).Draw(t, label)
		}
		draw := func(label string) *policy.Document {
			d := &policy.Document{Version: policy.Version2012}
			for range rapid.IntRange(1, 3).Draw(t, label) {
				s := policy.Statement{Effect: rapid.SampledFrom([]policy.Effect{policy.Allow, policy.Allow, policy.Deny}).Draw(t, "effect")}
				if rapid.IntRange(0, 4).Draw(t, "not") == 0 {
					s.NotAction = some("action", actions[:7])
				} else {
					s.Action = some("action", actions)
				}
				if rapid.IntRange(0, 4).Draw(t, "not") == 0 {
					s.NotResource = some("resource", resources[:6])
				} else {
					s.Resource = some("resource", resources)
				}
				if rapid.Bool().Draw(t, "conditioned") {
					key := rapid.SampledFrom([]string{"aws:username", "s3:prefix", "aws:SourceIp"}).Draw(t, "key")
					s.Condition = policy.Condition{operators[key]: {key: some("operand", operands[key])}}
				}
				d.Statement = append(d.Statement, s)
			}
			return d
		}
		old, new := draw("old"), draw("new")
		found, err := diff.Compare(policy.Identity, old, new)
		if err != nil {
			t.Fatal(err)
		}
		before, err := policy.Compile(policy.Source{Kind: policy.Identity}, old)
		if err != nil {
			t.Fatal(err)
		}
		after, err := policy.Compile(policy.Source{Kind: policy.Identity}, new)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			if was, is := before.Opinion(&d.Witness), after.Opinion(&d.Witness); was != d.Was || is != d.Is || was == is {
				t.Fatalf("the witness of %s: %s now %s", line(d), was, is)
			}
		}
		for range 30 {
			action := rapid.SampledFrom(asked).Draw(t, "asked")
			request := policy.Request{Principal: policy.Principal{Kind: policy.UserPrincipal, Account: diff.Account, ARN: "arn:aws:iam::" + diff.Account + ":user/someone"}, Action: action, ResourceAccount: diff.Account, Resource: rapid.SampledFrom(about[action]).Draw(t, "about")}
			for key, values := range keys {
				if rapid.Bool().Draw(t, "present") {
					// A variable's key has one value in the comparison.
					if key == "aws:username" {
						values = values[:1]
					}
					request.Context.Set(key, rapid.SampledFrom(values).Draw(t, "value"))
				}
			}
			was, is := before.Opinion(&request), after.Opinion(&request)
			if was != is && !slices.ContainsFunc(found, func(d diff.Difference) bool { return d.Was == was && d.Is == is && slices.Contains(d.Actions, action) }) {
				t.Fatalf("%s on %s with %v: %s now %s, which no difference tells", action, request.Resource, request.Context.Names(), was, is)
			}
		}
	})
}
