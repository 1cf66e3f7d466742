package quicksight

import (
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
)

var principalName = regexp.MustCompile(`^[\x{21}-\x{7E}\x{A1}-\x{FF}]([\x{20}-\x{7E}\x{A0}-\x{FF}]{0,126}[\x{21}-\x{7E}\x{A1}-\x{FF}])?$`)

// registerUser maps an IAM user, or a role with a session name, to a user of the hub; or it makes a local user, who
// chooses a password by the invitation that the answer holds.
func (a *api) registerUser() service.Operation {
	return service.Define("RegisterUser", func(c *service.Call, in *sdk.RegisterUserInput) ([]service.Check, error) {
		name := userNameOf(in)
		t := userTarget(in.AwsAccountId, in.Namespace, &name)
		t.tags = in.Tags
		check, err := t.check(c, "RegisterUser")
		if check.Keys == nil {
			check.Keys = map[string][]string{}
		}
		if in.IamArn != nil {
			check.Keys["quicksight:IamArn"] = []string{*in.IamArn}
		}
		if in.SessionName != nil {
			check.Keys["quicksight:SessionName"] = []string{*in.SessionName}
		}
		return []service.Check{check}, err
	}, func(c *service.Call, in *sdk.RegisterUserInput) (*sdk.RegisterUserOutput, error) {
		u, err := a.newUser(c, in)
		if err != nil {
			return nil, err
		}
		if err := hub.CreateUser(c.Tx, u); err != nil {
			return nil, typed(err, types.ExceptionResourceTypeUser)
		}
		out := &sdk.RegisterUserOutput{User: shownUser(u), Status: statusCreated}
		if !u.Local() {
			return out, nil
		}
		address, _, err := a.inviter.Invite(c.Tx, u, c.Now)
		out.UserInvitationUrl = aws.String(address)
		return out, err
	}, service.Shows(nil, func(out any) any {
		// An invitation signs in: whoever reads the trail must not have it.
		shown := *out.(*sdk.RegisterUserOutput)
		shown.UserInvitationUrl = nil
		return &shown
	}))
}

func (a *api) newUser(c *service.Call, in *sdk.RegisterUserInput) (hub.User, error) {
	u := hub.User{
		Account: c.Account(), Region: c.Session.Region, Namespace: aws.ToString(in.Namespace), Name: userNameOf(in),
		Email: aws.ToString(in.Email), IAMARN: aws.ToString(in.IamArn), SessionName: aws.ToString(in.SessionName), Created: c.Now,
	}
	var err error
	switch {
	case in.IdentityType != types.IdentityTypeIam && in.IdentityType != types.IdentityTypeQuicksight:
		return u, fault.New("IdentityTypeNotSupportedException", "Users of the identity type %s cannot be registered here; register an IAM user or role with IAM, or a local user with QUICKSIGHT.", in.IdentityType)
	case in.IdentityType == types.IdentityTypeQuicksight && (in.IamArn != nil || in.SessionName != nil):
		return u, invalid("A user of the identity type QUICKSIGHT signs in with a password, so IamArn and SessionName cannot be given.")
	case in.IdentityType == types.IdentityTypeQuicksight && aws.ToString(in.UserName) == "":
		return u, invalid("A user of the identity type QUICKSIGHT needs a UserName.")
	case in.ExternalLoginFederationProviderType != nil || in.ExternalLoginId != nil || in.CustomFederationProviderUrl != nil:
		return u, fault.New(fault.Unsupported, "External login providers are unsupported here.")
	case in.CustomPermissionsName != nil:
		return u, fault.New(fault.Unsupported, "Custom permissions are unsupported here.")
	case !principalName.MatchString(u.Name):
		return u, invalid("The user name %q is not valid: it has 1 to 128 printable Latin characters and no blank at its ends.", u.Name)
	}
	if err := inDefault(in.Namespace); err != nil {
		return u, err
	}
	if u.Role, err = roleOf(in.UserRole); err != nil {
		return u, err
	}
	if u.Tags, err = tagMap(in.Tags); err != nil {
		return u, err
	}
	if in.IdentityType == types.IdentityTypeQuicksight {
		u.LocalID = a.mesh.IDs().Unique("USER")
		return u, nil
	}
	u.IAMID, err = a.principalID(c, u.IAMARN, u.SessionName)
	return u, err
}

// principalID finds the unique id of the IAM principal that is to be registered: it has to be a user, or a role with a
// session name, of the hub account, and has to exist, because the mapping is to this one and not to its name.
func (a *api) principalID(c *service.Call, text, session string) (string, error) {
	parsed, err := arn.Parse(text)
	switch {
	case err != nil || parsed.Service != "iam" || parsed.Type() != "user" && parsed.Type() != "role":
		return "", invalid("IamArn %q is not the ARN of an IAM user or role.", text)
	case parsed.Account != c.Account():
		return "", invalid("IamArn %s is of another account; a user of the hub is an IAM user or role of account %s.", text, c.Account())
	case parsed.Type() == "role" && session == "":
		return "", invalid("A role is registered together with a SessionName.")
	case parsed.Type() == "user" && session != "":
		return "", invalid("SessionName is for roles; %s is an IAM user.", text)
	}
	found, err := a.mesh.Directory().UniqueID(c.Tx, text)
	if fault.Is(err, fault.NotFound) {
		return "", invalid("IamArn %s does not exist.", text)
	}
	return found, err
}

// userNameOf is the name that was asked for, else what QuickSight makes of the principal: the IAM user's name, or the
// role's and the session's with a slash between them.
func userNameOf(in *sdk.RegisterUserInput) string {
	if name := aws.ToString(in.UserName); name != "" {
		return name
	}
	text := aws.ToString(in.IamArn)
	name := text[strings.LastIndexByte(text, '/')+1:]
	if in.SessionName != nil {
		name += "/" + *in.SessionName
	}
	return name
}
