package policy

import (
	"strings"
	"sync"
	"testing"
)

// hot is a request as the door sees thousands: a chained session that reads an object in another account, with
// conditions of every family, variables, a boundary, a session policy and control policies.
func hot(tb testing.TB) (*Request, *Set) {
	tb.Helper()
	request := &Request{
		Principal: session, Action: "s3:GetObject", ResourceAccount: other,
		Resource: "arn:aws:s3:::bank-lake/reader/complaints/month=2020-03/part-0.parquet",
	}
	for key, values := range map[string][]string{
		"aws:SourceIp": {"10.12.4.55"}, "aws:PrincipalOrgID": {"o-1"}, "aws:SecureTransport": {"true"}, "aws:CurrentTime": {"2026-03-04T05:06:07Z"},
		"aws:MultiFactorAuthAge": {"120"}, "aws:PrincipalArn": {session.IssuerARN}, "aws:PrincipalTag/Team": {"reader"}, "aws:CalledVia": {"athena.amazonaws.com", "glue.amazonaws.com"},
	} {
		request.Context.Set(key, values...)
	}
	statement := func(kind Kind, principal string) *Policy {
		return loaded(tb, kind, `{"Version":"2012-10-17","Statement":[
			{"Effect":"Deny",`+principal+`"Action":"s3:Delete*","Resource":"*"},
			{"Effect":"Deny",`+principal+`"NotAction":["s3:*","iam:*"],"NotResource":"arn:aws:s3:::bank-lake/*"},
			{"Effect":"Deny",`+principal+`"Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},
			{"Effect":"Allow",`+principal+`"Action":["glue:Get*","s3:Get?bject"],"Resource":["arn:aws:s3:::other/*","arn:aws:s3:::bank-lake/${aws:PrincipalTag/team}/*/month=*/part-?.parquet"],
			 "Condition":{"IpAddress":{"aws:SourceIp":["10.12.0.0/16"]},"StringEqualsIgnoreCase":{"aws:PrincipalOrgID":"O-1"},"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"},
			  "NumericLessThanIfExists":{"aws:MultiFactorAuthAge":"3600"},"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/*"},"ForAnyValue:StringLike":{"aws:CalledVia":"athena.*"},
			  "Null":{"aws:SourceVpce":"true"}}}]}`)
	}
	return request, &Set{
		Identity: []*Policy{statement(Identity, ""), statement(Identity, "")},
		Resource: statement(Resource, `"Principal":{"AWS":["222222222222","`+session.IssuerARN+`"]},`),
		Boundary: statement(Boundary, ""),
		Session:  []*Policy{statement(Session, "")},
		SCPs:     [][]*Policy{{FullAWSAccess}, {FullAWSAccess}},
		RCPs:     [][]*Policy{{RCPFullAWSAccess}},
	}
}

func TestDecideAllocatesNothing(t *testing.T) {
	request, set := hot(t)
	var verdict Verdict
	if n := testing.AllocsPerRun(200, func() { verdict = Decide(request, set) }); n != 0 {
		t.Errorf("a decision allocates %v times", n)
	}
	if verdict != (Verdict{true, Allowed, Resource}) {
		t.Errorf("verdict %+v", verdict)
	}
	request.Action = "s3:DeleteObject"
	if n := testing.AllocsPerRun(200, func() { verdict = Decide(request, set) }); n != 0 || verdict.Outcome != ExplicitDeny {
		t.Errorf("a refusal (%+v) allocates %v times", verdict, n)
	}
}

// TestDecideConcurrently is for the race detector: one compiled set, many goroutines, one verdict.
func TestDecideConcurrently(t *testing.T) {
	request, set := hot(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if got := Decide(request, set); !got.Allowed {
					t.Errorf("verdict %+v", got)
				}
				if got := Explain(request, set); !got.Verdict.Allowed {
					t.Errorf("explained verdict %+v", got.Verdict)
				}
			}
		})
	}
	group.Wait()
}

// TestPatternsDoNotExplode: backtracking to the last "*" only keeps the work within length times length.
func TestPatternsDoNotExplode(t *testing.T) {
	stars, _ := compilePattern("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", true, false)
	if got := stars.match(&evaluation{request: &Request{}}, strings.Repeat("a", 5000), false); got != no {
		t.Errorf("it matches: %v", got)
	}
}

func BenchmarkDecide(b *testing.B) {
	request, set := hot(b)
	b.ReportAllocs()
	for b.Loop() {
		if !Decide(request, set).Allowed {
			b.Fatal("refused")
		}
	}
}

func BenchmarkExplain(b *testing.B) {
	request, set := hot(b)
	b.ReportAllocs()
	for b.Loop() {
		Explain(request, set)
	}
}
