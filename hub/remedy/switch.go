package remedy

import (
	"encoding/json"
	"fmt"

	"interlaken/hub"
)

// Switch is an owner's switch as an IAM statement, which holds against a hub that does not obey (SECURITY S14).
type Switch struct {
	Statement, Command, Undo, Note string
}

// SwitchOff denies role B of a data source everything: to everybody, or to the sessions of one person, whose name each
// session has. A denial in the role's own policy holds for sessions that are open already, from their next request on.
func SwitchOff(source hub.DataSource, person, sessionName string) Switch {
	type denial struct {
		Sid, Effect, Action, Resource string
		Condition                     any `json:",omitempty"`
	}
	d := denial{Sid: "HubOff", Effect: "Deny", Action: "*", Resource: "*"}
	name, note := "HubOff-"+source.ID, "It stops everything that is done under role B, also for other data sources that end in it, from the next request on. What the hub holds already it can still show; the hub's own switch stops that too."
	if sessionName != "" {
		d.Condition = map[string]any{"StringLike": map[string]string{"aws:userid": "*:" + sessionName}}
		name += "-" + sessionName
		note = fmt.Sprintf("It stops what is done under role B for %s, by the name that the hub gives such sessions, from the next request on. A hub that lies about names is stopped by the switch for everybody.", person)
	}
	b, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("remedy: %v", err)) // texts always marshal
	}
	whole, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []denial{d}})
	if err != nil {
		panic(fmt.Sprintf("remedy: %v", err)) // texts always marshal
	}
	role := roleName(source.Athena.ConsumerAccountRoleARN)
	return Switch{
		Statement: string(b), Note: note,
		Command: command("iam", "put-role-policy", "--role-name", role, "--policy-name", name, "--policy-document", string(whole)),
		Undo:    command("iam", "delete-role-policy", "--role-name", role, "--policy-name", name),
	}
}
