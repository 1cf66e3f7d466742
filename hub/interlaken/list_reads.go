package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// listReads answers an account's owner: who reads what of mine? The latest come first.
func (o operations) listReads() service.Operation {
	return service.Define("ListReads",
		onSpoke("interlaken:ListReads", func(in *wire.ListReadsInput) *string { return in.AccountId }),
		func(c *service.Call, in *wire.ListReadsInput) (*wire.ListReadsOutput, error) {
			who, err := o.asWatcher(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			size := 50
			if in.MaxResults != nil {
				size = int(*in.MaxResults)
			}
			if size < 1 || size > 100 {
				return nil, fault.New(fault.Validation, "MaxResults is %d; it may be 1 to 100.", size)
			}
			found, next, err := hub.Reads(c.Tx, o.Account, who.spoke.Account, aws.ToString(in.NextToken), size)
			if err != nil {
				return nil, err
			}
			out := &wire.ListReadsOutput{Reads: []wire.Read{}, NextToken: setText(next)}
			for _, r := range found {
				out.Reads = append(out.Reads, shownRead(r))
			}
			return out, nil
		}, service.Reads)
}

func shownRead(r hub.Read) wire.Read {
	shown := wire.Read{
		PersonName: aws.String(r.Person.Name), PersonArn: aws.String(r.Person.ARN), DashboardId: setText(r.DashboardID), DashboardName: setText(r.DashboardName),
		DataSetId: setText(r.DataSetID), DataSetName: setText(r.DataSetName), DataSourceId: aws.String(r.DataSourceID), Columns: r.Columns,
		Runs: aws.Int64(r.Runs), Copies: aws.Int64(r.Copies), ScannedBytes: aws.Int64(r.ScannedBytes), LastAt: aws.Time(r.Last), LastRunId: aws.String(r.LastRun),
	}
	shown.Picodollars, shown.Price = price(r.Picodollars, true)
	return shown
}
