package quicksight

import (
	"regexp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
)

var (
	workGroup = regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`)
	// roleARN has no place for what a policy gives a meaning to: the ARN of role B becomes the resource of the session
	// policy at the first step.
	roleARN = regexp.MustCompile(`^arn:aws:iam::\d{12}:role/[\w+=,.@/-]{1,575}$`)
)

// athenaOf reads a data source's parameters: Athena's, and only what is understood whole.
func athenaOf(given types.DataSourceParameters, account string) (hub.Athena, error) {
	member, ok := given.(*types.DataSourceParametersMemberAthenaParameters)
	if !ok {
		return hub.Athena{}, invalid("DataSourceParameters field is incorrectly set: a data source of type ATHENA takes AthenaParameters.")
	}
	p := member.Value
	a := hub.Athena{
		WorkGroup: aws.ToString(p.WorkGroup), RoleARN: aws.ToString(p.RoleArn), ConsumerAccountRoleARN: aws.ToString(p.ConsumerAccountRoleArn),
	}
	if a.WorkGroup == "" {
		a.WorkGroup = "primary"
	}
	switch {
	case p.IdentityCenterConfiguration != nil && aws.ToBool(p.IdentityCenterConfiguration.EnableIdentityPropagation):
		return a, fault.New(fault.Unsupported, "Identity propagation through IAM Identity Center is unsupported here.")
	case !workGroup.MatchString(a.WorkGroup):
		return a, invalid("WorkGroup %q is not the name of a workgroup.", a.WorkGroup)
	case a.RoleARN != "" && !isRole(a.RoleARN):
		return a, invalid("RoleArn %q is not the ARN of an IAM role.", a.RoleARN)
	case a.ConsumerAccountRoleARN != "" && !isRole(a.ConsumerAccountRoleARN):
		return a, invalid("ConsumerAccountRoleArn %q is not the ARN of an IAM role.", a.ConsumerAccountRoleARN)
	case a.ConsumerAccountRoleARN != "" && a.RoleARN == "":
		return a, invalid("ConsumerAccountRoleArn needs a RoleArn: the role of account %s that assumes it.", account)
	case a.RoleARN != "" && accountOf(a.RoleARN) != account:
		return a, invalid("RoleArn %s is a role of another account; it has to be one of account %s. A role of the account that owns the data is given as ConsumerAccountRoleArn.", a.RoleARN, account)
	}
	return a, nil
}

func isRole(text string) bool { return roleARN.MatchString(text) }

func accountOf(text string) string {
	parsed, err := arn.Parse(text)
	if err != nil {
		return ""
	}
	return parsed.Account
}

// pass decides whether the caller may give these roles to a data source: iam:PassRole on role A whenever a role or the
// workgroup is set or changed, and the hub's setting for role B (SECURITY S5; AWS asks for the first only when RoleArn
// changes).
func (a *api) pass(c *service.Call, caller hub.Caller, source string, roles hub.Athena) error {
	if roles.RoleARN != "" {
		err := c.Authorize(service.Check{
			Action: "iam:PassRole", Resource: roles.RoleARN, Account: c.Account(),
			Keys: map[string][]string{"iam:PassedToService": {hub.ServiceName}, "iam:AssociatedResourceArn": {source}},
			// A role's trust policy says who assumes it and not who passes it.
			Policy: &service.ResourcePolicy{},
		})
		if err != nil {
			return err
		}
	}
	if roles.ConsumerAccountRoleARN == "" || a.anyRoleB {
		return nil
	}
	settings, err := hub.GetSettings(c.Tx, c.Account())
	if err != nil {
		return err
	}
	if !settings.MayNameRoleB(caller, roles.ConsumerAccountRoleARN) {
		return fault.New(fault.AccessDenied,
			"User: %s is not authorized to name the role %s in a data source because no setting of the hub allows it. Ask an administrator of the hub in account %s to allow this role for you.",
			c.Session.Principal.ARN, roles.ConsumerAccountRoleARN, c.Account())
	}
	return nil
}

// shownAthena is what athenaOf read, in the API's shape.
func shownAthena(a hub.Athena) types.DataSourceParameters {
	p := types.AthenaParameters{WorkGroup: aws.String(a.WorkGroup)}
	if a.RoleARN != "" {
		p.RoleArn = aws.String(a.RoleARN)
	}
	if a.ConsumerAccountRoleARN != "" {
		p.ConsumerAccountRoleArn = aws.String(a.ConsumerAccountRoleARN)
	}
	return &types.DataSourceParametersMemberAthenaParameters{Value: p}
}
