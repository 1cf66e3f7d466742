package chain_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/clock"
	"interlaken/hub"
	"interlaken/hub/chain"
)

var start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// fakeSTS answers AssumeRole as STS does and keeps what it was asked.
type fakeSTS struct {
	mu    sync.Mutex
	asked []assume
	gate  chan struct{} // closed: answer at once
	deny  string        // role whose assumption is refused
	now   func() time.Time
}

type assume struct {
	form   url.Values
	header http.Header
}

func (f *fakeSTS) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.asked = append(f.asked, assume{form, r.Header.Clone()})
	n := len(f.asked)
	f.mu.Unlock()
	if f.gate != nil {
		select {
		case <-f.gate:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	role := form.Get("RoleArn")
	status, text := 200, fmt.Sprintf(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROA:%[2]s</AssumedRoleId><Arn>%[1]s/%[2]s</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA%[3]d</AccessKeyId><SecretAccessKey>sesame-%[3]d</SecretAccessKey><SessionToken>token-%[3]d</SessionToken><Expiration>%[4]s</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>`,
		role, form.Get("RoleSessionName"), n, f.now().Add(time.Hour).Format(time.RFC3339))
	if role == f.deny {
		status, text = 403, `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: sts:AssumeRole on resource: y</Message></Error><RequestId>r</RequestId></ErrorResponse>`
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

func (f *fakeSTS) calls() []assume {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]assume(nil), f.asked...)
}

func newChain(t *testing.T, service bool) (*chain.Chain, *fakeSTS, *clock.Manual) {
	t.Helper()
	now := clock.NewManual(start)
	fake := &fakeSTS{now: now.Now}
	return chain.New(chain.Config{
		AWS: aws.Config{
			Region: "us-east-1", HTTPClient: fake, RetryMaxAttempts: 1,
			Credentials: credentials.NewStaticCredentialsProvider("ASIABASE", "base-secret", ""),
		},
		Clock: now, ServicePrincipal: service,
	}), fake, now
}

func source() hub.DataSource {
	return hub.DataSource{
		Account: "111111111111", Region: "us-east-1", ID: "retail", Epoch: 1,
		Athena: hub.Athena{WorkGroup: "primary", RoleARN: "arn:aws:iam::111111111111:role/a", ConsumerAccountRoleARN: "arn:aws:iam::222222222222:role/b"},
	}
}

var ana = hub.Person{Account: "111111111111", Namespace: "default", Name: "ana", ID: "AIDAANA"}

func TestBothSteps(t *testing.T) {
	c, fake, _ := newChain(t, true)
	lease, err := c.Lease(t.Context(), source(), ana)
	if err != nil {
		t.Fatal(err)
	}
	calls := fake.calls()
	if len(calls) != 2 {
		t.Fatalf("%d calls", len(calls))
	}
	first, second := calls[0], calls[1]
	const arn = "arn:aws:quicksight:us-east-1:111111111111:datasource/retail"
	for name, pair := range map[string][2]string{
		"role A":               {first.form.Get("RoleArn"), "arn:aws:iam::111111111111:role/a"},
		"session of role A":    {first.form.Get("RoleSessionName"), fmt.Sprintf("QuickSight-RoleSession-%d", start.UnixMilli())},
		"scope-down":           {first.form.Get("Policy"), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/b","Condition":{"StringEquals":{"sts:ExternalId":"` + arn + `"}}}]}`},
		"source account":       {first.header.Get("X-Amz-Source-Account"), "111111111111"},
		"source ARN":           {first.header.Get("X-Amz-Source-Arn"), arn},
		"no ExternalId at A":   {first.form.Get("ExternalId"), ""},
		"role B":               {second.form.Get("RoleArn"), "arn:aws:iam::222222222222:role/b"},
		"ExternalId":           {second.form.Get("ExternalId"), arn},
		"person":               {second.form.Get("RoleSessionName"), chain.SessionName(ana)},
		"one hour":             {second.form.Get("DurationSeconds"), "3600"},
		"no headers at B":      {second.header.Get("X-Amz-Source-Account"), ""},
		"account of the lease": {lease.Account, "222222222222"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s = %q, want %q", name, pair[0], pair[1])
		}
	}
	for _, header := range []string{"x-amz-source-account", "x-amz-source-arn"} {
		if !strings.Contains(first.header.Get("Authorization"), header) {
			t.Errorf("%s is not signed: %s", header, first.header.Get("Authorization"))
		}
	}
	if !strings.Contains(second.header.Get("Authorization"), "Credential=ASIA1/") {
		t.Errorf("the second step is not made with the first's session: %s", second.header.Get("Authorization"))
	}
	if text := fmt.Sprintf("%v %+v %#v %s %+v %#v", lease, lease, lease, lease, *lease, []chain.Lease{*lease}); strings.Contains(text, "sesame") || strings.Contains(text, "token-") {
		t.Errorf("a printed lease shows secrets: %s", text)
	}
}

func TestWithoutAServicePrincipalTheFirstStepHasAnExternalID(t *testing.T) {
	c, fake, _ := newChain(t, false)
	if _, err := c.Lease(t.Context(), source(), ana); err != nil {
		t.Fatal(err)
	}
	first := fake.calls()[0]
	if first.form.Get("ExternalId") != source().ARN() || first.header.Get("X-Amz-Source-Arn") != "" {
		t.Errorf("ExternalId %q, source %q", first.form.Get("ExternalId"), first.header.Get("X-Amz-Source-Arn"))
	}
}

func TestLeasesAreSharedByKeyAndNothingLess(t *testing.T) {
	c, fake, now := newChain(t, true)
	lease := func(s hub.DataSource, p hub.Person) *chain.Lease {
		t.Helper()
		l, err := c.Lease(t.Context(), s, p)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	first := lease(source(), ana)
	if again := lease(source(), ana); again != first {
		t.Error("the same person did not get the same lease")
	}
	ben := ana
	ben.Name, ben.ID = "ben", "AIDABEN"
	if other := lease(source(), ben); other == first || other.Key == first.Key {
		t.Error("two people share a lease")
	}
	if n := len(fake.calls()); n != 3 { // role A once, role B for each
		t.Errorf("%d calls, want 3", n)
	}
	changed := source()
	changed.Epoch, changed.Athena.ConsumerAccountRoleARN = 2, "arn:aws:iam::333333333333:role/b"
	if l := lease(changed, ana); l.Account != "333333333333" {
		t.Errorf("account %s after the change", l.Account)
	}
	var stale *chain.Failure
	if _, err := c.Lease(t.Context(), source(), ana); !errors.As(err, &stale) || stale.Code != "DataSourceChanged" {
		t.Errorf("a lease of the data source as it was: %v", err)
	}
	before := len(fake.calls())
	now.Advance(44 * time.Minute)
	lease(changed, ana)
	if n := len(fake.calls()) - before; n != 0 {
		t.Errorf("%d calls sixteen minutes before the end, want none", n)
	}
	// What is left has to last for a whole run, or its query could neither be asked for nor stopped any more.
	now.Advance(2 * time.Minute)
	if l := lease(changed, ana); l.Expires.Before(now.Now().Add(time.Hour)) {
		t.Errorf("a lease that ends at %s", l.Expires)
	}
	if n := len(fake.calls()) - before; n != 2 {
		t.Errorf("%d calls fourteen minutes before the end, want both steps anew", n)
	}
}

// TestAWalkThatGetsNoAnswerEnds: the walk goes on without whoever began it, so it has an end of its own; else everybody
// who asks later would wait for it.
func TestAWalkThatGetsNoAnswerEnds(t *testing.T) {
	fake := &fakeSTS{now: func() time.Time { return start }, gate: make(chan struct{})}
	c := chain.New(chain.Config{
		AWS:   aws.Config{Region: "us-east-1", HTTPClient: fake, RetryMaxAttempts: 1, Credentials: credentials.NewStaticCredentialsProvider("ASIABASE", "s", "")},
		Clock: clock.NewManual(start), WalkTime: 400 * time.Millisecond,
	})
	var f *chain.Failure
	if _, err := c.Lease(t.Context(), source(), ana); !errors.As(err, &f) || f.Code != "Unreachable" || f.Denied {
		t.Errorf("error = %v", err)
	}
	close(fake.gate)
	if _, err := c.Lease(t.Context(), source(), ana); err != nil {
		t.Errorf("once it answers: %v", err)
	}
}

// TestAnEmptyAnswerIsNone: nobody is let on, and nothing breaks down, without credentials.
func TestAnEmptyAnswerIsNone(t *testing.T) {
	empty := smithyhttp.ClientDoFunc(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	})
	c := chain.New(chain.Config{
		AWS:   aws.Config{Region: "us-east-1", HTTPClient: empty, RetryMaxAttempts: 1, Credentials: credentials.NewStaticCredentialsProvider("ASIABASE", "s", "")},
		Clock: clock.NewManual(start),
	})
	var f *chain.Failure
	if l, err := c.Lease(t.Context(), source(), ana); !errors.As(err, &f) || f.Step != 1 || f.Code != "Unreachable" {
		t.Errorf("%v, %v", l, err)
	}
}

func TestThoseWhoAskAtOnceWaitForOneWalk(t *testing.T) {
	c, fake, _ := newChain(t, true)
	fake.gate = make(chan struct{})
	var wg sync.WaitGroup
	leases := make([]*chain.Lease, 20)
	for i := range leases {
		wg.Go(func() {
			l, err := c.Lease(context.Background(), source(), ana)
			if err != nil {
				t.Error(err)
			}
			leases[i] = l
		})
	}
	close(fake.gate)
	wg.Wait()
	for _, l := range leases {
		if l != leases[0] {
			t.Error("different leases")
		}
	}
	if n := len(fake.calls()); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

func TestRefusals(t *testing.T) {
	for role, want := range map[string]struct {
		step    int
		account string
	}{"arn:aws:iam::111111111111:role/a": {1, "111111111111"}, "arn:aws:iam::222222222222:role/b": {2, "222222222222"}} {
		c, fake, _ := newChain(t, true)
		fake.deny = role
		_, err := c.Lease(t.Context(), source(), ana)
		var f *chain.Failure
		if !errors.As(err, &f) || f.Step != want.step || f.Account != want.account || !f.Denied {
			t.Errorf("%s: %+v", role, err)
			continue
		}
		if !strings.Contains(f.Message, "Account "+want.account) || !strings.Contains(f.Message, "Ask ") {
			t.Errorf("%s: message %q names no account or nobody to ask", role, f.Message)
		}
		fake.deny = ""
		if _, err := c.Lease(t.Context(), source(), ana); err != nil {
			t.Errorf("after the repair: %v", err)
		}
	}
	c, _, _ := newChain(t, true)
	if _, err := c.Lease(t.Context(), source(), hub.Person{}); err == nil {
		t.Error("nobody got a lease")
	}
}

func TestSessionNames(t *testing.T) {
	people := []hub.Person{
		ana,
		{Account: "111111111111", Namespace: "default", Name: "ana", ID: "AIDAOTHER"},
		{Account: "111111111111", Namespace: "defaultana", Name: "", ID: "AIDAANA"},
		{Account: "111111111111", Namespace: "default", Name: "ana/x", ID: "AIDAANA"},
		{Account: "111111111111", Namespace: "default", Name: "ana_x", ID: "AIDAANA"},
		{Account: "111111111111", Namespace: "default", Name: strings.Repeat("long", 40), ID: "AIDAANA"},
		{Account: "111111111111", Namespace: "default", Name: strings.Repeat("long", 41), ID: "AIDAANA"},
		{Account: "111111111111", Namespace: "default", Name: "zoë müller", ID: "AIDAANA"},
	}
	seen := map[string]bool{}
	for _, p := range people {
		name := chain.SessionName(p)
		if len(name) < 2 || len(name) > 64 || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-") != "" {
			t.Errorf("%q is no session name", name)
		}
		if seen[name] {
			t.Errorf("%q names two people", name)
		}
		seen[name] = true
	}
	if !strings.HasPrefix(chain.SessionName(ana), "ana-") {
		t.Errorf("%q does not begin with the name", chain.SessionName(ana))
	}
}
