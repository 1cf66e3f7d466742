package gateway

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"interlaken/fault"
	"interlaken/identity"
)

func TestAddress(t *testing.T) {
	g := &Gateway{Config: Config{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}
	for name, c := range map[string]struct {
		remote, forwarded, proto string
		ip                       string
		secure                   bool
	}{
		"direct":                        {"192.0.2.7:1000", "", "", "192.0.2.7", false},
		"a client that says otherwise":  {"192.0.2.7:1000", "203.0.113.9", "https", "192.0.2.7", false},
		"a listed proxy":                {"10.1.2.3:1000", "203.0.113.9", "https", "203.0.113.9", true},
		"two listed proxies":            {"10.1.2.3:1000", "203.0.113.9, 10.9.9.9", "http", "203.0.113.9", false},
		"a forged hop before the proxy": {"10.1.2.3:1000", "1.1.1.1, 203.0.113.9", "https", "203.0.113.9", true},
		"a proxy that says nonsense":    {"10.1.2.3:1000", "203.0.113.9, x", "https", "10.1.2.3", true},
	} {
		r := httptest.NewRequest(http.MethodGet, "http://h/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
			r.Header.Set("X-Forwarded-Proto", c.proto)
		}
		if ip, secure := g.address(r, false); ip != c.ip || secure != c.secure {
			t.Errorf("%s: %s, secure %v; want %s, %v", name, ip, secure, c.ip, c.secure)
		}
	}
}

func TestHosts(t *testing.T) {
	g := &Gateway{Config: Config{Hosts: []string{"127.0.0.1:8400", "localhost:8400"}}}
	for _, c := range []struct {
		host, origin string
		served       bool
	}{
		{"127.0.0.1:8400", "", true},
		{"LOCALHOST:8400", "", true},
		{"localhost:8400", "http://localhost:8400", true},
		{"localhost:8400", "https://evil.example", false},
		{"localhost:8400", "null", false},
		{"evil.example:8400", "", false},
		{"bucket.localhost:8400", "", false}, // no S3 here
	} {
		r := httptest.NewRequest(http.MethodPost, "http://h/", nil)
		r.Host = c.host
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		if (g.face(r) == nil) != c.served {
			t.Errorf("host %q, origin %q: served is %v", c.host, c.origin, !c.served)
		}
	}
}

func TestSourceHeadersAreTheServicesAlone(t *testing.T) {
	g := &Gateway{Config: Config{Region: "us-east-1"}}
	request := func(account, arn string) *http.Request {
		r := httptest.NewRequest(http.MethodPost, "http://h/", nil)
		r.Header.Set(sourceAccountHeader, account)
		r.Header.Set(sourceARNHeader, arn)
		return r
	}
	const own = "arn:aws:quicksight:us-east-1:111111111111:datasource/a"
	user := identity.Principal{Kind: identity.User, Account: "111111111111"}
	if s, err := g.session(request("111111111111", own), user, ""); err != nil || s.SourceAccount != "" || s.SourceARN != "" {
		t.Errorf("a user's headers count: %+v, %v", s, err)
	}
	quicksight := identity.Principal{Kind: identity.Service, Account: "111111111111", Name: "quicksight.amazonaws.com"}
	if s, err := g.session(request("111111111111", own), quicksight, ""); err != nil || s.SourceAccount != "111111111111" || s.SourceARN != own {
		t.Errorf("the service's headers: %+v, %v", s, err)
	}
	for _, c := range [][2]string{
		{"222222222222", own},
		{"111111111111", "arn:aws:quicksight:us-east-1:222222222222:datasource/a"},
		{"111111111111", "not an arn"},
	} {
		if _, err := g.session(request(c[0], c[1]), quicksight, ""); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("%v: %v", c, err)
		}
	}
}
