package remedy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"interlaken/hub"
)

// Switch is the owner's switch as IAM keeps it: it holds also against a hub that does not obey.
type Switch struct {
	Statement string // JSON
	// Command and Undo are lines for a POSIX shell with the AWS CLI and the account's own credentials.
	Command, Undo string
	// Note says what it reaches and what it does not.
	Note string
}

// SwitchOff words the switch. Sources are the data sources that it is for, at least one, and all lead to one account;
// sharing are all of the hub's that lead there. SessionNames are those of the person who is to be stopped, none: everybody.
//
// A person is stopped by a Deny on aws:userid, whose second half is the session's name: it holds for sessions that are
// there already, at once. A role that only these data sources use is denied everything, at once too. Of a role that others
// use as well, nothing in a session says for which data source it was made; so the trust policy refuses its ExternalId from
// now on, and a Deny on aws:TokenIssueTime ends the sessions that were made before.
func SwitchOff(targets, sharing []hub.DataSource, sessionNames []string) Switch {
	var s Switch
	var statements []string
	for _, role := range rolesOf(targets) {
		var one Switch
		switch {
		case len(sessionNames) > 0:
			one = denyPerson(role, sessionNames)
		case exclusive(role, targets, sharing):
			one = denyRole(role)
		default:
			one = denySources(role, targets, sharing)
		}
		if !slices.Contains(statements, one.Statement) {
			statements = append(statements, one.Statement)
		}
		s.Command, s.Undo = join(s.Command, one.Command, " &&\n"), join(s.Undo, one.Undo, " &&\n")
		if !strings.Contains(s.Note, one.Note) {
			s.Note = join(s.Note, one.Note, " ")
		}
	}
	s.Statement = strings.Join(statements, ",\n")
	if len(statements) > 1 {
		s.Statement = "[" + s.Statement + "]"
	}
	return s
}

func denyPerson(role string, sessionNames []string) Switch {
	patterns := make([]string, len(sessionNames))
	for i, name := range sessionNames {
		patterns[i] = "*:" + name
	}
	d := statement{
		Sid: "InterlakenSwitch", Effect: "Deny", Action: "*", Resource: "*",
		Condition: map[string]map[string]any{"StringLike": {"aws:userid": some(patterns)}},
	}
	s := inline(role, "InterlakenSwitch-"+mark(sessionNames...), d)
	s.Note = fmt.Sprintf("It stops this person's sessions of the role %s at once, running ones too, whatever data source they are for. Other people go on. It holds as long as the hub names its sessions after people; one that does not is stopped by the switch of the data source.", roleName(role))
	return s
}

func denyRole(role string) Switch {
	s := inline(role, "InterlakenSwitch", statement{Sid: "InterlakenSwitch", Effect: "Deny", Action: "*", Resource: "*"})
	s.Note = fmt.Sprintf("It stops every session of the role %s at once, running ones too, whoever has them.", roleName(role))
	return s
}

func inline(role, name string, d statement) Switch {
	return Switch{
		Statement: d.json(), Command: putPolicy(role, name, d),
		Undo: command("iam", "delete-role-policy", "--role-name", roleName(role), "--policy-name", name),
	}
}

// denySources keeps the other data sources of a role: its trust goes on for them alone.
func denySources(role string, targets, sharing []hub.DataSource) Switch {
	var gone, others []string
	for _, d := range sharing {
		switch isTarget := slices.ContainsFunc(targets, func(t hub.DataSource) bool { return t.ARN() == d.ARN() }); {
		case last(&d) != role:
		case isTarget:
			gone = append(gone, d.ARN())
		default:
			others = append(others, d.ARN())
		}
	}
	slices.Sort(gone)
	slices.Sort(others)
	allow, key := trustFor(role, others, sharing)
	refuse := statement{
		Sid: "InterlakenSwitch", Effect: "Deny", Principal: "*", Action: "sts:AssumeRole",
		Condition: map[string]map[string]any{"StringEquals": {key: some(gone)}},
	}
	old := statement{
		Sid: "InterlakenSwitch", Effect: "Deny", Action: "*", Resource: "*",
		Condition: map[string]map[string]any{"DateLessThanEquals": {"aws:TokenIssueTime": nowMark}},
	}
	name := "InterlakenSwitch-" + mark(gone...)
	file := unsafeInFile.ReplaceAllString(roleName(role), "_") + "-trust-before-" + mark(gone...) + ".json"
	return Switch{
		Statement: refuse.json(),
		Command: strings.Join([]string{
			command("iam", "get-role", "--role-name", roleName(role), "--query", "Role.AssumeRolePolicyDocument", "--output", "json") + " > " + file,
			putTrust(role, allow, refuse),
			// The shell's clock and not ours: what was made until the trust policy was replaced has to end.
			strings.ReplaceAll(putPolicy(role, name, old), nowMark, `'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'`),
		}, " &&\n"),
		Undo: strings.Join([]string{
			command("iam", "update-assume-role-policy", "--role-name", roleName(role), "--policy-document", "file://"+file),
			command("iam", "delete-role-policy", "--role-name", roleName(role), "--policy-name", name),
		}, " &&\n"),
		Note: fmt.Sprintf("Other data sources use the role %s too. The trust policy is kept in the file %s and replaced by one that trusts the hub for the other data sources alone; sessions from before now end at once, and the others' are made anew. Whoever else the trust policy named is left out until the undo.", roleName(role), file),
	}
}

// nowMark stands for the moment at which the command runs.
const nowMark = "NOW"

// trustFor is the statement by which a role trusts the hub for some data sources, and the condition key that names them:
// the ExternalId of role B; of a role A in which a chain ends, the source that the service signs.
func trustFor(role string, ids []string, sharing []hub.DataSource) (allow statement, key string) {
	var roles []string
	for _, d := range sharing {
		if d.Athena.ConsumerAccountRoleARN == role && !slices.Contains(roles, d.Athena.RoleARN) {
			roles = append(roles, d.Athena.RoleARN)
		}
	}
	slices.Sort(roles)
	key = "sts:ExternalId"
	principal := map[string]any{"AWS": some(roles)}
	if len(roles) == 0 {
		key, principal = "aws:SourceArn", map[string]any{"Service": hub.ServiceName}
	}
	return statement{
		Effect: "Allow", Principal: principal, Action: "sts:AssumeRole",
		Condition: map[string]map[string]any{"StringEquals": {key: some(ids)}},
	}, key
}

// unsafeInFile are the characters of role names that a shell or a file system may take for something else.
var unsafeInFile = regexp.MustCompile(`[^A-Za-z0-9_-]`)

// exclusive reports whether no data source but the targets ends in a role.
func exclusive(role string, targets, sharing []hub.DataSource) bool {
	for _, d := range sharing {
		if last(&d) == role && !slices.ContainsFunc(targets, func(t hub.DataSource) bool { return t.ARN() == d.ARN() }) {
			return false
		}
	}
	return true
}

// rolesOf are the roles in which data sources end, each once.
func rolesOf(all []hub.DataSource) []string {
	var roles []string
	for _, d := range all {
		if role := last(&d); role != "" && !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	slices.Sort(roles)
	return roles
}

func last(d *hub.DataSource) string {
	if d.Athena.ConsumerAccountRoleARN != "" {
		return d.Athena.ConsumerAccountRoleARN
	}
	return d.Athena.RoleARN
}

func join(before, more, separator string) string {
	if before == "" {
		return more
	}
	return before + separator + more
}
