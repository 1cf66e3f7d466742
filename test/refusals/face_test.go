package refusals_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"interlaken/app"
)

// SECURITY S20 and S4: a configuration that shows more than it should does not start, and says in one sentence what to do.
func TestConfigurationsThatDoNotStart(t *testing.T) {
	for name, c := range map[string]struct {
		change func(folder string, c *app.Config)
		says   string
	}{
		"all addresses without TLS": {
			func(_ string, c *app.Config) { c.Listen = "0.0.0.0:8400" },
			"0.0.0.0:8400 can be reached from other machines, so it needs TLS (tlsCertificate, tlsKey) or a proxy that ends it (behindProxy)",
		},
		"all addresses of version 6": {
			func(_ string, c *app.Config) { c.Listen = "[::]:8400" },
			"[::]:8400 can be reached from other machines, so it needs TLS (tlsCertificate, tlsKey) or a proxy that ends it (behindProxy)",
		},
		"a private address": {
			func(_ string, c *app.Config) { c.Listen = "10.0.0.5:8400" },
			"10.0.0.5:8400 can be reached from other machines, so it needs TLS (tlsCertificate, tlsKey) or a proxy that ends it (behindProxy)",
		},
		"a name, which may be anything": {
			func(_ string, c *app.Config) { c.Listen = "localhost:8400" },
			`listen address "localhost:8400": it has to be IP:PORT, such as 127.0.0.1:8400`,
		},
		"no address": {
			func(_ string, c *app.Config) { c.Listen = ":8400" },
			`listen address ":8400": it has to be IP:PORT, such as 127.0.0.1:8400`,
		},
		"half of TLS": {
			func(_ string, c *app.Config) { c.TLSCertificate = "cert.pem" },
			"configuration: tlsCertificate and tlsKey go together",
		},
		"a proxy that is no network": {
			func(_ string, c *app.Config) { c.Listen, c.BehindProxy = "0.0.0.0:8400", []string{"proxy.example"} },
			`behindProxy "proxy.example": it has to be a network, such as 10.0.0.0/8`,
		},
		"the root key beside what it seals": {
			func(folder string, c *app.Config) { c.RootKey = filepath.Join(c.Data, "root.key") },
			"the root key DIR/data/root.key lies in the data folder: whoever copies the folder would have both; put it elsewhere",
		},
		"a folder that others see": {
			func(_ string, c *app.Config) { must(t, os.MkdirAll(c.Data, 0o700), os.Chmod(c.Data, 0o750)) },
			"others can look into the data folder DIR/data (mode 0750): chmod 700 it, or choose another one",
		},
		"a root key that others read": {func(_ string, c *app.Config) {
			must(t, os.WriteFile(c.RootKey, []byte("x"), 0o600), os.Chmod(c.RootKey, 0o640))
		}, "root key DIR/root.key can be read by others (mode 0640): take the key as known, restore mode 0600 and rotate it"},
		"a root key that is none": {
			func(_ string, c *app.Config) { must(t, os.WriteFile(c.RootKey, []byte("hello"), 0o600)) },
			"root key: it is not base 64 of 32 bytes",
		},
		"a hub that is no account": {
			func(_ string, c *app.Config) { c.Hub.Account = "999999999999" },
			"configuration: the hub account 999999999999 is none of the accounts",
		},
	} {
		folder := t.TempDir()
		configured := app.Default()
		configured.Data, configured.RootKey, configured.Volatile, configured.Engine.InProcess = filepath.Join(folder, "data"), filepath.Join(folder, "root.key"), true, true
		c.change(folder, &configured)
		system, err := app.Open(context.Background(), configured, app.Options{})
		if err == nil {
			t.Errorf("%s: it started", name)
			must(t, system.Close(context.Background()))
			continue
		}
		if says := strings.ReplaceAll(err.Error(), folder, "DIR"); says != c.says {
			t.Errorf("%s:\n says %s\n want %s", name, says, c.says)
		}
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A page of another site that has a browser here ask this address gets nothing: neither by a name of its own that
// resolves to here, nor as an origin that is not served.
func TestHostsAndOriginsThatAreNotServed(t *testing.T) {
	w := newWorld(t, nil)
	admin := w.admins[hub]
	to := func(host, origin string) func() error {
		return func() error {
			r, err := http.NewRequest(http.MethodPost, w.Endpoint()+"/", strings.NewReader(query().body))
			if err != nil {
				return err
			}
			r.Host, r.Header = host, query().header.Clone()
			if origin != "" {
				r.Header.Set("Origin", origin)
			}
			signed := admin.signed(r, query())
			return w.send(signed)
		}
	}
	const here = "127.0.0.1:8400"
	for _, c := range []struct{ name, host, origin string }{
		{"another host", "evil.example:8400", ""},
		{"another port", "127.0.0.1:9999", ""},
		{"a host that only begins so", here + ".evil.example", ""},
		{"an origin of another site", here, "https://evil.example"},
		{"an origin of another port", here, "http://127.0.0.1:9999"},
		{"an origin that is none", here, "null"},
	} {
		r := refusal{name: c.name, do: to(c.host, c.origin), status: 400, code: "ValidationError", message: `This endpoint does not serve the host "` + c.host + `".`}
		if c.origin != "" {
			r.message = `This endpoint does not serve pages of the origin "` + c.origin + `".`
		}
		w.refuse(r)
	}
	for name, c := range map[string][2]string{"its address": {here, ""}, "its name": {"localhost:8400", ""}, "its own page": {here, "http://" + here}, "its own page by name": {here, "http://localhost:8400"}} {
		if err := to(c[0], c[1])(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// SECURITY S2: where a request comes from is what the connection says, whatever its headers say.
func TestForwardedHeadersOfStrangersAreIgnored(t *testing.T) {
	w := newWorld(t, nil)
	inside := w.user(hub, "inside", document(statement{
		Action: "iam:ListUsers", Resource: "*", Condition: map[string]any{"IpAddress": map[string]string{"aws:SourceIp": "10.1.2.3/32"}},
	}))
	r := query()
	r.body, r.service = "Action=ListUsers&Version=2010-05-08", "iam"
	r.header.Set("X-Forwarded-For", "10.1.2.3")
	w.refuse(refusal{
		name: "a forwarded address", do: func() error { return w.send(inside.sign(r, 0)) }, status: 403, code: "AccessDenied", event: "ListUsers", account: hub,
		message: "User: arn:aws:iam::" + hub + ":user/inside is not authorized to perform: iam:ListUsers on resource: * because no identity-based policy allows the iam:ListUsers action",
	})
}

// A taken port is one sentence that says what to do.
func TestTakenPort(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer other.Close()
	w := newWorld(t, func(c *app.Config, _ *app.Options) { c.Listen = other.Addr().String() })
	if l, err := w.Listen(); err == nil || err.Error() != other.Addr().String()+" is taken by another program: stop that one, or choose another address" {
		t.Errorf("listening: %v, %v", l, err)
	}
}
