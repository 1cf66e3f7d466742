package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// listRuns pages through the caller's runs; through the account's for an administrator who asks for all.
func (o operations) listRuns() service.Operation {
	return service.Define("ListRuns",
		service.On("interlaken:ListRuns", func(c *service.Call, _ *wire.ListRunsInput) string { return runARN(c, "*") }),
		func(c *service.Call, in *wire.ListRunsInput) (*wire.ListRunsOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			person := caller.Person().ID
			if aws.ToBool(in.All) {
				if !caller.Administers() {
					return nil, fault.New(fault.AccessDenied, "Only an administrator of the hub sees other people's runs.")
				}
				person = ""
			}
			size := 50
			if in.MaxResults != nil {
				size = int(*in.MaxResults)
			}
			if size < 1 || size > 100 {
				return nil, fault.New(fault.Validation, "MaxResults is %d; it may be 1 to 100.", size)
			}
			found, next, err := query.ListRuns(c.Tx, c.Account(), person, aws.ToString(in.NextToken), size)
			if err != nil {
				return nil, err
			}
			out := &wire.ListRunsOutput{Runs: []wire.Run{}, NextToken: setText(next)}
			for _, run := range found {
				sees, err := detailed(c.Tx, caller, &run)
				if err != nil {
					return nil, err
				}
				shown, err := shownRun(c.Tx, run, sees)
				if err != nil {
					return nil, err
				}
				out.Runs = append(out.Runs, shown)
			}
			return out, nil
		}, service.Reads)
}
