package sts

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"interlaken/service"
)

// decodeAuthorizationMessage tells what stands in the encoded message of a request that was refused in the caller's account.
func (s *sts) decodeAuthorizationMessage() service.Operation {
	return service.Define("DecodeAuthorizationMessage",
		service.On("sts:DecodeAuthorizationMessage", func(*service.Call, *sdk.DecodeAuthorizationMessageInput) string { return "*" }),
		func(c *service.Call, in *sdk.DecodeAuthorizationMessageInput) (*sdk.DecodeAuthorizationMessageOutput, error) {
			plain, ok := s.directory.OpenMessage(c.Account(), aws.ToString(in.EncodedMessage))
			if !ok {
				return nil, &types.InvalidAuthorizationMessageException{Message: aws.String("Message is not valid")}
			}
			return &sdk.DecodeAuthorizationMessageOutput{DecodedMessage: aws.String(string(plain))}, nil
		}, service.Reads)
}
