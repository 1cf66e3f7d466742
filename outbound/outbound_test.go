package outbound

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"interlaken/fault"
)

// TestWhatIsNotPublicIsNotReached: nothing is dialled, whatever form the address has.
func TestWhatIsNotPublicIsNotReached(t *testing.T) {
	c := New(Config{Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
		return map[string][]netip.Addr{
			"inside.example":  {netip.MustParseAddr("10.0.0.7")},
			"both.example":    {netip.MustParseAddr("93.184.216.34"), netip.MustParseAddr("127.0.0.1")},
			"mapped.example":  {netip.MustParseAddr("::ffff:169.254.169.254")},
			"nothing.example": nil,
		}[host], nil
	}})
	for _, address := range []string{
		"https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://172.16.0.1/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data",
		"https://[fe80::1]/", "https://[fd00:ec2::254]/", "https://100.64.0.1/", "https://0.0.0.0/", "https://[::]/", "https://[::ffff:127.0.0.1]/",
		"https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://224.0.0.1/", "https://255.255.255.255/", "https://198.18.0.1/",
		"https://inside.example/", "https://both.example/", "https://mapped.example/",
		"http://93.184.216.34/", "ftp://93.184.216.34/", "https://user:secret@93.184.216.34/", "93.184.216.34", "", "https://",
	} {
		if _, err := c.Get(t.Context(), address); !fault.Is(err, fault.Validation) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := c.Get(t.Context(), "https://nothing.example/"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a name without an address: %v", err)
	}
}

// listed is a client that reaches this machine, and believes a test server.
func listed(server *httptest.Server) *Client {
	roots := x509.NewCertPool()
	if server.Certificate() != nil {
		roots.AddCert(server.Certificate())
	}
	return New(Config{Listed: prefixes("127.0.0.0/8"), Roots: roots, MostBytes: 100, Within: 10 * time.Second})
}

// TestListedIsReached: over https and http, once, without following where the answer leads.
func TestListedIsReached(t *testing.T) {
	for _, start := range []func(http.Handler) *httptest.Server{httptest.NewServer, httptest.NewTLSServer} {
		asked := map[string]int{}
		server := start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked[r.URL.Path]++
			switch r.URL.Path {
			case "/moved":
				http.Redirect(w, r, "/here", http.StatusFound)
			case "/long":
				_, _ = w.Write([]byte(strings.Repeat("x", 101)))
			case "/none":
				http.NotFound(w, r)
			default:
				_, _ = w.Write([]byte(r.Method + " " + r.Header.Get("Content-Type")))
			}
		}))
		defer server.Close()
		c := listed(server)
		if got, err := c.Get(t.Context(), server.URL+"/here"); err != nil || string(got) != "GET " {
			t.Errorf("%s: %q, %v", server.URL, got, err)
		}
		if err := c.Post(t.Context(), server.URL+"/there", "text/plain", []byte("x")); err != nil {
			t.Errorf("%s: %v", server.URL, err)
		}
		for _, path := range []string{"/moved", "/long", "/none"} {
			if _, err := c.Get(t.Context(), server.URL+path); !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s%s: %v", server.URL, path, err)
			}
		}
		if asked["/here"] != 1 || asked["/moved"] != 1 {
			t.Errorf("asked %v", asked)
		}
		if _, err := New(Config{}).Get(t.Context(), server.URL+"/here"); !fault.Is(err, fault.Validation) {
			t.Errorf("not listed: %v", err)
		}
	}
}

// TestNameIsResolvedOnce: the address that was judged is the one that is dialled.
func TestNameIsResolvedOnce(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	times := 0
	c := New(Config{Listed: prefixes("127.0.0.0/8"), Resolve: func(context.Context, string) ([]netip.Addr, error) {
		times++
		if times > 1 {
			return []netip.Addr{netip.MustParseAddr("127.0.0.2")}, nil
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}})
	address := strings.Replace(server.URL, "127.0.0.1", "issuer.example", 1)
	if _, err := c.Get(t.Context(), address); err != nil || times != 1 {
		t.Errorf("%v, resolved %d times", err, times)
	}
}

// TestUnknownAuthorityIsNotBelieved: a certificate is checked for the name that was given.
func TestUnknownAuthorityIsNotBelieved(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	c := New(Config{Listed: prefixes("127.0.0.0/8")})
	if _, err := c.Get(t.Context(), server.URL); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a strange authority: %v", err)
	}
	other := listed(server)
	other.config.Resolve = func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	if _, err := other.Get(t.Context(), strings.Replace(server.URL, "127.0.0.1", "other.test", 1)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("another name: %v", err)
	}
}
