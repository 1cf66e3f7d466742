package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"interlaken/secret"
	"interlaken/store"
)

// CreateAccount makes an account with its first administrator and returns that one's access key. For an account that
// has one already, created is false and there is no key: a secret is shown once.
func (s *System) CreateAccount(ctx context.Context, accountID, name string) (accessKeyID string, plain secret.Text, created bool, err error) {
	err = s.store.Update(ctx, func(tx store.Tx) error {
		has, err := s.directory.HasAccount(tx, accountID)
		if err != nil {
			return err
		}
		if !has {
			if _, err := s.directory.CreateAccount(tx, accountID, name); err != nil {
				return err
			}
		}
		if has, err = s.directory.HasUsers(tx, accountID); err != nil || has {
			return err
		}
		key, secretText, err := s.directory.CreateFirstAdministrator(tx, accountID)
		accessKeyID, plain, created = key.ID, secretText, true
		return err
	})
	return accessKeyID, plain, created, err
}

// Unclaimed are the configured accounts in which nobody is, with the one-time code of each: the code lasts for
// identity.ClaimTime and is told this once.
func (s *System) Unclaimed(ctx context.Context) ([]Claim, error) {
	var open []Claim
	err := s.store.View(ctx, func(r store.Reader) error {
		for _, a := range s.config.Accounts {
			has, err := s.directory.HasUsers(r, a.ID)
			if err != nil {
				return err
			}
			if !has {
				open = append(open, Claim{Account: a})
			}
		}
		return nil
	})
	for i := range open {
		if err == nil {
			open[i].Code, err = s.directory.NewClaim(open[i].Account.ID)
		}
	}
	return open, err
}

// Claim is an account that its first administrator can claim with a one-time code.
type Claim struct {
	Account Account
	Code    secret.Text
}

// Listen opens the configured address. A taken port is one sentence that says what to do.
func (s *System) Listen() (net.Listener, error) {
	l, err := net.Listen("tcp", s.config.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is taken by another program: stop that one, or choose another address", s.config.Listen)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", s.config.Listen, err)
	}
	return l, nil
}

// Serve answers on a listener until the context ends; then it takes no more requests, waits for those that are under
// way, and returns nil.
func (s *System) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.gateway, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	if s.config.TLSCertificate != "" {
		certificate, err := tls.LoadX509KeyPair(s.config.TLSCertificate, s.config.TLSKey)
		if err != nil {
			return fmt.Errorf("TLS: %w", err)
		}
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.DrainTime())
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		return errors.Join(server.Close(), fmt.Errorf("requests were still under way after %s", s.config.DrainTime()))
	}
	return nil
}

func (c *Config) scheme() string {
	if c.TLSCertificate != "" {
		return "https"
	}
	return "http"
}

// hosts are the names under which clients reach the door: the address it listens on, localhost with the same port for
// a loopback one, the pages' own, and what the configuration adds.
func (s *System) hosts() []string {
	all := append([]string{s.config.Listen}, s.config.Hosts...)
	if u, err := url.Parse(s.config.Hub.Address); err == nil && u.Host != "" {
		all = append(all, u.Host)
	}
	host, port, err := net.SplitHostPort(s.config.Listen)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsLoopback() {
		all = append(all, net.JoinHostPort("localhost", port))
	}
	return all
}
