package sts

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/service"
)

// getAccessKeyInfo says which account an access key is of, which stands in the key's id: whether there is such a key is not
// asked (API reference, GetAccessKeyInfo).
func (s *sts) getAccessKeyInfo() service.Operation {
	return service.Define("GetAccessKeyInfo", service.On("sts:GetAccessKeyInfo", func(*service.Call, *sdk.GetAccessKeyInfoInput) string { return "*" }),
		func(_ *service.Call, in *sdk.GetAccessKeyInfoInput) (*sdk.GetAccessKeyInfoOutput, error) {
			account, ok := id.AccountOf(aws.ToString(in.AccessKeyId))
			if !ok {
				return nil, fault.New(fault.Validation, "%s is not an access key id", aws.ToString(in.AccessKeyId))
			}
			return &sdk.GetAccessKeyInfoOutput{Account: aws.String(account)}, nil
		}, service.Reads)
}
