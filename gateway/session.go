package gateway

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
)

// The headers with which an AWS service says on whose behalf it calls. They mean something only under a service's own
// key (SECURITY S1).
const (
	sourceAccountHeader = "X-Amz-Source-Account"
	sourceARNHeader     = "X-Amz-Source-Arn"
)

// session makes the session of a verified request.
func (g *Gateway) session(r *http.Request, p identity.Principal, region string) (service.Session, error) {
	s := service.Session{
		Principal: p, Region: g.Region, UserAgent: r.UserAgent(), Referer: r.Referer(),
		SecureTransport: r.TLS != nil || inMemory(r.Context()),
	}
	if region != "" && region != g.Region {
		s.Region = region
	}
	s.SourceIP, s.SecureTransport = g.address(r, s.SecureTransport)
	if p.Kind != identity.Service {
		return s, nil
	}
	account, source := r.Header.Get(sourceAccountHeader), r.Header.Get(sourceARNHeader)
	if account != "" && account != p.Account {
		return s, fault.New(fault.AccessDenied, "User: %s may not call on behalf of account %s.", p.ARN, account)
	}
	if source != "" {
		a, err := arn.Parse(source)
		if err != nil || a.Account != p.Account {
			return s, fault.New(fault.AccessDenied, "User: %s may not call on behalf of %s.", p.ARN, source)
		}
	}
	s.SourceAccount, s.SourceARN = account, source
	return s, nil
}

// address is the caller's, from the connection or, where that is a listed proxy, from what it says.
func (g *Gateway) address(r *http.Request, secure bool) (ip string, secureTransport bool) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if !g.isProxy(host) {
		return host, secure
	}
	// From right to left: what each listed proxy has added is believed, up to the first address that is not one.
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		hop = strings.TrimSpace(hop)
		if _, err := netip.ParseAddr(hop); err != nil {
			break
		}
		host = hop
		if !g.isProxy(hop) {
			break
		}
	}
	return host, secure || r.Header.Get("X-Forwarded-Proto") == "https"
}

func (g *Gateway) isProxy(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && slices.ContainsFunc(g.Proxies, func(p netip.Prefix) bool { return p.Contains(a.Unmap()) })
}

// face refuses a request for a name that is not this endpoint's, and one from a page that is not (SECURITY S20).
func (g *Gateway) face(r *http.Request) error {
	if len(g.Hosts) == 0 {
		return nil
	}
	named := slices.ContainsFunc(g.Hosts, func(h string) bool {
		return strings.EqualFold(r.Host, h) || g.Objects != nil && strings.HasSuffix(strings.ToLower(r.Host), "."+strings.ToLower(h))
	})
	if !named {
		return fault.New(fault.Validation, "This endpoint does not serve the host %q.", r.Host)
	}
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || !slices.ContainsFunc(g.Hosts, func(h string) bool { return strings.EqualFold(u.Host, h) }) {
			return fault.New(fault.Validation, "This endpoint does not serve pages of the origin %q.", origin)
		}
	}
	return nil
}
