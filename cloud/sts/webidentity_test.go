package sts_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/cloud/sts"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/openid"
	"interlaken/policy"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
)

// believer believes every token: the cases of tokens that are not believed are package openid's.
type believer struct{ asked []string }

func (b *believer) Verify(_ context.Context, issuer, token string) (openid.Claims, error) {
	b.asked = append(b.asked, issuer)
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		return openid.Claims{}, err
	}
	var c struct {
		Subject string `json:"sub"`
		Party   string `json:"azp"`
	}
	if err := json.Unmarshal(payload, &c); err != nil {
		return openid.Claims{}, err
	}
	return openid.Claims{Issuer: issuer, Subject: c.Subject, Audience: []string{"app", "second"}, AuthorizedParty: c.Party, Methods: []string{"pwd"}, Expires: Start.Add(time.Hour), All: payload}, nil
}

const issuer = "issuer.example/a"

// token is one of the issuer, with a signature that the believer does not look at.
func token(claims map[string]any) *string {
	all := map[string]any{"iss": "https://" + issuer, "sub": "ana"}
	maps.Copy(all, claims)
	text, _ := json.Marshal(all)
	encode := base64.RawURLEncoding.EncodeToString
	return aws.String(encode([]byte(`{"alg":"RS256"}`)) + "." + encode(text) + "." + encode([]byte("signature")))
}

type webKit struct {
	*Kit
	t        *testing.T
	believer *believer
}

func newWebKit(t *testing.T) *webKit {
	w := &webKit{Kit: New(t), t: t, believer: &believer{}}
	w.Mesh.Register(sts.New(sts.Config{Directory: w.Directory, Tokens: w.believer}))
	w.Update(func(tx store.Tx) error {
		_, err := w.Directory.CreateProvider(tx, identity.OIDCProvider{Account: Retail, Issuer: issuer, ClientIDs: []string{"app", "party"}})
		return err
	})
	return w
}

const provider = "arn:aws:iam::222222222222:oidc-provider/" + issuer

// present calls without a signature.
func (w *webKit) present(in *sdk.AssumeRoleWithWebIdentityInput) (*sdk.AssumeRoleWithWebIdentityOutput, error) {
	out, err := w.Mesh.Present(w.t.Context(), service.Session{Region: "us-east-1", SourceIP: "127.0.0.1"}, "request", "sts", "AssumeRoleWithWebIdentity", in)
	if err != nil {
		return nil, err
	}
	return out.(*sdk.AssumeRoleWithWebIdentityOutput), nil
}

func asking(role string, claims map[string]any) *sdk.AssumeRoleWithWebIdentityInput {
	return &sdk.AssumeRoleWithWebIdentityInput{RoleArn: aws.String("arn:aws:iam::222222222222:role/" + role), RoleSessionName: aws.String("web"), WebIdentityToken: token(claims)}
}

func (w *webKit) last() trail.Event {
	w.t.Helper()
	var e trail.Event
	w.View(func(r store.Reader) error {
		page, _, err := trail.Lookup(r, Retail, trail.Query{Size: 1})
		if err == nil && len(page) == 1 {
			e = page[0].Event
		}
		return err
	})
	return e
}

func TestWebIdentityAssumesWhatTrustsIt(t *testing.T) {
	w := newWebKit(t)
	federated := `{"Federated":"` + provider + `"}`
	web := "sts:AssumeRoleWithWebIdentity"
	w.Role(Retail, "open", trusts(federated, `{"StringEquals":{"`+issuer+`:sub":"ana","`+issuer+`:aud":"app"},"ForAnyValue:StringEquals":{"`+issuer+`:amr":"pwd"}}`, web), Everything)
	w.Role(Retail, "others", trusts(`{"Federated":"`+provider+`x"}`, "", web))
	w.Role(Retail, "users", trusts(hubRoot, ""))
	w.Role(Retail, "wrong", trusts(federated, `{"StringEquals":{"`+issuer+`:sub":"ben"}}`, web))
	w.Role(Retail, "signed", trusts(federated, "", "sts:AssumeRole"))
	out, err := w.present(asking("open", nil))
	if err != nil {
		t.Fatal(err)
	}
	if *out.AssumedRoleUser.Arn != "arn:aws:sts::222222222222:assumed-role/open/web" || *out.SubjectFromWebIdentityToken != "ana" || *out.Audience != "app" || *out.Provider != provider {
		t.Errorf("out: %+v", out)
	}
	e := w.last()
	if e.EventName != "AssumeRoleWithWebIdentity" || e.UserIdentity.Type != "WebIdentityUser" || e.UserIdentity.PrincipalID != issuer+":app:ana" || e.UserIdentity.IdentityProvider != provider || e.UserIdentity.UserName != "ana" {
		t.Errorf("event: %+v", e.UserIdentity)
	}
	if text, _ := json.Marshal(e); strings.Contains(string(text), "signature") || strings.Contains(string(text), *asking("open", nil).WebIdentityToken) {
		t.Errorf("the token stands in the event: %s", text)
	}

	// The session tells by whose token it was made, and to what follows too.
	var made identity.Principal
	w.View(func(r store.Reader) error {
		c, err := w.Directory.Credential(r, *out.Credentials.AccessKeyId, *out.Credentials.SessionToken)
		made = c.Principal
		return err
	})
	session := service.Session{Principal: made, Region: "us-east-1"}
	Must[sdk.GetCallerIdentityOutput](w.Kit, session, "sts", "GetCallerIdentity", &sdk.GetCallerIdentityInput{})
	if at := w.last().UserIdentity.SessionContext; at.WebIDFederationData.FederatedProvider != provider {
		t.Errorf("session context: %+v", at)
	}
	for condition, want := range map[string]policy.Outcome{
		`{"StringEquals":{"aws:FederatedProvider":"` + provider + `"}}`: policy.Allowed, `{"Null":{"aws:FederatedProvider":"true"}}`: policy.ImplicitDeny,
	} {
		var got policy.Outcome
		err := w.Mesh.Transaction(t.Context(), session, "ask", func(c *service.Call) error {
			document := strings.ReplaceAll(trusts(`"*"`, condition, "s3:GetObject"), `"Condition"`, `"Resource":"*","Condition"`)
			e, err := c.Explain(made, service.Check{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", Account: Hub, Policy: &service.ResourcePolicy{Document: document}})
			got = e.Verdict.Outcome
			return err
		})
		if err != nil || got != want {
			t.Errorf("%s: %s, %v", condition, got, err)
		}
	}

	for role, claims := range map[string]map[string]any{"others": nil, "users": nil, "wrong": nil, "signed": nil, "none": nil, "open": {"sub": "eve"}} {
		_, err := w.present(asking(role, claims))
		if !fault.Is(err, fault.AccessDenied) || fault.Public(err) != "Not authorized to perform sts:AssumeRoleWithWebIdentity" {
			t.Errorf("%s: %v", role, err)
		}
		if e := w.last(); e.ErrorCode != "AccessDenied" || e.UserIdentity.Type != "WebIdentityUser" {
			t.Errorf("%s left %+v", role, e)
		}
	}
}

func TestWebIdentityRefusals(t *testing.T) {
	w := newWebKit(t)
	w.Role(Retail, "open", trusts(`{"Federated":"`+provider+`"}`, "", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"))
	const tags, source = "https://aws.amazon.com/tags", "https://aws.amazon.com/source_identity"
	tagged := func(value any) map[string]any { return map[string]any{tags: value} }
	for name, c := range map[string]struct {
		change func(*sdk.AssumeRoleWithWebIdentityInput)
		claims map[string]any
		code   fault.Code
		words  string
	}{
		"another issuer":     {nil, map[string]any{"iss": "https://other.example"}, openid.Invalid, "No OpenIDConnect provider found"},
		"its name over http": {nil, map[string]any{"iss": "http://" + issuer}, openid.Invalid, "No OpenIDConnect provider found"},
		"without a scheme":   {nil, map[string]any{"iss": issuer}, openid.Invalid, "No OpenIDConnect provider found"},
		"another's party":    {nil, map[string]any{"azp": "stranger"}, openid.Invalid, "Incorrect token audience"},
		"a role of the hub": {func(in *sdk.AssumeRoleWithWebIdentityInput) {
			in.RoleArn = aws.String("arn:aws:iam::111111111111:role/open")
		}, nil, openid.Invalid, "No OpenIDConnect provider found"},
		"no role": {func(in *sdk.AssumeRoleWithWebIdentityInput) {
			in.RoleArn = aws.String("arn:aws:iam::222222222222:user/x")
		}, nil, fault.Validation, "ARN is invalid"},
		"an access token":      {func(in *sdk.AssumeRoleWithWebIdentityInput) { in.ProviderId = aws.String("www.amazon.com") }, nil, fault.Validation, "ProviderId"},
		"too long":             {func(in *sdk.AssumeRoleWithWebIdentityInput) { in.DurationSeconds = aws.Int32(7200) }, nil, fault.Validation, "MaxSessionDuration"},
		"source identity":      {nil, map[string]any{source: "ana"}, fault.AccessDenied, "sts:SetSourceIdentity"},
		"long source identity": {nil, map[string]any{source: strings.Repeat("x", 65)}, openid.Invalid, "2 to 64"},
		"two values":           {nil, tagged(map[string]any{"principal_tags": map[string]any{"a": []string{"1", "2"}}}), openid.Invalid, "one value"},
		"AWS's tag":            {nil, tagged(map[string]any{"principal_tags": map[string]any{"AWS:a": []string{"1"}}}), openid.Invalid, "not AWS's"},
		"not tags":             {nil, tagged("a"), openid.Invalid, "cannot be read"},
		"transitive":           {nil, tagged(map[string]any{"principal_tags": map[string]any{"a": []string{"1"}}, "transitive_tag_keys": []string{"b"}}), openid.Invalid, "names no session tag"},
	} {
		in := asking("open", c.claims)
		if c.change != nil {
			c.change(in)
		}
		if _, err := w.present(in); !fault.Is(err, c.code) || !strings.Contains(fault.Public(err), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, asked := range w.believer.asked {
		if asked != "https://"+issuer {
			t.Errorf("the keys of %s were looked for, which no account trusts", asked)
		}
	}
	// With tags that are in order the session has them.
	out, err := w.present(asking("open", tagged(map[string]any{"principal_tags": map[string]any{"team": []string{"bi"}}, "transitive_tag_keys": []string{"team"}})))
	if err != nil {
		t.Fatal(err)
	}
	w.View(func(r store.Reader) error {
		c, err := w.Directory.Credential(r, *out.Credentials.AccessKeyId, *out.Credentials.SessionToken)
		if c.Principal.Tags["team"] != "bi" || !slices.Equal(c.Principal.TransitiveTagKeys, []string{"team"}) {
			t.Errorf("session: %+v", c.Principal)
		}
		return err
	})

	// Who shows a token may do nothing else, and who signs may not show one.
	ana := w.User(Retail, "ana", Everything)
	if _, err := w.Do(ana, "sts", "AssumeRoleWithWebIdentity", asking("open", nil)); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("signed: %v", err)
	}
	if _, err := w.Mesh.Present(t.Context(), service.Session{}, "r", "sts", "GetCallerIdentity", &sdk.GetCallerIdentityInput{}); err == nil {
		t.Error("GetCallerIdentity is called without a signature")
	}
	web := service.Session{Principal: identity.Principal{Kind: identity.WebIdentity, Account: Retail, ARN: provider, UniqueID: "x", Name: "x"}}
	if _, err := w.Do(web, "sts", "GetCallerIdentity", &sdk.GetCallerIdentityInput{}); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("a web identity: %v", err)
	}
}
