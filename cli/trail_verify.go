package cli

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/app"
	"interlaken/trail"
	"interlaken/wire/interlaken"
)

func (c *command) trailVerify() *cobra.Command {
	var heads string
	var keys []string
	verify := &cobra.Command{
		Use: "verify", Short: "Say whether the account's record of events is whole", Args: noArguments,
		Long: `Checks the chain of hashes over all events of the account. Without heads it says that the record is consistent: whoever
can write the store could have computed all of it anew. Heads that were kept out of reach also find a tail that was cut and
a chain that was computed anew, and the answer says from which event on nothing is anchored.

A server sends heads, signed, where trail.headsFile and trail.headsURL of its configuration say, every trail.headsSeconds
(60). --heads is such a file, and --key the public key that 'interlaken trail key' prints, or a file with one a line. A JSON
list of Count, Hash and Time, as --json prints Head, is taken as you kept it, without a signature.

Exits with 1 when the record is broken.`,
		Example: `  interlaken --profile retail trail verify
  interlaken --profile retail trail verify --heads /mnt/worm/heads.jsonl --key ed25519:3q2+7w…=`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			loaded, err := c.configuration(cmd.Context(), "")
			if err != nil {
				return err
			}
			client, err := clientOf(cmd.Context(), loaded, http.DefaultClient)
			if err != nil {
				return err
			}
			in := &interlaken.VerifyTrailInput{}
			if heads != "" {
				if in.Heads, err = keptHeads(cmd.Context(), loaded, heads, keys); err != nil {
					return err
				}
			}
			out, err := call[interlaken.VerifyTrailOutput](cmd.Context(), client, interlaken.Cloud, "VerifyTrail", in)
			if err != nil {
				return err
			}
			if c.json {
				err = printJSON(c.out, out)
			} else {
				fmt.Fprintln(c.out, aws.ToString(out.Message))
				if out.Head != nil {
					fmt.Fprintf(c.out, "Head: %s, hash %s\n", counted(aws.ToInt64(out.Head.Count), "event"), aws.ToString(out.Head.Hash))
				}
			}
			if err == nil && !aws.ToBool(out.Consistent) {
				err = errAnswered
			}
			return err
		},
	}
	verify.Flags().StringVar(&heads, "heads", "", "file with heads that were kept out of reach")
	verify.Flags().StringArrayVar(&keys, "key", nil, "public key that signed them, or a file with keys; may be repeated")
	return verify
}

// mostHeads is how many are sent: the last one stands for all before it, the others say where a chain began to differ.
const mostHeads = 1000

// keptHeads reads a file of heads and returns those of the caller's account.
func keptHeads(ctx context.Context, loaded aws.Config, path string, keyTexts []string) ([]interlaken.TrailHead, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the heads cannot be read: %w", err)
	}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		var plain []interlaken.TrailHead
		if err := json.Unmarshal(text, &plain); err != nil {
			return nil, fmt.Errorf("%s is not a JSON list of heads: %w", path, err)
		}
		return plain, nil
	}
	keys, err := publicKeys(keyTexts)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, usageError{errors.New("signed heads are believed by their key: give it with --key, as 'interlaken trail key' prints it")}
	}
	all, err := trail.ReadHeads(text, keys...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	account, err := callerAccount(ctx, loaded)
	if err != nil {
		return nil, err
	}
	var own []interlaken.TrailHead
	for _, h := range all {
		if h.Account == account {
			own = append(own, interlaken.TrailHead{Count: aws.Int64(h.Count), Hash: aws.String(h.Hash), Time: aws.Time(h.Time)})
		}
	}
	if len(own) == 0 {
		return nil, fmt.Errorf("%s has no head of account %s", path, account)
	}
	return thinned(own), nil
}

// thinned keeps the last of many heads, and others evenly.
func thinned(all []interlaken.TrailHead) []interlaken.TrailHead {
	if len(all) <= mostHeads {
		return all
	}
	kept := make([]interlaken.TrailHead, 0, mostHeads)
	for i := 1; i <= mostHeads; i++ {
		kept = append(kept, all[i*len(all)/mostHeads-1])
	}
	return kept
}

// publicKeys reads keys that are given as they are, or in files.
func publicKeys(given []string) ([]ed25519.PublicKey, error) {
	var all []ed25519.PublicKey
	for _, text := range given {
		lines := []string{text}
		if content, err := os.ReadFile(text); err == nil {
			lines = strings.Fields(string(content))
		}
		for _, line := range lines {
			key, err := trail.ParsePublicKey(line)
			if err != nil {
				return nil, usageError{err}
			}
			all = append(all, key)
		}
	}
	return all, nil
}

func (c *command) trailKey() *cobra.Command {
	var file, data string
	key := &cobra.Command{
		Use: "key", Short: "Print the public key that a server's heads are signed with", Args: noArguments,
		Long: `Reads the root key of a server on this machine and prints the public key by which 'interlaken trail verify' knows the
heads that this server has signed. Keep it where you keep the heads. It changes with 'interlaken rotate-key': keep the
earlier ones too.`,
		Example: `  interlaken trail key --config interlaken.json
  interlaken trail key --data /srv/interlaken`,
		RunE: func(*cobra.Command, []string) error {
			configuration, err := c.serverConfiguration(file)
			if err != nil {
				return err
			}
			if data != "" {
				configuration.Data = data
			}
			given, _ := c.lookup("INTERLAKEN_ROOT_KEY")
			public, err := app.HeadsKey(configuration, app.Options{RootKey: given})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, map[string]string{"key": trail.FormatPublicKey(public), "id": trail.KeyID(public)})
			}
			_, err = fmt.Fprintln(c.out, trail.FormatPublicKey(public))
			return err
		},
	}
	key.Flags().StringVar(&file, "config", "", "configuration file")
	key.Flags().StringVar(&data, "data", "", "folder of everything that is kept (~/.interlaken/data)")
	return key
}
