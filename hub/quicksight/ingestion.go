package quicksight

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/store"
)

// Memory keeps data sets in memory. Each call is in the transaction of the operation that makes it.
type Memory interface {
	// Begin keeps an ingestion of a data set, which says by whom, how and why; it is done once that is durable.
	Begin(tx store.Tx, d hub.DataSet, i hub.Ingestion) (hub.Ingestion, error)
	// Cancel asks an ingestion to end.
	Cancel(tx store.Tx, i hub.Ingestion) error
	// Forget destroys what is kept of a data set.
	Forget(tx store.Tx, d hub.DataSet) error
}

// keeps refuses a data set that is to be in memory where nothing is kept there.
func (a *api) keeps(mode types.DataSetImportMode) error {
	if mode == types.DataSetImportModeSpice && a.memory == nil {
		return fault.New(fault.Unsupported, "In-memory data sets (ImportMode SPICE) are unsupported by this hub. Make a data set with ImportMode DIRECT_QUERY.")
	}
	return nil
}

// read has a data set that was made or changed read into memory.
func (a *api) read(c *service.Call, d hub.DataSet, why types.IngestionRequestType) (arn, id *string, err error) {
	if d.ImportMode != types.DataSetImportModeSpice {
		return nil, nil, nil
	}
	i, err := a.memory.Begin(c.Tx, d, hub.Ingestion{
		ID: a.mesh.IDs().UUID(), Type: why, Source: types.IngestionRequestSourceManual, Person: d.Author,
	})
	return aws.String(i.ARN()), aws.String(i.ID), err
}

// forget destroys what is in memory of a data set.
func (a *api) forget(c *service.Call, d hub.DataSet) error {
	if a.memory == nil {
		return nil
	}
	return a.memory.Forget(c.Tx, d)
}

func ingestionTarget(account, dataSet, id *string) target {
	return target{account: account, resource: fmt.Sprintf("dataset/%s/ingestion/%s", aws.ToString(dataSet), aws.ToString(id))}
}

// ingestionOf finds an ingestion of a data set with which the caller may do an action.
func ingestionOf(c *service.Call, dataSetID, id *string, action string) (hub.DataSet, hub.Ingestion, error) {
	d, err := dataSet(c, dataSetID, action)
	if err != nil {
		return d, hub.Ingestion{}, err
	}
	i, err := hub.GetIngestion(c.Tx, d.Account, d.Region, d.ID, aws.ToString(id))
	return d, i, typed(err, types.ExceptionResourceTypeIngestion)
}

// createIngestion has a data set read anew.
func (a *api) createIngestion() service.Operation {
	return define("CreateIngestion", func(in *sdk.CreateIngestionInput) target {
		return ingestionTarget(in.AwsAccountId, in.DataSetId, in.IngestionId)
	}, func(c *service.Call, in *sdk.CreateIngestionInput) (*sdk.CreateIngestionOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.CreateIngestion)
		if err != nil {
			return nil, err
		}
		caller, err := hub.Resolve(c.Tx, c.Session)
		if err != nil {
			return nil, err
		}
		if err := a.keeps(d.ImportMode); err != nil {
			return nil, err
		}
		if d.ImportMode != types.DataSetImportModeSpice {
			return nil, invalid("The data set %s is queried directly, so there is nothing to ingest.", d.ID)
		}
		kind := types.IngestionRequestTypeFullRefresh
		if in.IngestionType == types.IngestionTypeIncrementalRefresh {
			kind = types.IngestionRequestTypeIncrementalRefresh
			if _, err := hub.GetRefresh(c.Tx, d.Account, d.Region, d.ID); fault.Is(err, fault.NotFound) {
				return nil, invalid("The data set %s has no lookback window for incremental refreshes: PutDataSetRefreshProperties sets one.", d.ID)
			} else if err != nil {
				return nil, err
			}
		}
		i, err := a.memory.Begin(c.Tx, d, hub.Ingestion{
			ID: aws.ToString(in.IngestionId), Type: kind, Source: types.IngestionRequestSourceManual, Person: caller.Person(),
		})
		if err != nil {
			return nil, typed(err, types.ExceptionResourceTypeIngestion)
		}
		c.Resource(i.ARN(), "AWS::QuickSight::Ingestion")
		return &sdk.CreateIngestionOutput{Arn: aws.String(i.ARN()), IngestionId: aws.String(i.ID), IngestionStatus: i.Status, Status: statusCreated}, nil
	})
}

func (a *api) describeIngestion() service.Operation {
	return define("DescribeIngestion", func(in *sdk.DescribeIngestionInput) target {
		return ingestionTarget(in.AwsAccountId, in.DataSetId, in.IngestionId)
	}, func(c *service.Call, in *sdk.DescribeIngestionInput) (*sdk.DescribeIngestionOutput, error) {
		d, i, err := ingestionOf(c, in.DataSetId, in.IngestionId, share.DescribeIngestion)
		if err != nil {
			return nil, err
		}
		shown, err := a.shownIngestion(c, d, i)
		return &sdk.DescribeIngestionOutput{Ingestion: shown, Status: statusOK}, err
	}, service.Reads)
}

func (a *api) listIngestions() service.Operation {
	return define("ListIngestions", func(in *sdk.ListIngestionsInput) target {
		return ingestionTarget(in.AwsAccountId, in.DataSetId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListIngestionsInput) (*sdk.ListIngestionsOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.ListIngestions)
		if err != nil {
			return nil, err
		}
		after, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		all, next, err := hub.Ingestions(c.Tx, d, after, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListIngestionsOutput{Ingestions: []types.Ingestion{}, NextToken: nextToken(next), Status: statusOK}
		for _, i := range all {
			shown, err := a.shownIngestion(c, d, i)
			if err != nil {
				return nil, err
			}
			out.Ingestions = append(out.Ingestions, *shown)
		}
		return out, nil
	}, service.Reads)
}

func (a *api) cancelIngestion() service.Operation {
	return define("CancelIngestion", func(in *sdk.CancelIngestionInput) target {
		return ingestionTarget(in.AwsAccountId, in.DataSetId, in.IngestionId)
	}, func(c *service.Call, in *sdk.CancelIngestionInput) (*sdk.CancelIngestionOutput, error) {
		_, i, err := ingestionOf(c, in.DataSetId, in.IngestionId, share.CancelIngestion)
		if err != nil {
			return nil, err
		}
		if i.Final() {
			return nil, invalid("The ingestion %s is %s; only one that waits or runs can be cancelled.", i.ID, i.Status)
		}
		if err := a.memory.Cancel(c.Tx, i); err != nil {
			return nil, err
		}
		c.Resource(i.ARN(), "AWS::QuickSight::Ingestion")
		return &sdk.CancelIngestionOutput{Arn: aws.String(i.ARN()), IngestionId: aws.String(i.ID), Status: statusOK}, nil
	})
}

// shownIngestion is an ingestion in the API's shape. One that waits says for which other one of its data set.
func (a *api) shownIngestion(c *service.Call, d hub.DataSet, i hub.Ingestion) (*types.Ingestion, error) {
	shown := &types.Ingestion{
		Arn: aws.String(i.ARN()), IngestionId: aws.String(i.ID), IngestionStatus: i.Status, CreatedTime: aws.Time(i.Created),
		RequestSource: i.Source, RequestType: i.Type, IngestionTimeInSeconds: aws.Int64(int64(i.Took(c.Now).Seconds())), IngestionSizeInBytes: aws.Int64(i.SizeBytes),
	}
	if i.Error != nil {
		shown.ErrorInfo = &types.ErrorInfo{Type: i.Error.Type, Message: aws.String(i.Error.Message)}
	}
	if i.Status == types.IngestionStatusCompleted {
		shown.RowInfo = &types.RowInfo{RowsIngested: aws.Int64(i.RowsIngested), RowsDropped: aws.Int64(i.RowsDropped), TotalRowsInDataset: aws.Int64(i.TotalRows)}
	}
	if i.Status != types.IngestionStatusQueued && i.Status != types.IngestionStatusInitialized {
		return shown, nil
	}
	open, err := hub.UnendedIngestions(c.Tx, d.Account, d.Region, d.ID)
	for _, o := range open {
		if o.Status == types.IngestionStatusRunning {
			shown.QueueInfo = &types.QueueInfo{QueuedIngestion: aws.String(i.ID), WaitingOnIngestion: aws.String(o.ID)}
		}
	}
	return shown, err
}
