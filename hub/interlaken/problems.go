package interlaken

import (
	"slices"
	"strings"
	"time"

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
			seen := map[string]bool{}
			for _, p := range o.Pulse.Failures(spoke.Account) {
				seen[p.Source.ID] = true
				f := query.Failure{Code: p.Failure.Code, Account: p.Failure.Account, Step: p.Failure.Step, Message: p.Failure.Message}
				out.Problems = append(out.Problems, shownProblem(p.Source, f, p.Since, p.At))
			}
			for _, p := range found {
				source, err := hub.GetDataSource(c.Tx, o.Account, c.Session.Region, p.DataSource)
				if err != nil || seen[source.ID] {
					continue // it is gone, and so is its problem, or the chain's own is told already
				}
				out.Problems = append(out.Problems, shownProblem(source, p.Failure, p.Since, p.Last))
			}
			slices.SortFunc(out.Problems, func(a, b wire.Problem) int { return strings.Compare(*a.DataSourceId, *b.DataSourceId) })
			return out, nil
		}, service.Reads)
}

// shownProblem is what was refused, and what mends it.
func shownProblem(source hub.DataSource, f query.Failure, since, last time.Time) wire.Problem {
	mend := remedy.Of(remedy.Refusal{Source: source, Account: f.Account, Step: f.Step, Code: f.Code, Sentence: f.Message})
	return wire.Problem{
		DataSourceId: aws.String(source.ID), Name: aws.String(source.Name), Since: aws.Time(since), LastAt: aws.Time(last),
		Failure: &wire.RunFailure{Code: aws.String(f.Code), Message: aws.String(f.Message), Account: setText(f.Account), Step: aws.Int32(int32(f.Step))},
		Remedy:  &wire.Remedy{What: aws.String(mend.What), Statement: setText(mend.Statement), Command: setText(mend.Command)},
	}
}
