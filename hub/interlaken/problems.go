package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/hub/remedy"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// listProblems tells an owner which data sources of the account were refused last, and what would mend each.
func (o operations) listProblems() service.Operation {
	return service.Define("ListProblems",
		service.On("interlaken:ListProblems", func(c *service.Call, in *wire.ListProblemsInput) string { return spokeARN(c, in.AccountId) }),
		func(c *service.Call, in *wire.ListProblemsInput) (*wire.ListProblemsOutput, error) {
			_, spoke, err := o.owned(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			found, err := query.ListProblems(c.Tx, o.Account, spoke.Account)
			if err != nil {
				return nil, err
			}
			out := &wire.ListProblemsOutput{Problems: []wire.Problem{}}
			for _, p := range found {
				source, err := hub.GetDataSource(c.Tx, o.Account, c.Session.Region, p.DataSource)
				if err != nil {
					continue // it is gone, and so is its problem
				}
				mend := remedy.Of(remedy.Refusal{Source: source, Account: p.Failure.Account, Step: p.Failure.Step, Code: p.Failure.Code, Sentence: p.Failure.Message})
				shown := wire.Problem{
					DataSourceId: aws.String(source.ID), Name: aws.String(source.Name), Since: aws.Time(p.Since), LastAt: aws.Time(p.Last),
					Failure: &wire.RunFailure{Code: aws.String(p.Failure.Code), Message: aws.String(p.Failure.Message), Account: setText(p.Failure.Account), Step: aws.Int32(int32(p.Failure.Step))},
					Remedy:  &wire.Remedy{What: aws.String(mend.What), Statement: setText(mend.Statement), Command: setText(mend.Command)},
				}
				out.Problems = append(out.Problems, shown)
			}
			return out, nil
		}, service.Reads)
}
