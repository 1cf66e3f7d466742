// Package remedy puts a refusal on the way to data into words: for a reader, who learns which account refused, at which
// step and whom to ask, and for the account's owner, who gets the statement that is missing and the command that puts it
// into force. It also words the owner's switch as an IAM statement.
//
// It works from what the hub was told and from its own records. It never reads a document of another account, and tells a
// reader no role, bucket or text of a query (SECURITY S12). It does no I/O. It may import hub; hub/query, hub/trace and
// hub/interlaken use it.
package remedy

import (
	"fmt"
	"time"

	"interlaken/hub"
)

// Case is a refusal and what is known around it.
type Case struct {
	Refusal hub.Refusal
	Source  hub.DataSource
	Spoke   hub.Spoke // the account that the data source leads to
	// Sharing are the data sources of the hub that lead to the same account, this one among them.
	Sharing []hub.DataSource
	Run     string // "" where no run was refused
	At      time.Time
}

// Remedy is a change in the account that refused.
type Remedy struct {
	// What says in a sentence or two what the change does.
	What string
	// Statement is the missing statement as JSON, "" where none is.
	Statement string
	// Command is one line for a POSIX shell that makes the change with the AWS CLI; "" where the hub cannot know it.
	Command string
}

// inHub reports whether it is the hub's own account that has to change something.
func (c Case) inHub() bool {
	return c.Refusal.Step == 1 || c.Refusal.Account == c.Source.Account && c.Source.Athena.Account() != c.Source.Account
}

// asked is what a step asks an account for, in words that name nothing of it.
func (c Case) asked() string {
	switch {
	case c.Refusal.Step == 1:
		return "to take the hub's own role"
	case c.Refusal.Step == 2 && c.inHub():
		return "to go on from the hub's own role"
	case c.Refusal.Step == 2:
		return "to let the hub in"
	}
	denied, ok := readDenial(c.Refusal.Message)
	switch {
	case !ok:
		return "to run the query"
	case denied.writes():
		return "to write the query's result"
	case denied.service() == "s3":
		return "to read the data"
	case denied.service() == "glue":
		return "to look into its catalog"
	}
	return "to use its workgroup"
}

// Sentences say to a reader, in two sentences, which account refused, at which step, and whom to ask.
func (c Case) Sentences() string {
	who := c.Spoke.Subject()
	if c.inHub() {
		who = "The hub's own account " + c.Source.Account
	}
	on := "the data source " + c.Source.Name
	switch {
	case c.Refusal.Code == "WorkGroupDisabled":
		return fmt.Sprintf("%s refused step 3, to run the query for %s, because its workgroup is switched off. Ask %s.", who, on, c.Ask())
	case c.Refusal.Code == "Unreachable":
		return fmt.Sprintf("%s did not answer at step %d, %s for %s. Try again in a moment, or ask %s.", who, c.Refusal.Step, c.asked(), on, c.Ask())
	case c.Refusal.Step == 3 && !IsDenial(c.Refusal.Message):
		return fmt.Sprintf("The query for %s failed in %s at step 3. Ask %s.", on, c.Spoke.Title(), c.Ask())
	}
	return fmt.Sprintf("%s refused step %d, %s for %s. Ask %s.", who, c.Refusal.Step, c.asked(), on, c.Ask())
}

// Ask is whom to ask, in a few words.
func (c Case) Ask() string {
	if c.inHub() {
		return "an administrator of the hub"
	}
	return c.Spoke.Ask()
}

// Request is a text to copy and send to whom Ask names. It holds what finds the refusal and what is to be looked at, and
// nothing of any document.
func (c Case) Request() string {
	who := c.Spoke.Title()
	if c.inHub() {
		who = "the hub's account " + c.Source.Account
	}
	run := "a proof of the way there"
	if c.Run != "" {
		run = "run " + c.Run
	}
	return fmt.Sprintf(`The hub (account %s) cannot read the data source “%s”.

Data source: %s
Refused by:  %s, step %d of 3, %s
When:        %s, %s

Please look at: %s
`, c.Source.Account, c.Source.Name, c.Source.ARN(), who, c.Refusal.Step, c.asked(), c.At.UTC().Format("2006-01-02 15:04:05 UTC"), run, c.lookAt())
}

// lookAt is what the one who is asked has to look at.
func (c Case) lookAt() string {
	switch {
	case c.Refusal.Code == "WorkGroupDisabled":
		return "the Athena workgroup that the hub uses in your account is disabled; enable it."
	case c.Refusal.Code == "Unreachable":
		return "whether STS and Athena of the account can be reached from the hub."
	case c.Refusal.Step == 1:
		return "the trust policy of the hub's role for this data source: it has to name " + hub.ServiceName + "."
	case c.Refusal.Step == 2 && c.inHub():
		return "the permissions of the hub's role for this data source: it has to be allowed sts:AssumeRole on the account's role with the data source's ARN as ExternalId."
	case c.Refusal.Step == 2:
		return "the trust policy of the role that the hub takes in your account: it has to trust the hub's role under the ExternalId that is the data source's ARN above."
	}
	denied, ok := readDenial(c.Refusal.Message)
	if !ok {
		return "why the query failed in your account; Athena's history has it under the run."
	}
	return fmt.Sprintf("the permissions of the role that the hub takes in your account: %s was refused. The owner's page of the hub names the resource and has the missing statement.", denied.Action)
}
