package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"interlaken/app"
	"interlaken/trail"
)

func (c *command) serve() *cobra.Command {
	var file, listen, data string
	serve := &cobra.Command{
		Use: "serve", Short: "Serve the hub and the local cloud until stopped", Args: noArguments,
		Long: `Opens the data folder and serves the API until Ctrl-C or SIGTERM; requests that are under way are answered first.
The configuration is a JSON file; INTERLAKEN_LISTEN, INTERLAKEN_DATA, INTERLAKEN_ROOT_KEY_FILE and INTERLAKEN_REGION
win over it, and flags over both. For each account in which nobody is yet a one-time code is printed; with it, and within
15 minutes, 'interlaken claim' makes the account's first administrator.

People sign in at the hub's address: the one that is listened on, or hub.address behind a proxy that ends TLS. A session ends
after hub.idleMinutes (30) without a request and after hub.sessionHours (12) in any case; after hub.signInAttempts (10)
failures a quarter of an hour has to pass; an invitation holds for hub.invitationHours (168).

With trail.headsFile or trail.headsURL the heads of all trails are signed and sent there every trail.headsSeconds (60): see
'interlaken trail verify'. Trails of CloudTrail write into their buckets every trail.deliverySeconds (5). Addresses that are
given are reached if they are public and https; outbound.listed names networks that are reached all the same.`,
		Example: `  interlaken serve --config interlaken.json
  interlaken serve --data /srv/interlaken --listen 127.0.0.1:8400

  interlaken.json: {"accounts": [{"id": "111111111111", "name": "hub"}, {"id": "222222222222", "name": "retail"}],
                    "hub": {"account": "111111111111"}}`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			configuration, err := c.serverConfiguration(file)
			if err != nil {
				return err
			}
			if listen != "" {
				configuration.Listen = listen
			}
			if data != "" {
				configuration.Data = data
			}
			if c.region != "" {
				configuration.Region = c.region
			}
			if err := configuration.Complete(); err != nil {
				return err
			}
			rootKey, _ := c.lookup("INTERLAKEN_ROOT_KEY")
			if err := c.runServer(cmd.Context(), configuration, rootKey); err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.out, "Stopped; nothing is lost.")
			return err
		},
	}
	flags := serve.Flags()
	flags.StringVar(&file, "config", "", "configuration file")
	flags.StringVar(&listen, "listen", "", "IP:PORT to listen on (127.0.0.1:8400)")
	flags.StringVar(&data, "data", "", "folder of everything that is kept (~/.interlaken/data)")
	return serve
}

// serverConfiguration is what holds before flags: the defaults, a file if one is named, the environment.
func (c *command) serverConfiguration(file string) (app.Config, error) {
	configuration := app.Default()
	if file != "" {
		if err := configuration.Read(file); err != nil {
			return app.Config{}, err
		}
	}
	configuration.Environment(c.lookup)
	return configuration, nil
}

// runServer opens a system, serves it and closes it again.
func (c *command) runServer(ctx context.Context, configuration app.Config, rootKey string) (err error) {
	system, err := app.Open(ctx, configuration, app.Options{RootKey: rootKey})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, system.Close(ctx)) }()
	listener, err := system.Listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	var accounts []string
	for _, a := range configuration.Accounts {
		accounts = append(accounts, strings.TrimSpace(a.ID+" "+a.Name))
	}
	fmt.Fprintf(c.out, "Serving on %s, state in %s, Ctrl-C stops.\n", system.Endpoint(), configuration.Data)
	if len(accounts) > 0 {
		fmt.Fprintf(c.out, "Accounts: %s.\n", strings.Join(accounts, ", "))
	} else {
		fmt.Fprintln(c.out, "No accounts are configured: say which in \"accounts\" of a file given with --config.")
	}
	if t := configuration.Trail; t.HeadsFile != "" || t.HeadsURL != "" {
		fmt.Fprintf(c.out, "Heads of the trails are signed with %s and kept in %s.\n", trail.FormatPublicKey(system.HeadsKey()), strings.TrimSpace(t.HeadsFile+" "+t.HeadsURL))
	}
	if err := c.printClaims(ctx, system, configuration.Region); err != nil {
		return err
	}
	return system.Serve(ctx, listener)
}

// printClaims prints the one-time codes of accounts in which nobody is yet, and how each is used.
func (c *command) printClaims(ctx context.Context, system *app.System, region string) error {
	open, err := system.Unclaimed(ctx)
	if err != nil || len(open) == 0 {
		return err
	}
	fmt.Fprintf(c.out, "Nobody is in %s yet. Within 15 minutes, and once each:\n", counted(int64(len(open)), "account"))
	for _, claim := range open {
		in := ""
		if region != app.Default().Region {
			in = " --region " + region
		}
		fmt.Fprintf(c.out, "  interlaken claim %s --endpoint-url %s%s    with the code %s\n", claim.Account.ID, system.Endpoint(), in, claim.Code.Reveal())
	}
	return nil
}

// administrator makes an account and its first user, and writes that one's key down in the same breath: a key that is
// made and not written is lost. known tells that the file has the key.
func administrator(ctx context.Context, system *app.System, file *profileFile, region, account, accountName, profileName string) (known bool, err error) {
	ctx = context.WithoutCancel(ctx)
	keyID, plain, created, err := system.CreateAccount(ctx, account, accountName)
	if err != nil {
		return false, err
	}
	if created {
		file.set(profile{profileName, keyID, plain})
		if err := file.write(region, system.Endpoint()); err != nil {
			return false, err
		}
	}
	_, known = file.get(profileName)
	return known, nil
}
