package dashboards

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// ingested waits for the end of an ingestion.
func (w *world) ingested(dataSet, id string) *types.Ingestion {
	w.t.Helper()
	for {
		out, err := w.quicksight().DescribeIngestion(context.Background(), &quicksight.DescribeIngestionInput{AwsAccountId: aws.String(hub), DataSetId: &dataSet, IngestionId: &id})
		w.must(err)
		switch out.Ingestion.IngestionStatus {
		case types.IngestionStatusCompleted, types.IngestionStatusFailed, types.IngestionStatusCancelled:
			return out.Ingestion
		}
	}
}

// began makes a data set in memory, and returns its first ingestion once that has ended.
func (w *world) began(in *quicksight.CreateDataSetInput) *types.Ingestion {
	w.t.Helper()
	in.ImportMode = types.DataSetImportModeSpice
	out, err := w.quicksight().CreateDataSet(context.Background(), in)
	w.must(err)
	return w.ingested(*in.DataSetId, *out.IngestionId)
}

// held makes a data set in memory, and waits until it is there.
func (w *world) held(in *quicksight.CreateDataSetInput) *types.Ingestion {
	w.t.Helper()
	i := w.began(in)
	if i.IngestionStatus != types.IngestionStatusCompleted {
		w.t.Fatalf("the ingestion of %s is %s: %+v", *in.DataSetId, i.IngestionStatus, i.ErrorInfo)
	}
	return i
}

var _ = testing.Short
