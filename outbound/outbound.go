// Package outbound is the one way to addresses that users give: issuers of web identities and their keys, webhooks, where
// heads of trails are kept (SECURITY S21). A name is resolved once and dialled by the address that was judged; what is of
// this machine, of a private network or of the cloud's metadata is not reached unless the operator lists it; nobody is
// redirected, and answers are small and come soon.
//
// It imports nothing of the project but fault. Whatever takes an address from a user goes through it.
package outbound

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"interlaken/fault"
)

// Config is what a client works with. The zero value reaches public addresses over https.
type Config struct {
	// Listed are networks that the operator lets be reached although they are not public, over http too.
	Listed []netip.Prefix
	// MostBytes bounds an answer; 0 is 1 MiB.
	MostBytes int64
	// Within bounds a whole request; 0 is 5 s.
	Within time.Duration
	// Roots are the authorities that are believed; nil: the machine's.
	Roots *x509.CertPool
	// Resolve finds the addresses of a name; nil: the machine's resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
}

// Client asks other servers. It is safe for concurrent use and keeps no connection.
type Client struct{ config Config }

// New makes a client.
func New(c Config) *Client {
	if c.MostBytes == 0 {
		c.MostBytes = 1 << 20
	}
	if c.Within == 0 {
		c.Within = 5 * time.Second
	}
	if c.Resolve == nil {
		c.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	return &Client{c}
}

// Get returns what is at a URL. It fails with fault.Validation for an address that is not to be reached, and with
// fault.Unavailable for whatever goes wrong on the way; neither tells what another network answered.
func (c *Client) Get(ctx context.Context, address string) ([]byte, error) {
	return c.do(ctx, http.MethodGet, address, "", nil)
}

// Post sends a body. It fails as Get does, and for every status but 2xx.
func (c *Client) Post(ctx context.Context, address, contentType string, body []byte) error {
	_, err := c.do(ctx, http.MethodPost, address, contentType, body)
	return err
}

func (c *Client) do(ctx context.Context, method, address, contentType string, body []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Within)
	defer cancel()
	u, dialled, err := c.judge(ctx, address)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, fault.New(fault.Validation, "%s is not an address that can be asked.", u.Redacted())
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	request.Header.Set("User-Agent", "interlaken")
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var failed error
			for _, one := range dialled {
				connection, err := (&net.Dialer{}).DialContext(ctx, network, one)
				if err == nil {
					return connection, nil
				}
				failed = errors.Join(failed, err)
			}
			return nil, failed
		},
		TLSClientConfig:    &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.config.Roots, ServerName: u.Hostname()},
		DisableKeepAlives:  true,
		DisableCompression: true, // a small answer must not unfold into a large one
	}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "%s did not answer.", u.Redacted())
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, c.config.MostBytes+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(err, fault.Unavailable, "The answer of %s broke off.", u.Redacted())
	case response.StatusCode < 200 || response.StatusCode > 299:
		return nil, fault.New(fault.Unavailable, "%s answered with status %d.", u.Redacted(), response.StatusCode)
	case int64(len(answer)) > c.config.MostBytes:
		return nil, fault.New(fault.Unavailable, "The answer of %s has more than %d bytes.", u.Redacted(), c.config.MostBytes)
	}
	return answer, nil
}

// judge decides whether an address is to be reached, and by which IP addresses with port.
func (c *Client) judge(ctx context.Context, address string) (*url.URL, []string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, nil, fault.New(fault.Validation, "The address has to be a URL with https and without a user's name or a fragment.")
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	found, err := c.resolve(ctx, u.Hostname())
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.Unavailable, "The name %s has no address.", u.Hostname())
	}
	var dialled []string
	// One address that is not to be reached is enough: who may choose the name must not have it answer in two ways.
	for _, ip := range found {
		if listed := c.listed(ip); !listed && (!public(ip) || u.Scheme != "https") {
			return nil, nil, c.refusal(u, ip)
		}
		dialled = append(dialled, net.JoinHostPort(ip.String(), port))
	}
	return u, dialled, nil
}

func (c *Client) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip.Unmap()}, nil
	}
	found, err := c.config.Resolve(ctx, host)
	if err == nil && len(found) == 0 {
		err = errors.New("the resolver returned nothing")
	}
	for i := range found {
		found[i] = found[i].Unmap()
	}
	return found, err
}

func (c *Client) refusal(u *url.URL, ip netip.Addr) error {
	if public(ip) {
		return fault.New(fault.Validation, "The address %s has to be https.", u.Redacted())
	}
	return fault.New(fault.Validation, "The address of %s is not a public one, and it is not listed as one that may be reached.", u.Hostname())
}

func (c *Client) listed(ip netip.Addr) bool {
	return slices.ContainsFunc(c.config.Listed, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// reserved are the networks that are not public beside those that netip knows (IANA IPv4 and IPv6 Special-Purpose Address
// Registries), and those that lead into IPv4 by another name.
var reserved = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
)

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, p := range all {
		out[i] = netip.MustParsePrefix(p)
	}
	return out
}

// public reports whether an address is one of the internet. Link-local ones are not, and with them the cloud's metadata.
func public(ip netip.Addr) bool {
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && ip.Zone() == "" &&
		!slices.ContainsFunc(reserved, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// ParseListed reads networks of a configuration.
func ParseListed(texts []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("%q is not a network, such as 10.1.0.0/16", text)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}
