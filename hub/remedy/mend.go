package remedy

import (
	"fmt"
	"slices"
	"strings"

	"interlaken/hub"
)

// Mend is what would mend a refusal, for the owner of the account that refused.
func (c Case) Mend() Remedy {
	switch {
	case c.Refusal.Code == "WorkGroupDisabled":
		return Remedy{
			What:    fmt.Sprintf("Switches the workgroup %s on again.", c.Source.Athena.WorkGroup),
			Command: command("athena", "update-work-group", "--work-group", c.Source.Athena.WorkGroup, "--state", "ENABLED"),
		}
	case c.Refusal.Code == "Unreachable":
		return Remedy{What: "The account did not answer; nothing in its policies is known to be wrong."}
	case c.Refusal.Step == 1:
		return c.mendRoleA()
	case c.Refusal.Step == 2 && c.inHub():
		return c.mendHop()
	case c.Refusal.Step == 2:
		return c.mendTrust()
	}
	return c.mendPermission()
}

// mendRoleA lets QuickSight take role A for the hub's data sources, as the published procedure has it.
func (c Case) mendRoleA() Remedy {
	s := statement{
		Effect: "Allow", Principal: map[string]string{"Service": hub.ServiceName}, Action: "sts:AssumeRole",
		Condition: map[string]map[string]any{
			"StringEquals": {"aws:SourceAccount": c.Source.Account},
			"StringLike":   {"aws:SourceArn": hub.DataSourceARN("*", c.Source.Account, "*")},
		},
	}
	return Remedy{
		What:      fmt.Sprintf("Lets QuickSight take the role %s in the hub's account %s for data sources of that account. It replaces the role's trust policy.", roleName(c.Source.Athena.RoleARN), c.Source.Account),
		Statement: s.json(), Command: putTrust(c.Source.Athena.RoleARN, s),
	}
}

// mendHop lets role A take role B for this data source.
func (c Case) mendHop() Remedy {
	a := c.Source.Athena
	s := statement{
		Effect: "Allow", Action: "sts:AssumeRole", Resource: a.ConsumerAccountRoleARN,
		Condition: map[string]map[string]any{"StringEquals": {"sts:ExternalId": c.Source.ARN()}},
	}
	return Remedy{
		What:      fmt.Sprintf("Lets the role %s of the hub's account %s take the role in account %s for this data source.", roleName(a.RoleARN), c.Source.Account, a.Account()),
		Statement: s.json(), Command: putPolicy(a.RoleARN, "InterlakenAssume-"+mark(a.ConsumerAccountRoleARN, c.Source.ARN()), s),
	}
}

// mendTrust lets the hub's role into role B again, for every data source of the hub that ends there.
func (c Case) mendTrust() Remedy {
	role := c.Source.Athena.ConsumerAccountRoleARN
	all := []string{c.Source.ARN()}
	for _, d := range c.Sharing {
		if d.Athena.ConsumerAccountRoleARN == role && !slices.Contains(all, d.ARN()) {
			all = append(all, d.ARN())
		}
	}
	slices.Sort(all)
	s, _ := trustFor(role, all, append([]hub.DataSource{c.Source}, c.Sharing...))
	under := "this data source"
	if len(all) > 1 {
		under = fmt.Sprintf("the %d data sources that end there", len(all))
	}
	return Remedy{
		What:      fmt.Sprintf("Lets the hub (account %s) take the role %s again, under the ExternalId of %s and of nothing else. It replaces the role's trust policy.", c.Source.Account, roleName(role), under),
		Statement: s.json(), Command: putTrust(role, s),
	}
}

// mendPermission allows what was denied at the third step, on what it was denied on and no more.
func (c Case) mendPermission() Remedy {
	denied, ok := readDenial(c.Refusal.Message)
	role := c.Source.Athena.ConsumerAccountRoleARN
	if role == "" {
		role = c.Source.Athena.RoleARN
	}
	switch {
	case !ok:
		return Remedy{What: "The query was not refused by a policy: it failed. Athena's history in the account has it."}
	case denied.Explicit:
		return Remedy{What: fmt.Sprintf("A Deny statement in a policy of the account refuses %s on %s. Take it out, or narrow it; another Allow does not help.", denied.Action, denied.Resource)}
	case denied.Resource == "":
		return Remedy{What: fmt.Sprintf("%s is not allowed to the role %s, and the service does not say on what.", denied.Action, roleName(role))}
	}
	actions, resources := denied.grants()
	s := statement{Effect: "Allow", Action: some(actions), Resource: some(resources)}
	return Remedy{
		What:      fmt.Sprintf("Allows the role %s %s on %s, and nothing else.", roleName(role), strings.Join(actions, ", "), strings.Join(resources, ", ")),
		Statement: s.json(), Command: putPolicy(role, "InterlakenAllow-"+mark(s.json()), s),
	}
}
