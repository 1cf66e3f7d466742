package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub/query"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// listReads answers an owner's question: who reads what of mine?
func (o operations) listReads() service.Operation {
	return service.Define("ListReads",
		service.On("interlaken:ListReads", func(c *service.Call, in *wire.ListReadsInput) string { return spokeARN(c, in.AccountId) }),
		func(c *service.Call, in *wire.ListReadsInput) (*wire.ListReadsOutput, error) {
			_, spoke, err := o.owned(c, in.AccountId)
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
			found, next, err := query.ListReads(c.Tx, o.Account, spoke.Account, aws.ToString(in.NextToken), size)
			if err != nil {
				return nil, err
			}
			out := &wire.ListReadsOutput{Reads: []wire.Read{}, NextToken: setText(next)}
			for _, r := range found {
				shown := wire.Read{
					PersonName: aws.String(r.Person.Name), PersonArn: aws.String(r.Person.ARN), DashboardId: setText(r.Dashboard.ID), DashboardName: setText(r.Dashboard.Name),
					DataSetId: setText(r.DataSet.ID), DataSetName: setText(r.DataSet.Name), DataSourceId: aws.String(r.DataSource), Columns: r.Columns,
					Runs: aws.Int64(r.Runs), ScannedBytes: aws.Int64(r.ScannedBytes), LastAt: aws.Time(r.Last), LastRunId: aws.String(r.LastRun),
				}
				shown.Picodollars, shown.Price = price(r.Picodollars, true)
				out.Reads = append(out.Reads, shown)
			}
			return out, nil
		}, service.Reads)
}
