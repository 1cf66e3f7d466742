package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/app"
	"interlaken/arn"
	"interlaken/clock"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/secret"
	"interlaken/wire"
	"interlaken/wire/interlaken"
	"interlaken/wire/sigv4"
)

// longestCode bounds what is read as a one-time code, in bytes.
const longestCode = 256

// claimed is what claim prints as JSON: no secret.
type claimed struct {
	Account, User, AccessKeyID, Profile, File string
}

func (c *command) claim() *cobra.Command {
	var file string
	claim := &cobra.Command{
		Use: "claim ACCOUNT", Short: "Make an account's first administrator with its one-time code", Args: oneArgument("an account"),
		Long: `Makes the first administrator of an account in which nobody is yet, and adds the access key to an AWS configuration file
that only its owner can read. The server prints the account's one-time code when it starts; it is read from standard
input, holds for 15 minutes and for one use, and never leaves this machine: the request is signed with it.`,
		Example: `  interlaken claim 111111111111 --endpoint-url http://127.0.0.1:8400`,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			account, region := arguments[0], cmp.Or(c.region, app.Default().Region)
			if !arn.IsAccount(account) {
				return usageError{fmt.Errorf("%q is not an account: it has to be twelve digits", account)}
			}
			endpoint := strings.TrimRight(c.endpoint, "/")
			if endpoint == "" {
				return usageError{fmt.Errorf("--endpoint-url is missing: the server prints it when it starts")}
			}
			path, err := absolute(file)
			if err != nil {
				return err
			}
			keys, err := readProfiles(path)
			if err != nil {
				return err
			}
			if err := keys.only(endpoint); err != nil {
				return err
			}
			// The file is tried before the code is spent: a key that is made and not written is lost.
			if err := keys.write(region, endpoint); err != nil {
				return err
			}
			code, err := c.readCode()
			if err != nil {
				return err
			}
			client := &wire.Client{
				HTTP: http.DefaultClient, Endpoint: endpoint, Region: region, Clock: clock.System,
				Credentials: sigv4.Credentials{AccessKeyID: identity.ClaimKeyID(account), Secret: code},
			}
			out, err := call[interlaken.ClaimAccountOutput](cmd.Context(), client, interlaken.Cloud, "ClaimAccount", &interlaken.ClaimAccountInput{})
			switch fault.CodeOf(err) {
			case "":
			case fault.UnknownKey, fault.BadSignature, fault.ExpiredToken:
				return fmt.Errorf("this is not the one-time code of account %s, or it is over: it holds once, for 15 minutes and for ten attempts; "+
					"if nobody is in the account yet, the server prints another one when it starts", account)
			default:
				return err
			}
			name := "admin-" + account
			keys.set(profile{name, aws.ToString(out.AccessKeyId), secret.NewText(aws.ToString(out.SecretAccessKey))})
			if err := keys.write(region, endpoint); err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, claimed{account, aws.ToString(out.UserName), aws.ToString(out.AccessKeyId), name, path})
			}
			fmt.Fprintf(c.out, "Account %s has its first administrator. To act as it:\n\n  export AWS_CONFIG_FILE=%s AWS_PROFILE=%s\n", account, quoted(path), name)
			return nil
		},
	}
	claim.Flags().StringVar(&file, "file", filepath.Join("~", ".interlaken", "config"), "AWS configuration file to add the key to")
	return claim
}

// readCode reads a one-time code from standard input, so that it stands in no list of processes and no history.
func (c *command) readCode() (secret.Text, error) {
	fmt.Fprint(c.errors, "One-time code: ")
	line, err := bufio.NewReader(io.LimitReader(c.in, longestCode)).ReadString('\n')
	code := identity.ClaimSecret(line)
	if code.IsZero() {
		if err == nil || err == io.EOF {
			err = fmt.Errorf("no one-time code was given: the server prints it when it starts")
		}
		return secret.Text{}, err
	}
	return code, nil
}
