package interlaken

import (
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/hub/share"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// detailed reports whether a caller sees how a run was made: roles, texts, bytes and rows. Of a run of one's own query
// its person does; of a data set's or a dashboard's, who owns the data set, and administrators (PRODUCT, "A receipt on
// every figure").
func detailed(r store.Reader, caller hub.Caller, run *query.Run) (bool, error) {
	if caller.Administers() {
		return true, nil
	}
	if run.DataSet.ID == "" {
		return run.Person.ID == caller.Person().ID, nil
	}
	set, err := hub.GetDataSet(r, run.Account, run.Region, run.DataSet.ID)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return share.May(r, caller, set.Permissions, share.UpdateDataSetPermissions)
}

// plain is a failure in words for who does not see how a run was made: which account refused, at which step, and whom to
// ask. It names no role, no bucket and no text of a query (SECURITY S12). owner is the account of the part that failed.
func plain(run *query.Run, f *query.Failure, owner hub.Spoke) string {
	if f.Code == string(hub.Suspended) {
		return f.Message
	}
	who := fmt.Sprintf("%s (account %s)", owner.Name, owner.Account)
	source := sourceName(run, f)
	if f.Account == run.Account && f.Step > 0 {
		return fmt.Sprintf("The hub's own account %s refused step %d on the way to %s. Ask an administrator of the hub.", f.Account, f.Step, source)
	}
	switch f.Step {
	case 1, 2:
		return fmt.Sprintf("%s refused step %d, to let the hub in for %s. Ask %s.", who, f.Step, source, owner.Ask())
	case 3:
		return fmt.Sprintf("%s refused step 3, to run the query for %s, or it failed there. Ask %s.", who, source, owner.Ask())
	}
	return "The query could not be made. Ask an administrator of the hub."
}

// sourceName is the data source that a failure is of.
func sourceName(run *query.Run, f *query.Failure) string {
	for _, p := range run.Parts {
		if p.Name == f.Part || len(run.Parts) == 1 {
			return "the data source " + p.DataSource.Name
		}
	}
	return "a data source"
}

// request is a text to send to whom one is told to ask: what an owner needs to find the refusal, and no more.
func request(run *query.Run, f *query.Failure) string {
	text := fmt.Sprintf("The hub %s could not read %s", run.Account, sourceName(run, f))
	if f.Account != "" {
		text += fmt.Sprintf(": account %s refused step %d (%s)", f.Account, f.Step, f.Code)
	}
	for _, p := range run.Parts {
		if p.Name == f.Part || len(run.Parts) == 1 {
			text += fmt.Sprintf(". Its ARN, which is the ExternalId too, is %s", p.DataSource.ARN())
		}
	}
	if run.ID != "" {
		text += fmt.Sprintf(". Run %s, %s", run.ID, run.Submitted.UTC().Format(time.RFC3339))
	}
	return text + "."
}

// failure is why a run failed, nil for one that did not: for who sees how it was made in the words of the step, for all
// others in plain ones.
func (o operations) failure(r store.Reader, run *query.Run, sees bool) (*wire.RunFailure, error) {
	f := run.Failure
	if f == nil {
		return nil, nil
	}
	account := f.Account
	if account == "" || account == run.Account {
		account = o.accountOf(run, f)
	}
	owner, err := hub.GetSpoke(r, run.Account, account)
	if err != nil {
		return nil, err
	}
	shown := &wire.RunFailure{
		Code: aws.String(f.Code), Message: aws.String(f.Message), Part: setText(f.Part), Account: setText(f.Account),
		Ask: aws.String(owner.Ask()), Request: aws.String(request(run, f)),
	}
	if f.Account == run.Account {
		shown.Ask = aws.String("an administrator of the hub")
	}
	if !sees {
		shown.Message = aws.String(plain(run, f, owner))
	}
	if f.Step > 0 {
		shown.Step = aws.Int32(int32(f.Step))
	}
	return shown, nil
}

// accountOf is the account of the part that failed.
func (o operations) accountOf(run *query.Run, f *query.Failure) string {
	for _, p := range run.Parts {
		if p.Name == f.Part || len(run.Parts) == 1 {
			return p.DataSource.Athena.Account()
		}
	}
	return ""
}

// personName is the name in the ARN of a user.
func personName(arn string) string {
	_, name, _ := strings.Cut(arn, ":user/"+hub.DefaultNamespace+"/")
	return name
}
