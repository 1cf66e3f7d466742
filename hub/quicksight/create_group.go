package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) createGroup() service.Operation {
	return define("CreateGroup", func(in *sdk.CreateGroupInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, in.GroupName)
	}, func(c *service.Call, in *sdk.CreateGroupInput) (*sdk.CreateGroupOutput, error) {
		if err := inDefault(in.Namespace); err != nil {
			return nil, err
		}
		name := aws.ToString(in.GroupName)
		if !principalName.MatchString(name) {
			return nil, invalid("The group name %q is not valid: it has 1 to 128 printable Latin characters and no blank at its ends.", name)
		}
		g := hub.Group{
			Account: c.Account(), Region: c.Session.Region, Namespace: *in.Namespace, Name: name,
			Description: aws.ToString(in.Description), PrincipalID: "group/" + a.mesh.IDs().UUID(), Created: c.Now,
		}
		if err := hub.CreateGroup(c.Tx, g); err != nil {
			return nil, typed(err, types.ExceptionResourceTypeGroup)
		}
		return &sdk.CreateGroupOutput{Group: shownGroup(g), Status: statusCreated}, nil
	})
}
