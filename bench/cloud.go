package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"interlaken/clock"
	"interlaken/cloud/athena"
	"interlaken/cloud/glue"
	"interlaken/cloud/iam"
	"interlaken/cloud/s3"
	"interlaken/cloud/sts"
	"interlaken/engine/worker"
	"interlaken/gateway"
	"interlaken/id"
	"interlaken/identity"
	"interlaken/job"
	"interlaken/secret"
	"interlaken/service"
	"interlaken/store"
	"interlaken/store/sqlite"
	"interlaken/trail"
	"interlaken/usage"
)

const region = "us-east-1"

// The accounts of the figures.
const (
	hubAccount   = "111111111111"
	spokeAccount = "222222222222"
)

// everything is a policy document that allows all.
const everything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// cloud is the local cloud as a server runs it (the store waits for the disk, queries run in workers), on a socket of
// 127.0.0.1, with a stopwatch around the engine. It is wired here, as app wires it, because of that stopwatch.
type cloud struct {
	endpoint  string
	engine    *stopwatch
	store     store.Store
	directory *identity.Directory
	door      http.Handler
	closers   []func() error
}

func openCloud(ctx context.Context, folder string) (c *cloud, err error) {
	c = &cloud{}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.close())
		}
	}()
	kept, err := sqlite.Open(ctx, sqlite.Config{Dir: filepath.Join(folder, "store")})
	if err != nil {
		return c, err
	}
	c.store = kept
	c.closers = append(c.closers, kept.Close)
	root, err := secret.LoadOrCreateRootKey(filepath.Join(folder, "root.key"))
	if err != nil {
		return c, err
	}
	ids := id.Random()
	c.directory = identity.NewDirectory(root, clock.System, ids)
	mesh := service.NewMesh(service.Config{
		Store: kept, Directory: c.directory, Trail: trail.New(clock.System, ids), Usage: usage.New(ids), Clock: clock.System, IDs: ids,
	})
	queue := job.New(job.Config{Store: kept, Clock: clock.System, IDs: ids, Alone: true, Report: func(error) {}})
	workers, err := worker.New(worker.Config{TempDir: folder})
	if err != nil {
		return c, err
	}
	c.engine = &stopwatch{Engine: workers}
	c.closers = append(c.closers, workers.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return c, err
	}
	hosts := []string{listener.Addr().String()}
	objects, err := s3.New(ctx, s3.Config{Mesh: mesh, Dir: filepath.Join(folder, "objects"), Hosts: hosts})
	if err != nil {
		return c, errors.Join(err, listener.Close())
	}
	for _, s := range []*service.Service{
		sts.New(sts.Config{Directory: c.directory}), iam.New(iam.Config{Directory: c.directory}), objects.Service(), glue.New(),
		athena.New(athena.Config{Mesh: mesh, Queue: queue, Engine: c.engine, Objects: athenaObjects{objects}}),
	} {
		mesh.Register(s)
	}
	c.door = gateway.New(gateway.Config{Mesh: mesh, Objects: objects, Region: region, Hosts: hosts})
	server := &http.Server{Handler: c.door, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Close
	c.endpoint = "http://" + listener.Addr().String()
	c.closers = append(c.closers, func() error { return queue.Close(context.WithoutCancel(ctx)) }, server.Close)
	return c, queue.Start(ctx)
}

// close stops everything in the order opposite to how it was started.
func (c *cloud) close() error {
	var failed error
	for i := len(c.closers) - 1; i >= 0; i-- {
		failed = errors.Join(failed, c.closers[i]())
	}
	c.closers = nil
	return failed
}

// account makes an account with an administrator and returns the configuration of a client that acts as that one.
func (c *cloud) account(ctx context.Context, accountID, name string) (aws.Config, error) {
	var provider aws.CredentialsProvider
	err := c.store.Update(ctx, func(tx store.Tx) error {
		if _, err := c.directory.CreateAccount(tx, accountID, name); err != nil {
			return err
		}
		user := identity.IAMUser{Account: accountID, Name: "admin", Path: "/", Policies: map[string]string{"all": everything}}
		if _, err := c.directory.CreateUser(tx, user); err != nil {
			return err
		}
		key, plain, err := c.directory.CreateAccessKey(tx, accountID, "admin")
		provider = credentials.NewStaticCredentialsProvider(key.ID, plain.Reveal(), "")
		return err
	})
	return clientConfig(c.endpoint, provider), err
}

// clientConfig is how the SDK's clients are used here: as they come, but a failure is shown and not tried again.
func clientConfig(endpoint string, provider aws.CredentialsProvider) aws.Config {
	return aws.Config{
		Region: region, BaseEndpoint: aws.String(endpoint), Credentials: provider,
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}
}
