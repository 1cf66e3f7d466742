package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// resumeAccess turns the switch on again: at the next request all is as it was.
func (o operations) resumeAccess() service.Operation {
	return service.Define("ResumeAccess",
		onSpoke("interlaken:ResumeAccess", func(in *wire.ResumeAccessInput) *string { return in.AccountId }),
		func(c *service.Call, in *wire.ResumeAccessInput) (*wire.ResumeAccessOutput, error) {
			who, err := o.asOwner(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			if aws.ToString(in.SuspensionId) == "" {
				return nil, fault.New(fault.Validation, "SuspensionId is missing.")
			}
			if _, err := hub.Resume(c.Tx, o.Account, who.spoke.Account, *in.SuspensionId); err != nil {
				return nil, err
			}
			o.concern(c, who.spoke.Account)
			return &wire.ResumeAccessOutput{}, nil
		})
}
