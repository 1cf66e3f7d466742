package chain

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/smithy-go"

	"interlaken/hub"
)

var _ hub.Prober = (*Chain)(nil)

// Probe proves a data source: it walks the chain as a person and asks the workgroup, nothing else. Role B as published
// may not list anything (SECURITY S6).
func (c *Chain) Probe(ctx context.Context, source hub.DataSource, person hub.Person) *hub.ProbeFailure {
	lease, err := c.Lease(ctx, source, person)
	if err == nil {
		_, err = c.WorkGroup(ctx, lease, source.Athena.WorkGroup)
	}
	return asProbe(err)
}

// WorkGroup returns the workgroup that a lease is for. A workgroup that refuses, is not there or is disabled is a
// *Failure of the third step.
func (c *Chain) WorkGroup(ctx context.Context, lease *Lease, name string) (*athenatypes.WorkGroup, error) {
	out, err := c.Athena(lease).GetWorkGroup(ctx, &athena.GetWorkGroupInput{WorkGroup: aws.String(name)})
	if err == nil && out.WorkGroup == nil {
		err = errNoAnswer
	}
	if err != nil {
		return nil, c.workGroupFailure(lease, name, err)
	}
	if out.WorkGroup.State == athenatypes.WorkGroupStateDisabled {
		return nil, &Failure{
			Step: 3, Account: lease.Account, Code: "WorkGroupDisabled", Denied: true,
			Message: fmt.Sprintf("Account %s has switched the workgroup %s off. Ask its owner to enable it.", lease.Account, name),
		}
	}
	return out.WorkGroup, nil
}

func (c *Chain) workGroupFailure(lease *Lease, name string, err error) *Failure {
	f := &Failure{Step: 3, Account: lease.Account, Code: "Unreachable", cause: err}
	f.Message = fmt.Sprintf("Athena in account %s did not answer.", lease.Account)
	var api smithy.APIError
	if !errors.As(err, &api) {
		return f
	}
	f.Code, f.Denied = api.ErrorCode(), denials[api.ErrorCode()]
	if f.Denied {
		f.Message = fmt.Sprintf("Account %s refused the third step, to use the workgroup %s. Ask its owner to allow role B athena:GetWorkGroup and athena:StartQueryExecution on it. (%s)",
			lease.Account, name, api.ErrorMessage())
		return f
	}
	f.Message = fmt.Sprintf("The workgroup %s of account %s cannot be used: %s", name, lease.Account, api.ErrorMessage())
	return f
}

// asProbe maps a failure to QuickSight's types. Which one a broken chain yields is unpublished; docs/parity.md.
func asProbe(err error) *hub.ProbeFailure {
	if err == nil {
		return nil
	}
	var f *Failure
	switch {
	case !errors.As(err, &f):
		return &hub.ProbeFailure{Type: types.DataSourceErrorInfoTypeTimeout, Message: "The proof of the data source was broken off."}
	case f.Denied:
		return &hub.ProbeFailure{Type: types.DataSourceErrorInfoTypeAccessDenied, Message: f.Message}
	case f.Code == "Unreachable":
		return &hub.ProbeFailure{Type: types.DataSourceErrorInfoTypeUnknownHost, Message: f.Message}
	case f.Step == 3:
		return &hub.ProbeFailure{Type: types.DataSourceErrorInfoTypeGenericSqlFailure, Message: f.Message}
	}
	return &hub.ProbeFailure{Type: types.DataSourceErrorInfoTypeUnknown, Message: f.Message}
}
