package main

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"interlaken/app"
	"interlaken/engine"
)

const region = "us-east-1"

// The accounts of the figures.
const (
	hubAccount   = "111111111111"
	spokeAccount = "222222222222"
)

// cloud is the system as a server runs it (the store waits for the disk, queries run in workers), on a socket of
// 127.0.0.1, with a stopwatch around the engine.
type cloud struct {
	*app.System
	engine *stopwatch
	// exported is when the last ingestion had read its accounts, in ns since 1970.
	exported atomic.Int64
	stop     context.CancelFunc
	served   chan error
}

// openCloud opens one in a folder. A volatile one does not wait for the disk.
func openCloud(ctx context.Context, folder string, volatile bool) (*cloud, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	configuration := app.Default()
	configuration.Listen, configuration.Data = address, filepath.Join(folder, "data")
	configuration.Accounts = []app.Account{{ID: hubAccount, Name: "hub"}, {ID: spokeAccount, Name: "spoke"}}
	configuration.Hub, configuration.Volatile = app.Hub{Account: hubAccount, AnyRoleB: true}, volatile
	c := &cloud{served: make(chan error, 1)}
	if c.System, err = app.Open(ctx, configuration, app.Options{
		IngestionStep: func(name string) error {
			if name == "exported" {
				c.exported.Store(time.Now().UnixNano())
			}
			return nil
		},
		Watch: func(e engine.Engine) engine.Engine {
			c.engine = &stopwatch{Engine: e}
			return c.engine
		},
	}); err != nil {
		return nil, err
	}
	listener, err := c.Listen()
	if err != nil {
		return nil, errors.Join(err, c.System.Close(ctx))
	}
	ctx, c.stop = context.WithCancel(ctx)
	go func() { c.served <- c.Serve(ctx, listener) }()
	return c, nil
}

// freeAddress is an address of 127.0.0.1 that nobody listens on: it has to be known before the system is open.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// close ends the serving, then the system.
func (c *cloud) close(ctx context.Context) error {
	c.stop()
	return errors.Join(<-c.served, c.System.Close(ctx))
}

// account returns the configuration of a client that acts as the first administrator of an account.
func (c *cloud) account(ctx context.Context, accountID, name string) (aws.Config, error) {
	keyID, plain, _, err := c.CreateAccount(ctx, accountID, name)
	return clientConfig(c.Endpoint(), credentials.NewStaticCredentialsProvider(keyID, plain.Reveal(), "")), err
}

// clientConfig is how the SDK's clients are used here: as they come, but a failure is shown and not tried again.
func clientConfig(endpoint string, provider aws.CredentialsProvider) aws.Config {
	return aws.Config{
		Region: region, BaseEndpoint: aws.String(endpoint), Credentials: provider,
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}
}
