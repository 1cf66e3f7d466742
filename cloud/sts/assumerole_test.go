package sts_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"interlaken/fault"
	"interlaken/policy"
	. "interlaken/service/servicetest"
	"interlaken/store"
)

func TestCallerIdentityCannotBeDenied(t *testing.T) {
	k := newKit(t)
	denied := k.User(Hub, "ana", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}`)
	out := Must[sdk.GetCallerIdentityOutput](k, denied, "sts", "GetCallerIdentity", &sdk.GetCallerIdentityInput{})
	if *out.Account != Hub || *out.Arn != "arn:aws:iam::111111111111:user/ana" || !strings.HasPrefix(*out.UserId, "AIDA") {
		t.Errorf("identity = %s %s %s", *out.Account, *out.Arn, *out.UserId)
	}
}

func TestAssumeRoleAcrossAccounts(t *testing.T) {
	k := newKit(t)
	ana := k.User(Hub, "ana", mayAssume("sts:AssumeRole"))
	role := k.Role(Retail, "consumer", trusts(hubRoot, `{"StringEquals":{"sts:ExternalId":"one"}}`), Everything)
	in := request(role.ARN(), "ana")
	in.ExternalId = aws.String("one")
	out := Must[sdk.AssumeRoleOutput](k, ana, "sts", "AssumeRole", in)
	if *out.AssumedRoleUser.Arn != "arn:aws:sts::222222222222:assumed-role/consumer/ana" || *out.AssumedRoleUser.AssumedRoleId != role.ID+":ana" {
		t.Errorf("user = %s %s", *out.AssumedRoleUser.Arn, *out.AssumedRoleUser.AssumedRoleId)
	}
	if !out.Credentials.Expiration.Equal(Start.Add(time.Hour)) || out.PackedPolicySize != nil || out.SourceIdentity != nil {
		t.Errorf("output = %+v until %v", out, out.Credentials.Expiration)
	}
	if who := resume(t, k, out); who.Principal.ARN != *out.AssumedRoleUser.Arn || who.Principal.Account != Retail {
		t.Errorf("principal = %+v", who.Principal)
	}

	own, copied := events(k, Hub), events(k, Retail)
	if len(own) != 1 || len(copied) != 1 {
		t.Fatalf("%d and %d events", len(own), len(copied))
	}
	for _, e := range append(own, copied...) {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{*out.Credentials.SecretAccessKey, *out.Credentials.SessionToken} {
			if strings.Contains(string(text), secret) {
				t.Error("the event holds a secret")
			}
		}
		for _, part := range []string{
			`"accessKeyId":"` + *out.Credentials.AccessKeyId + `"`, `"sessionToken":"sha256:`, `"externalId":"one"`,
			`"expiration":"Nov 2, 2026, 10:00:00 AM"`, `"readOnly":true`, `"managementEvent":true`,
			`"resources":[{"ARN":"arn:aws:iam::222222222222:role/consumer","accountId":"222222222222","type":"AWS::IAM::Role"}]`,
		} {
			if !strings.Contains(string(text), part) {
				t.Errorf("the event lacks %s: %s", part, text)
			}
		}
	}
	if own[0].UserIdentity.Type != "IAMUser" || copied[0].UserIdentity.Type != "AWSAccount" || copied[0].UserIdentity.ARN != "" {
		t.Errorf("identities = %+v, %+v", own[0].UserIdentity, copied[0].UserIdentity)
	}
	if own[0].SharedEventID == "" || own[0].SharedEventID != copied[0].SharedEventID || own[0].EventID == copied[0].EventID {
		t.Errorf("ids = %+v, %+v", own[0], copied[0])
	}
}

func TestRefusalsSayTheSameOfRolesThatAreNotThere(t *testing.T) {
	k := newKit(t)
	ana := k.User(Hub, "ana", mayAssume("sts:AssumeRole"))
	powerless := k.User(Hub, "ben")
	k.Role(Retail, "consumer", trusts(hubRoot, `{"StringEquals":{"sts:ExternalId":"one"}}`))
	k.Role(Hub, "local", trusts(`{"AWS":"arn:aws:iam::333333333333:root"}`, ""))
	k.Role(Retail, "deep", trusts(hubRoot, ""))
	const none = " because no role trust policy allows the sts:AssumeRole action"
	for name, c := range map[string]struct{ role, there string }{
		"other account": {"arn:aws:iam::222222222222:role/gone", "arn:aws:iam::222222222222:role/consumer"},
		"own account":   {"arn:aws:iam::111111111111:role/gone", "arn:aws:iam::111111111111:role/local"},
		"no account":    {"arn:aws:iam::999999999999:role/gone", "arn:aws:iam::222222222222:role/consumer"},
		"wrong path":    {"arn:aws:iam::222222222222:role/path/deep", "arn:aws:iam::222222222222:role/consumer"},
	} {
		gone := refused(t, k, ana, request(c.role, "ana"), fault.AccessDenied)
		want := "User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: " + c.role + none
		if gone != want {
			t.Errorf("%s: %q, want %q", name, gone, want)
		}
		there := refused(t, k, ana, request(c.there, "ana"), fault.AccessDenied)
		if strings.ReplaceAll(there, c.there, c.role) != want {
			t.Errorf("%s: a role that refuses says %q", name, there)
		}
	}
	got := refused(t, k, powerless, request("arn:aws:iam::222222222222:role/consumer", "ben"), fault.AccessDenied)
	if !strings.HasSuffix(got, "because no identity-based policy allows the sts:AssumeRole action") {
		t.Errorf("without permission: %q", got)
	}
	if n := len(events(k, Retail)); n != 0 {
		t.Errorf("%d refusals are in the other account's trail", n)
	}
	for _, e := range events(k, Hub) {
		if e.ErrorCode != "AccessDenied" || e.ResponseElements != nil {
			t.Errorf("event = %+v", e)
		}
	}
}

func TestExternalID(t *testing.T) {
	k := newKit(t)
	ana := k.User(Hub, "ana", mayAssume("sts:AssumeRole"))
	role := k.Role(Retail, "consumer", trusts(hubRoot, `{"StringLike":{"sts:ExternalId":"arn:aws:quicksight:*:111111111111:datasource/*"}}`))
	for _, external := range []string{"", "arn:aws:quicksight:us-east-1:333333333333:datasource/x", "arn:aws:quicksight:us-east-1:111111111111:dataset/x"} {
		in := request(role.ARN(), "ana")
		if external != "" {
			in.ExternalId = &external
		}
		refused(t, k, ana, in, fault.AccessDenied)
	}
	in := request(role.ARN(), "ana")
	in.ExternalId = aws.String("arn:aws:quicksight:us-east-1:111111111111:datasource/x")
	Must[sdk.AssumeRoleOutput](k, ana, "sts", "AssumeRole", in)
}

func TestTrustOfTheSameAccount(t *testing.T) {
	k := newKit(t)
	ana, ben := k.User(Hub, "ana"), k.User(Hub, "ben")
	role := k.Role(Hub, "named", trusts(`{"AWS":"`+ana.Principal.UniqueID+`"}`, ""))
	Must[sdk.AssumeRoleOutput](k, ana, "sts", "AssumeRole", request(role.ARN(), "ana")) // named: the trust suffices
	refused(t, k, ben, request(role.ARN(), "ben"), fault.AccessDenied)
	delegated := k.Role(Hub, "delegated", trusts(hubRoot, ""))
	refused(t, k, ana, request(delegated.ARN(), "ana"), fault.AccessDenied) // delegated: the user needs a permission
	carl := k.User(Hub, "carl", mayAssume("sts:AssumeRole"))
	Must[sdk.AssumeRoleOutput](k, carl, "sts", "AssumeRole", request(delegated.ARN(), "carl"))
	// A permission alone is none without the trust.
	silent := k.Role(Hub, "silent", trusts(`{"AWS":"`+ana.Principal.UniqueID+`"}`, ""))
	refused(t, k, carl, request(silent.ARN(), "carl"), fault.AccessDenied)
}

func TestDuration(t *testing.T) {
	k := newKit(t)
	ana := k.User(Hub, "ana", mayAssume("sts:AssumeRole"))
	role := k.Role(Hub, "day", trusts(hubRoot, ""), mayAssume("sts:AssumeRole"))
	k.Update(func(tx store.Tx) error {
		r, err := k.Directory.Role(tx, Hub, "day")
		if err != nil {
			return err
		}
		r.MaxSession, r.Name = 7200, "long"
		_, err = k.Directory.CreateRole(tx, r)
		return err
	})
	in := request(role.ARN(), "ana")
	in.DurationSeconds = aws.Int32(3601)
	if got := refused(t, k, ana, in, fault.Validation); got != "The requested DurationSeconds exceeds the MaxSessionDuration set for this role." {
		t.Errorf("too long: %q", got)
	}
	in.RoleArn, in.DurationSeconds = aws.String("arn:aws:iam::111111111111:role/long"), aws.Int32(7200)
	out := Must[sdk.AssumeRoleOutput](k, ana, "sts", "AssumeRole", in)
	if !out.Credentials.Expiration.Equal(Start.Add(2 * time.Hour)) {
		t.Errorf("expires %v", out.Credentials.Expiration)
	}
	chained := resume(t, k, out)
	in.DurationSeconds = aws.Int32(3601)
	if got := refused(t, k, chained, in, fault.Validation); got != "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining." {
		t.Errorf("chained: %q", got)
	}
	in.DurationSeconds = aws.Int32(3600)
	Must[sdk.AssumeRoleOutput](k, chained, "sts", "AssumeRole", in)
	in.DurationSeconds = aws.Int32(899)
	if got := refused(t, k, ana, in, fault.Validation); got != "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900" {
		t.Errorf("too short: %q", got)
	}
}

func TestSessionPolicyLimits(t *testing.T) {
	k := newKit(t)
	ana := k.User(Hub, "ana", mayAssume("sts:AssumeRole"))
	first := k.Role(Retail, "first", trusts(`{"AWS":["arn:aws:iam::111111111111:root","arn:aws:iam::222222222222:root"]}`, ""), mayAssume("sts:AssumeRole"))
	second := k.Role(Risk, "second", trusts(`{"AWS":"arn:aws:iam::222222222222:root"}`, ""))
	third := k.Role(Investment, "third", trusts(`{"AWS":"arn:aws:iam::222222222222:root"}`, ""))
	in := request(first.ARN(), "ana")
	in.Policy = aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"` + second.ARN() + `"}]}`)
	out := Must[sdk.AssumeRoleOutput](k, ana, "sts", "AssumeRole", in)
	if p := aws.ToInt32(out.PackedPolicySize); p < 1 || p > 50 {
		t.Errorf("packed size = %d %%", p)
	}
	scoped := resume(t, k, out)
	Must[sdk.AssumeRoleOutput](k, scoped, "sts", "AssumeRole", request(second.ARN(), "ana"))
	if got := refused(t, k, scoped, request(third.ARN(), "ana"), fault.AccessDenied); !strings.HasSuffix(got, "because no session policy allows the sts:AssumeRole action") {
		t.Errorf("out of scope: %q", got)
	}
	for name, c := range map[string]struct {
		policy string
		code   fault.Code
	}{
		"no JSON":           {`{`, "MalformedPolicyDocument"},
		"with principal":    {trusts(hubRoot, ""), "MalformedPolicyDocument"},
		"no ARN":            {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"x"}]}`, "MalformedPolicyDocument"},
		"2,049 characters":  {Everything + strings.Repeat(" ", 2049-len(Everything)), fault.Validation},
		"too large, packed": {noise(2000), "PackedPolicyTooLarge"},
	} {
		t.Run(name, func(t *testing.T) {
			in := request(first.ARN(), "ana")
			in.Policy = &c.policy
			refused(t, k, ana, in, c.code)
		})
	}
}

// noise is a policy of about n characters that hardly packs.
func noise(n int) string {
	var b strings.Builder
	for x := uint32(1); b.Len() < n-120; {
		x = x*1664525 + 1013904223
		b.WriteByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[(x>>16)%62])
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/` + b.String() + `"}]}`
}

func TestSessionTags(t *testing.T) {
	k := newKit(t)
	plain := k.User(Hub, "ana", mayAssume("sts:AssumeRole"))
	tagging := k.User(Hub, "ben", mayAssume("sts:AssumeRole", "sts:TagSession"))
	closed := k.Role(Retail, "closed", trusts(hubRoot, ""))
	open := k.Role(Retail, "open", trusts(hubRoot, `{"StringEquals":{"aws:RequestTag/team":"risk"}}`, "sts:AssumeRole", "sts:TagSession"), mayAssume("sts:AssumeRole", "sts:TagSession"))
	tagged := func(role string, tags ...string) *sdk.AssumeRoleInput {
		in := request(role, "s1")
		for i := 0; i < len(tags); i += 2 {
			in.Tags = append(in.Tags, types.Tag{Key: &tags[i], Value: &tags[i+1]})
		}
		return in
	}
	if got := refused(t, k, plain, tagged(open.ARN(), "team", "risk"), fault.AccessDenied); !strings.Contains(got, "sts:TagSession") {
		t.Errorf("caller without sts:TagSession: %q", got)
	}
	if got := refused(t, k, tagging, tagged(closed.ARN(), "team", "risk"), fault.AccessDenied); !strings.Contains(got, "sts:TagSession") {
		t.Errorf("trust without sts:TagSession: %q", got)
	}
	refused(t, k, tagging, tagged(open.ARN(), "team", "other"), fault.AccessDenied)
	in := tagged(open.ARN(), "team", "risk", "desk", "4")
	in.TransitiveTagKeys = []string{"team"}
	first := resume(t, k, Must[sdk.AssumeRoleOutput](k, tagging, "sts", "AssumeRole", in))
	if first.Principal.Tags["team"] != "risk" || first.Principal.Tags["desk"] != "4" {
		t.Errorf("tags = %v", first.Principal.Tags)
	}
	// The transitive tag goes on and needs the grant again; the other one ends here.
	next := k.Role(Risk, "next", trusts(`{"AWS":"arn:aws:iam::222222222222:root"}`, `{"StringEquals":{"aws:PrincipalTag/team":"risk"}}`, "sts:AssumeRole", "sts:TagSession"))
	second := resume(t, k, Must[sdk.AssumeRoleOutput](k, first, "sts", "AssumeRole", request(next.ARN(), "s2")))
	if len(second.Principal.Tags) != 1 || second.Principal.Tags["team"] != "risk" || len(second.Principal.TransitiveTagKeys) != 1 {
		t.Errorf("inherited = %v, %v", second.Principal.Tags, second.Principal.TransitiveTagKeys)
	}
	strict := k.Role(Risk, "strict", trusts(`{"AWS":"arn:aws:iam::222222222222:root"}`, ""))
	refused(t, k, first, request(strict.ARN(), "s2"), fault.AccessDenied)
	refused(t, k, first, tagged(next.ARN(), "TEAM", "retail"), "InvalidParameterValue")
	refused(t, k, tagging, tagged(open.ARN(), "team", "risk", "Team", "x"), "InvalidParameterValue")
	refused(t, k, tagging, tagged(open.ARN(), "aws:team", "risk"), "InvalidParameterValue")
	loose := request(open.ARN(), "s1")
	loose.TransitiveTagKeys = []string{"team"}
	refused(t, k, tagging, loose, "InvalidParameterValue")
}

// TestEventsShowIncomingTagsAndEndpoint: the record of a chained call names the tags that the caller's session hands on,
// refused or not and in both accounts, and every record names the endpoint.
func TestEventsShowIncomingTagsAndEndpoint(t *testing.T) {
	k := newKit(t)
	ana := k.User(Hub, "ana", mayAssume("sts:AssumeRole", "sts:TagSession"))
	both := []string{"sts:AssumeRole", "sts:TagSession"}
	first := k.Role(Retail, "first", trusts(hubRoot, "", both...), mayAssume(both...))
	next := k.Role(Risk, "next", trusts(`{"AWS":"`+first.ARN()+`"}`, "", both...))
	strict := k.Role(Risk, "strict", trusts(`{"AWS":"`+first.ARN()+`"}`, ""))
	in := request(first.ARN(), "s1")
	in.Tags = []types.Tag{{Key: aws.String("Team"), Value: aws.String("risk")}, {Key: aws.String("Desk"), Value: aws.String("4")}}
	in.TransitiveTagKeys = []string{"team"}
	session := resume(t, k, Must[sdk.AssumeRoleOutput](k, ana, "sts", "AssumeRole", in))
	Must[sdk.AssumeRoleOutput](k, session, "sts", "AssumeRole", request(next.ARN(), "s2"))
	refused(t, k, session, request(strict.ARN(), "s2"), fault.AccessDenied)

	const tags = `"incomingTransitiveTags":{"Team":"risk"}`
	const plain = `{"roleArn":"arn:aws:iam::222222222222:role/first","roleSessionName":"s1","tags":[{"key":"Team","value":"risk"},{"key":"Desk","value":"4"}],"transitiveTagKeys":["team"]}`
	const chained = `{` + tags + `,"roleArn":"arn:aws:iam::444444444444:role/next","roleSessionName":"s2"}`
	for _, c := range []struct {
		account string
		want    []string
	}{
		{Hub, []string{plain}},
		{Retail, []string{plain, chained, strings.Replace(chained, "next", "strict", 1)}},
		{Risk, []string{chained}},
	} {
		var got []string
		for _, e := range events(k, c.account) {
			parameters, _ := json.Marshal(e.RequestParameters)
			got = append(got, string(parameters))
			if data, _ := json.Marshal(e.AdditionalEventData); string(data) != `{"RequestDetails":{"awsServingRegion":"us-east-1","endpointType":"regional"}}` {
				t.Errorf("additionalEventData = %s", data)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("account %s has %q\nwant %q", c.account, got, c.want)
		}
	}
}

func TestSourceIdentityStays(t *testing.T) {
	k := newKit(t)
	setting := k.User(Hub, "ben", mayAssume("sts:AssumeRole", "sts:SetSourceIdentity"))
	plain := k.User(Hub, "ana", mayAssume("sts:AssumeRole"))
	open := k.Role(Retail, "open", trusts(hubRoot, "", "sts:AssumeRole", "sts:SetSourceIdentity"), mayAssume("sts:AssumeRole", "sts:SetSourceIdentity"))
	closed := k.Role(Retail, "closed", trusts(`{"AWS":["arn:aws:iam::111111111111:root","arn:aws:iam::222222222222:root"]}`, ""))
	as := func(role, source string) *sdk.AssumeRoleInput {
		in := request(role, "s1")
		in.SourceIdentity = &source
		return in
	}
	for name, got := range map[string]string{
		"caller": refused(t, k, plain, as(open.ARN(), "ana"), fault.AccessDenied),
		"trust":  refused(t, k, setting, as(closed.ARN(), "ana"), fault.AccessDenied),
	} {
		if !strings.Contains(got, "sts:SetSourceIdentity") {
			t.Errorf("%s: %q", name, got)
		}
	}
	out := Must[sdk.AssumeRoleOutput](k, setting, "sts", "AssumeRole", as(open.ARN(), "ben"))
	if aws.ToString(out.SourceIdentity) != "ben" {
		t.Errorf("source identity = %v", out.SourceIdentity)
	}
	session := resume(t, k, out)
	if got := refused(t, k, session, request(closed.ARN(), "s2"), fault.AccessDenied); !strings.Contains(got, "sts:SetSourceIdentity") {
		t.Errorf("the next hop: %q", got)
	}
	further := k.Role(Retail, "further", trusts(`{"AWS":"arn:aws:iam::222222222222:root"}`, `{"StringEquals":{"sts:SourceIdentity":"ben"}}`, "sts:AssumeRole", "sts:SetSourceIdentity"))
	out = Must[sdk.AssumeRoleOutput](k, session, "sts", "AssumeRole", request(further.ARN(), "s2"))
	if resume(t, k, out).Principal.SourceIdentity != "ben" {
		t.Error("the source identity was lost")
	}
	refused(t, k, session, as(further.ARN(), "eve"), fault.Validation)
	refused(t, k, setting, as(open.ARN(), "aws:ben"), fault.Validation)
}

func TestWhatIsNotAccepted(t *testing.T) {
	k := newKit(t)
	ana := k.User(Hub, "ana", Everything)
	role := k.Role(Hub, "r", trusts(hubRoot, "")).ARN()
	for name, c := range map[string]struct {
		change func(*sdk.AssumeRoleInput)
		code   fault.Code
	}{
		"no role":       {func(in *sdk.AssumeRoleInput) { in.RoleArn = nil }, fault.Validation},
		"no ARN":        {func(in *sdk.AssumeRoleInput) { in.RoleArn = aws.String("a role of twenty characters") }, fault.Validation},
		"ARN of a user": {func(in *sdk.AssumeRoleInput) { in.RoleArn = aws.String("arn:aws:iam::111111111111:user/ana") }, fault.Validation},
		"session name":  {func(in *sdk.AssumeRoleInput) { in.RoleSessionName = aws.String("a/b") }, fault.Validation},
		"external id":   {func(in *sdk.AssumeRoleInput) { in.ExternalId = aws.String("datasource/*") }, fault.Validation},
		"managed policy": {func(in *sdk.AssumeRoleInput) {
			in.PolicyArns = []types.PolicyDescriptorType{{Arn: aws.String("arn:aws:iam::aws:policy/NoSuchAccess")}}
		}, policy.MalformedPolicyDocument},
		"token code": {func(in *sdk.AssumeRoleInput) { in.TokenCode = aws.String("123456") }, fault.Unsupported},
	} {
		t.Run(name, func(t *testing.T) {
			in := request(role, "ana")
			c.change(in)
			refused(t, k, ana, in, c.code)
		})
	}
}

func TestServicePrincipal(t *testing.T) {
	k := newKit(t)
	condition := `{"StringLike":{"aws:SourceAccount":"111111111111","aws:SourceArn":"arn:aws:quicksight:*:111111111111:datasource/*"}}`
	role := k.Role(Hub, "a", trusts(`{"Service":"quicksight.amazonaws.com"}`, condition))
	session := serviceSession(t, k, "arn:aws:quicksight:us-east-1:111111111111:datasource/x")
	in := request(role.ARN(), "QuickSight-RoleSession-1")
	in.DurationSeconds = aws.Int32(7200) // MaxSessionDuration, 3,600 here, does not bind a service
	out := Must[sdk.AssumeRoleOutput](k, session, "sts", "AssumeRole", in)
	if !out.Credentials.Expiration.Equal(Start.Add(2 * time.Hour)) {
		t.Errorf("expires %v", out.Credentials.Expiration)
	}
	own := events(k, Hub)
	if len(own) != 1 || own[0].UserIdentity.Type != "AWSService" || own[0].UserIdentity.InvokedBy != "quicksight.amazonaws.com" ||
		own[0].SourceIPAddress != "quicksight.amazonaws.com" || own[0].SharedEventID == "" || own[0].RecipientAccountID != Hub {
		t.Errorf("event = %+v", own)
	}
	refused(t, k, serviceSession(t, k, ""), request(role.ARN(), "s1"), fault.AccessDenied)
	foreign := k.Role(Retail, "a", trusts(`{"Service":"quicksight.amazonaws.com"}`, `{"StringEquals":{"aws:SourceAccount":"222222222222"}}`))
	refused(t, k, session, request(foreign.ARN(), "s1"), fault.AccessDenied)
	users := k.Role(Hub, "users", trusts(hubRoot, ""))
	refused(t, k, session, request(users.ARN(), "s1"), fault.AccessDenied)
	if _, err := k.Do(session, "sts", "GetCallerIdentity", &sdk.GetCallerIdentityInput{}); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("GetCallerIdentity by a service key: %v", err)
	}
}
