package interlaken

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/remedy"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// listProblems lists the data sources of an account that were refused last time, each with what would mend it. One is
// gone once it can be read again.
func (o operations) listProblems() service.Operation {
	return service.Define("ListProblems",
		onSpoke("interlaken:ListProblems", func(in *wire.ListProblemsInput) *string { return in.AccountId }),
		func(c *service.Call, in *wire.ListProblemsInput) (*wire.ListProblemsOutput, error) {
			who, err := o.asWatcher(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			found, err := hub.Problems(c.Tx, o.Account, who.spoke.Account)
			if err != nil {
				return nil, err
			}
			sharing, err := hub.SourcesOf(c.Tx, o.Account, who.spoke.Account)
			if err != nil {
				return nil, err
			}
			slices.SortFunc(found, func(a, b hub.Problem) int { return b.Last.Compare(a.Last) })
			out := &wire.ListProblemsOutput{Problems: []wire.Problem{}}
			for _, p := range found {
				source, err := hub.GetDataSourceByARN(c.Tx, p.DataSourceARN)
				if fault.Is(err, fault.NotFound) || err == nil && source.Athena.Account() != p.Account {
					continue // it is gone, or leads elsewhere by now
				}
				if err != nil {
					return nil, err
				}
				out.Problems = append(out.Problems, shownProblem(&p, remedy.Case{
					Refusal: p.Refusal, Source: source, Spoke: who.spoke, Sharing: sharing, Run: p.Run, At: p.Last,
				}))
			}
			return out, nil
		}, service.Reads)
}

func shownProblem(p *hub.Problem, c remedy.Case) wire.Problem {
	mend := c.Mend()
	return wire.Problem{
		DataSourceId: aws.String(c.Source.ID), Name: aws.String(c.Source.Name), Since: aws.Time(p.Since), LastAt: aws.Time(p.Last),
		RunId: setText(p.Run), Failure: shownCase(c, true),
		Remedy: &wire.Remedy{What: aws.String(mend.What), Statement: setText(mend.Statement), Command: setText(mend.Command)},
	}
}
