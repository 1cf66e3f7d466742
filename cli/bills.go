package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"interlaken/fault"
	"interlaken/wire"
	"interlaken/wire/interlaken"
)

// getBill asks the account that a client's credentials belong to for its bill.
func getBill(ctx context.Context, client *wire.Client, from, to time.Time) (*interlaken.GetBillOutput, error) {
	return call[interlaken.GetBillOutput](ctx, client, interlaken.Cloud, "GetBill", &interlaken.GetBillInput{Start: &from, End: &to})
}

// bills asks for the bills of the accounts of some profiles, or of all there are. Of profiles of one account the first
// that may read the bill is taken; unread are sentences on accounts whose bill none may read. Profiles that were named
// have to answer.
func (c *command) bills(ctx context.Context, named []string, from, to time.Time) (bills []bill, unread []string, err error) {
	names := named
	if len(named) == 0 {
		if names, err = c.profiles(); err != nil {
			return nil, nil, err
		}
	}
	refused := map[string]string{} // account → sentence
	var order []string
	for _, name := range names {
		loaded, err := c.configuration(ctx, name)
		if err != nil && len(named) == 0 {
			continue // a profile of something else
		}
		if err != nil {
			return nil, nil, err
		}
		account, err := callerAccount(ctx, loaded)
		if err != nil && len(named) == 0 && ctx.Err() == nil {
			unread = append(unread, fmt.Sprintf("Profile %s: %s", name, sentence(err)))
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("profile %s: %w", name, err)
		}
		if slices.ContainsFunc(bills, func(b bill) bool { return aws.ToString(b.AccountId) == account }) {
			continue
		}
		client, err := clientOf(ctx, loaded, http.DefaultClient)
		if err != nil {
			return nil, nil, err
		}
		got, err := getBill(ctx, client, from, to)
		switch {
		case err == nil:
			bills = append(bills, bill{name, got})
		case len(named) > 0 || !fault.Is(err, fault.AccessDenied):
			return nil, nil, fmt.Errorf("profile %s: %w", name, err)
		default:
			if refused[account] == "" {
				order = append(order, account)
			}
			refused[account] = fmt.Sprintf("Account %s: %s", account, sentence(err))
		}
	}
	for _, account := range order {
		if !slices.ContainsFunc(bills, func(b bill) bool { return aws.ToString(b.AccountId) == account }) {
			unread = append(unread, refused[account])
		}
	}
	if len(bills) == 0 && len(unread) == 0 {
		return nil, nil, errors.New("no profile of the AWS configuration has both keys and an endpoint: name one with --profiles")
	}
	return bills, unread, nil
}

// profiles are the names in the AWS configuration file, in their order; where there is none, the one in use.
func (c *command) profiles() ([]string, error) {
	if c.profile != "" {
		return []string{c.profile}, nil
	}
	path, ok := c.lookup("AWS_CONFIG_FILE")
	if !ok || path == "" {
		path = config.DefaultSharedConfigFilename()
	}
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return []string{""}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the AWS configuration cannot be read: %w", err)
	}
	defer file.Close()
	var names []string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		section, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "[")
		section, closed := strings.CutSuffix(section, "]")
		name, profile := strings.CutPrefix(strings.TrimSpace(section), "profile ")
		if ok && closed && (profile || name == "default") {
			names = append(names, strings.TrimSpace(name))
		}
	}
	if len(names) == 0 {
		names = []string{""}
	}
	return names, lines.Err()
}
