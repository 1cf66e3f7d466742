package sts

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/service"
)

// getCallerIdentity says who the caller is. It needs no permission and cannot be denied (API reference,
// GetCallerIdentity).
func (s *sts) getCallerIdentity() service.Operation {
	return service.Define("GetCallerIdentity", nil,
		func(c *service.Call, _ *sdk.GetCallerIdentityInput) (*sdk.GetCallerIdentityOutput, error) {
			p := c.Session.Principal
			return &sdk.GetCallerIdentityOutput{
				Account: aws.String(p.Account), Arn: aws.String(p.ARN), UserId: aws.String(p.UniqueID),
			}, nil
		}, service.Reads, service.Opens, service.Shows(func(any) any { return nil }, nil))
}
