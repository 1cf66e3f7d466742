// Package app makes a running system out of a configuration: the store, the local cloud's services, the hub with its
// clients, the engine and the door, wired together. It is the only place that knows both halves; between them it puts
// a transport and credentials, nothing else. cli uses it.
package app

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"interlaken/clock"
	"interlaken/cloud/athena"
	"interlaken/cloud/cloudtrail"
	"interlaken/cloud/costexplorer"
	"interlaken/cloud/glue"
	"interlaken/cloud/iam"
	"interlaken/cloud/ledger"
	"interlaken/cloud/organizations"
	"interlaken/cloud/s3"
	"interlaken/cloud/sts"
	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/engine/worker"
	"interlaken/fault"
	"interlaken/gateway"
	"interlaken/hub"
	"interlaken/hub/chain"
	hubapi "interlaken/hub/interlaken"
	"interlaken/hub/pulse"
	"interlaken/hub/query"
	"interlaken/hub/quicksight"
	"interlaken/hub/spice"
	"interlaken/hub/trace"
	hubweb "interlaken/hub/web"
	"interlaken/id"
	"interlaken/identity"
	"interlaken/job"
	"interlaken/openid"
	"interlaken/organization"
	"interlaken/secret"
	"interlaken/service"
	"interlaken/store"
	"interlaken/store/sqlite"
	"interlaken/trail"
	"interlaken/usage"
	"interlaken/web"
)

// Options are what tests and commands put in place of the machine's own.
type Options struct {
	Clock clock.Clock
	IDs   *id.Source
	// RootKey in place of the key file; base 64 of 32 bytes.
	RootKey string
	// Report gets errors that have no caller. nil prints them to standard error.
	Report func(error)
	// Breaks are what the demo can break; nil: nothing.
	Breaks hubweb.Breaks
	// PasswordCost is what hashing a password costs; zero: secret.DefaultPasswordCost.
	PasswordCost secret.PasswordCost
	// Roots are the authorities that are believed of addresses that users give; nil: the machine's.
	Roots *x509.CertPool
	// IngestionStep, if not nil, is called at each step of an ingestion; see spice.Config.
	IngestionStep func(name string) error
	// Watch, if not nil, is put around the engine: it gets the one that runs SQL and returns what is used in its place.
	// Closing what it returns closes the engine.
	Watch func(engine.Engine) engine.Engine
}

// System is a running local cloud with its hub.
type System struct {
	config        Config
	clock         clock.Clock
	ids           *id.Source
	report        func(error)
	store         *sqlite.Store
	directory     *identity.Directory
	organizations *organization.Registry
	mesh          *service.Mesh
	jobs          *job.Queue
	engine        engine.Engine
	gateway       *gateway.Gateway
	endpoint      string
	pages         *hubweb.Server
	persona       secret.Text        // the token of this start's personas
	heads         ed25519.PrivateKey // signs the heads of trails
	root          secret.RootKey
	memory        *spice.Service
	ingestionStep func(string) error
	closers       []func(context.Context) error
}

// Open starts a system without listening. What was started is stopped again when something fails.
func Open(ctx context.Context, c Config, o Options) (s *System, err error) {
	if err := c.Complete(); err != nil {
		return nil, err
	}
	s = &System{config: c, clock: o.Clock, ids: o.IDs, report: o.Report, endpoint: c.scheme() + "://" + c.Listen}
	if s.clock == nil {
		s.clock = clock.System
	}
	if s.ids == nil {
		s.ids = id.Random()
	}
	if s.report == nil {
		s.report = func(err error) { fmt.Fprintln(os.Stderr, "interlaken:", fault.Whole(err)) }
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close(ctx))
			s = nil
		}
	}()
	for _, step := range []func(context.Context, Options) error{s.openStore, s.openEngine, s.openServices} {
		if err := step(ctx, o); err != nil {
			return s, err
		}
	}
	// Closed first: what runs may go on using the engine and the store until it has ended.
	s.closers = append(s.closers, s.jobs.Close)
	if s.memory != nil {
		s.memory.Start() // the accounts answer from here on
	}
	return s, s.jobs.Start(ctx)
}

func (s *System) openStore(ctx context.Context, o Options) error {
	if err := privateFolder(s.config.Data); err != nil {
		return err
	}
	kept, err := sqlite.Open(ctx, sqlite.Config{Dir: s.config.storeFolder(), Volatile: s.config.Volatile})
	if err != nil {
		return err
	}
	s.store = kept
	s.closers = append(s.closers, func(context.Context) error { return kept.Close() })
	// The key is made only once the folder is ours: two processes that start at once must not have one each.
	root, err := openRootKey(ctx, kept, s.config.RootKey, o.RootKey)
	if err != nil {
		return err
	}
	s.heads, s.root, s.ingestionStep = headsKey(root), root, o.IngestionStep
	s.directory = identity.NewDirectory(root, s.clock, s.ids)
	s.organizations = organization.New(s.clock, s.ids)
	s.mesh = service.NewMesh(service.Config{
		Store: kept, Directory: s.directory, Organizations: s.organizations, Trail: trail.New(s.clock, s.ids), Usage: usage.New(s.ids), Clock: s.clock, IDs: s.ids,
		Report: s.report,
	})
	s.jobs = job.New(job.Config{Store: kept, Clock: s.clock, IDs: s.ids, Alone: true, Report: s.report})
	return s.createAccounts(ctx)
}

// createAccounts makes the configured accounts that are not there yet.
func (s *System) createAccounts(ctx context.Context) error {
	return s.store.Update(ctx, func(tx store.Tx) error {
		for _, a := range s.config.Accounts {
			if _, err := s.directory.CreateAccount(tx, a.ID, a.Name); err != nil && !fault.Is(err, fault.AlreadyExists) {
				return err
			}
		}
		return nil
	})
}

func (s *System) openEngine(_ context.Context, o Options) error {
	temporary := filepath.Join(s.config.Data, "engine")
	if err := privateFolder(temporary); err != nil {
		return err
	}
	var err error
	if s.config.Engine.InProcess {
		s.engine, err = duck.New(duck.Config{TempDir: temporary})
	} else {
		s.engine, err = worker.New(worker.Config{
			Workers: s.config.Engine.Workers, MemoryBytes: int64(s.config.Engine.MemoryMiB) << 20, TempDir: temporary, Clock: s.clock,
		})
	}
	if err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	if o.Watch != nil {
		s.engine = o.Watch(s.engine)
	}
	s.closers = append(s.closers, func(context.Context) error { return s.engine.Close() })
	return nil
}

// openServices registers every service of both halves and puts the door before them.
func (s *System) openServices(ctx context.Context, o Options) error {
	objects, err := s3.New(ctx, s3.Config{Mesh: s.mesh, Dir: filepath.Join(s.config.Data, "objects"), Hosts: s.hosts(), Volatile: s.config.Volatile})
	if err != nil {
		return err
	}
	queries := athena.New(athena.Config{
		Mesh: s.mesh, Queue: s.jobs, Engine: s.engine, Objects: athenaObjects{objects},
		ActiveDML: s.config.Limits.ActiveDML, ActiveDDL: s.config.Limits.ActiveDDL,
	})
	client, err := s.outbound(o)
	if err != nil {
		return err
	}
	trails := cloudtrail.Config{Mesh: s.mesh, Objects: trailObjects{objects}}
	for _, local := range []*service.Service{
		sts.New(sts.Config{Directory: s.directory, Tokens: openid.New(client, s.clock)}), iam.New(iam.Config{Directory: s.directory}), objects.Service(), glue.New(),
		queries, cloudtrail.New(trails), costexplorer.New(costexplorer.Config{Directory: s.directory, Prices: usage.Published()}),
		organizations.New(organizations.Config{Registry: s.organizations, Directory: s.directory}),
		ledger.New(ledger.Config{Directory: s.directory, Prices: usage.Published()}),
	} {
		s.mesh.Register(local)
	}
	deliverer := cloudtrail.NewDeliverer(cloudtrail.DelivererConfig{Config: trails, Every: s.config.deliverEvery(), Report: s.report})
	deliverer.Start()
	s.closers = append(s.closers, deliverer.Close)
	expirer := s3.NewExpirer(objects, expireEvery, s.report)
	expirer.Start()
	s.closers = append(s.closers, expirer.Close)
	s.openAnchor(client)
	if s.config.Hub.Account != "" {
		if err := s.openHub(ctx); err != nil {
			return err
		}
	}
	door := gateway.Config{
		Mesh: s.mesh, Objects: objects, Region: s.config.Region, Hosts: s.hosts(), Proxies: s.config.proxies(), BodyBytes: s.config.Limits.BodyBytes,
	}
	if s.config.Hub.Account != "" {
		s.openPages(o)
		door.Cookies, door.Pages, door.PageServices = s.pages, s.pages, []string{"quicksight", "interlaken-hub"}
	}
	s.gateway = gateway.New(door)
	return nil
}

// expireEvery is how often the lifecycles of buckets are acted upon; they count in days.
const expireEvery = 10 * time.Minute

// personaBytes is the length of the token with which the demo's personas sign in.
const personaBytes = 16

// openPages makes what serves browsers.
func (s *System) openPages(o Options) {
	if len(s.config.Hub.Personas) > 0 {
		s.persona = secret.NewText(s.ids.Token(personaBytes))
	}
	s.pages = hubweb.New(hubweb.Config{
		Mesh: s.mesh, Account: s.config.Hub.Account, Region: s.config.Region, Pages: web.Pages(),
		Address: func(r *http.Request) (string, bool) { return s.gateway.Address(r) },
		Limits: hub.SessionLimits{
			Idle: time.Duration(s.config.Hub.IdleMinutes) * time.Minute, Absolute: time.Duration(s.config.Hub.SessionHours) * time.Hour,
		},
		Personas: s.config.Hub.Personas, PersonaToken: s.persona, Breaks: o.Breaks,
		Attempts: s.config.Hub.SignInAttempts, PasswordCost: o.PasswordCost,
	})
}

// PersonaLink is the address at which a browser signs in as one of the demo's personas. What signs in stands behind the
// #, which no browser sends to a server.
func (s *System) PersonaLink(id string) string {
	return s.endpoint + "/as/" + id + "#" + s.persona.Reveal()
}

// openHub gives the hub what it would be given on AWS: a region, an endpoint, an HTTP client and credentials.
func (s *System) openHub(ctx context.Context) error {
	key, plain, err := s.directory.NewServiceKey(hub.ServiceName, s.config.Hub.Account)
	if err != nil {
		return err
	}
	walk := chain.New(chain.Config{
		AWS: aws.Config{
			Region: s.config.Region, BaseEndpoint: aws.String(s.endpoint), HTTPClient: &http.Client{Transport: s.Transport()},
			Credentials: credentials.NewStaticCredentialsProvider(key, plain.Reveal(), ""),
		},
		Clock: s.clock, ServicePrincipal: true, Gate: s.suspended,
	})
	watched := pulse.New(pulse.Config{Chain: walk, Store: s.store, Clock: s.clock, Every: s.config.Hub.PulseEvery, ProveEvery: s.config.Hub.ProveEvery, Report: s.report})
	s.closers = append(s.closers, watched.Close)
	runs := query.New(query.Config{
		Store: s.store, Jobs: s.jobs, Chain: walk, Engine: s.engine, Usage: usage.New(s.ids), Clock: s.clock, IDs: s.ids,
		Observe: watched.Learn, Report: s.report,
	})
	memory, err := spice.New(ctx, spice.Config{
		Store: s.store, Jobs: s.jobs, Chain: walk, Query: runs, Engine: s.engine, Clock: s.clock, IDs: s.ids, Root: s.root, Report: s.report,
		Folder: filepath.Join(s.config.Data, "spice"), Plain: filepath.Join(s.config.Data, "engine"), Volatile: s.config.Volatile,
		Limits: s.config.Memory.limits(), Step: s.ingestionStep,
	})
	if err != nil {
		return err
	}
	runs.Sets = memory
	s.memory = memory
	s.closers = append(s.closers, memory.Close)
	inviter := hub.Inviter{
		IDs: s.ids, Address: cmp.Or(s.config.Hub.Address, s.endpoint), Time: time.Duration(s.config.Hub.InvitationHours) * time.Hour,
	}
	s.mesh.Register(quicksight.New(quicksight.Config{Mesh: s.mesh, Jobs: s.jobs, Prober: walk, AnyRoleB: s.config.Hub.AnyRoleB, Inviter: inviter, Memory: memory}))
	s.mesh.Register(hubapi.New(hubapi.Config{
		Query: runs, Account: s.config.Hub.Account, Pulse: watched, Trace: trace.New(trace.Config{Chain: walk, Clock: s.clock}), Inviter: inviter,
	}))
	return nil
}

// suspended refuses a lease that an owner's switch stops.
func (s *System) suspended(ctx context.Context, source hub.DataSource, person hub.Person) error {
	return s.store.View(ctx, func(r store.Reader) error { return hub.CheckSuspended(r, &source, person) })
}

// Endpoint is the URL under which the system is reached once it serves.
func (s *System) Endpoint() string { return s.endpoint }

// Mesh is what stands behind the door: every service of both halves, and the store and identities that they share. It
// is for tests, which compare what is kept with what the door says; a command goes through the door.
func (s *System) Mesh() *service.Mesh { return s.mesh }

// Handler is the door.
func (s *System) Handler() http.Handler { return s.gateway }

// Transport carries requests to the door without a socket.
func (s *System) Transport() http.RoundTripper {
	return gateway.Transport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.gateway.ServeHTTP(w, r) }))
}

// Close stops what runs, in the order opposite to how it was started, and waits for the configured time.
func (s *System) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.DrainTime())
	defer cancel()
	var failed error
	for i := len(s.closers) - 1; i >= 0; i-- {
		failed = errors.Join(failed, s.closers[i](ctx))
	}
	s.closers = nil
	return failed
}

// privateFolder makes a folder that only its owner sees, and refuses one that others can look into.
func privateFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("the data folder %s cannot be made: %w; choose another one", path, errors.Unwrap(err))
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return fmt.Errorf("the data folder %s: %w", path, err)
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder; choose another one for the data", path)
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("others can look into the data folder %s (mode %04o): chmod 700 it, or choose another one", path, info.Mode().Perm())
	}
	return nil
}
