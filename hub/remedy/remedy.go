// Package remedy says what would mend a refusal, to the owner of the account that refused: one statement where it is a
// policy, and one command of the AWS CLI. It looks into no account: what has to stand follows from the data source and
// from the sentence that the account itself has sent (SECURITY S12).
//
// It may import hub; hub/interlaken uses it.
package remedy

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"interlaken/arn"
	"interlaken/hub"
)

// Refusal is what was refused.
type Refusal struct {
	Source hub.DataSource
	// Account refused, at Step: 1 role A, 2 role B, 3 Athena.
	Account string
	Step    int
	Code    string
	// Sentence is what the account's service has said.
	Sentence string
}

// Remedy is a change in the account that refused.
type Remedy struct {
	What string
	// Statement is the policy statement that is missing, as JSON; "" where it is no policy.
	Statement string
	// Command makes the change, with the AWS CLI as somebody who may in that account; "" where none is known.
	Command string
}

type statement struct {
	Effect    string
	Principal map[string]string `json:",omitempty"`
	Action    string
	Resource  string `json:",omitempty"`
	Condition any    `json:",omitempty"`
}

// Of returns what mends a refusal.
func Of(r Refusal) Remedy {
	switch {
	case r.Step == 2 && r.Account != r.Source.Account:
		return trust(r)
	case r.Step == 2:
		return pass(r)
	case r.Step == 3 && r.Code == "WorkGroupDisabled":
		return Remedy{
			What:    fmt.Sprintf("Enable the workgroup %s, so that it takes queries again.", r.Source.Athena.WorkGroup),
			Command: command("athena", "update-work-group", "--work-group", r.Source.Athena.WorkGroup, "--state", "ENABLED"),
		}
	case r.Step == 3:
		return grant(r)
	}
	return Remedy{What: "Ask an administrator of the hub: the first step, to take role A, is in the hub's own account."}
}

// trust lets role B be taken by the hub's account under this data source's ARN, and under no other.
func trust(r Refusal) Remedy {
	s := statement{
		Effect: "Allow", Principal: map[string]string{"AWS": arn.Make("iam", "", r.Source.Account, "root")}, Action: "sts:AssumeRole",
		Condition: map[string]any{"StringEquals": map[string]string{"sts:ExternalId": r.Source.ARN()}},
	}
	return Remedy{
		What:      fmt.Sprintf("Let role B trust the hub's account %s under the ExternalId of this data source. The command replaces the whole trust policy: add statements that others need.", r.Source.Account),
		Statement: text(s),
		Command:   command("iam", "update-assume-role-policy", "--role-name", roleName(r.Source.Athena.ConsumerAccountRoleARN), "--policy-document", document(s)),
	}
}

// pass lets role A take role B.
func pass(r Refusal) Remedy {
	s := statement{
		Effect: "Allow", Action: "sts:AssumeRole", Resource: r.Source.Athena.ConsumerAccountRoleARN,
		Condition: map[string]any{"StringEquals": map[string]string{"sts:ExternalId": r.Source.ARN()}},
	}
	return Remedy{
		What:      "Let role A take role B under the ExternalId of this data source.",
		Statement: text(s),
		Command:   putPolicy(r.Source.Athena.RoleARN, "AssumeRoleB-"+r.Source.ID, s),
	}
}

// denied finds the action and the resource in IAM's sentence.
var denied = regexp.MustCompile(`is not authorized to perform: ([a-z0-9-]+:[A-Za-z]+) on resource: (arn:[^\s]+)`)

// grant allows role B the action that was denied: on an object, for all that lies in its folder or, below a partition, in
// its table's.
func grant(r Refusal) Remedy {
	found := denied.FindStringSubmatch(r.Sentence)
	if found == nil {
		return Remedy{What: "Look at the query in Athena, under its execution id: the account said why it failed. " + r.Sentence}
	}
	action, resource := found[1], strings.TrimSuffix(found[2], ".")
	what := fmt.Sprintf("Allow role B %s on %s.", action, resource)
	if action == "s3:GetObject" {
		resource = folder(resource)
		what = fmt.Sprintf("Allow role B to read what lies under %s", strings.TrimSuffix(strings.TrimPrefix(resource, "arn:aws:s3:::"), "*")+".")
	}
	s := statement{Effect: "Allow", Action: action, Resource: resource}
	return Remedy{What: what, Statement: text(s), Command: putPolicy(r.Source.Athena.ConsumerAccountRoleARN, "Hub-"+strings.ReplaceAll(action, ":", "-")+"-"+r.Source.ID, s)}
}

// folder is the pattern for a table's objects out of one of them: partitions such as month=2020-01 are left off.
func folder(object string) string {
	parts := strings.Split(object, "/")
	parts = parts[:len(parts)-1]
	for len(parts) > 1 && strings.Contains(parts[len(parts)-1], "=") {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, "/") + "/*"
}

func putPolicy(role, name string, s statement) string {
	return command("iam", "put-role-policy", "--role-name", roleName(role), "--policy-name", name, "--policy-document", document(s))
}

func roleName(role string) string { return role[strings.LastIndexByte(role, '/')+1:] }

func text(s statement) string {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("remedy: %v", err)) // texts always marshal
	}
	return string(b)
}

func document(s statement) string {
	b, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []statement{s}})
	if err != nil {
		panic(fmt.Sprintf("remedy: %v", err)) // texts always marshal
	}
	return string(b)
}

var oneWord = regexp.MustCompile(`^[A-Za-z0-9_./@%+,:=-]+$`)

// command is an AWS CLI command as one line of a POSIX shell.
func command(words ...string) string {
	for i, w := range words {
		if !oneWord.MatchString(w) {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return "aws " + strings.Join(words, " ")
}
