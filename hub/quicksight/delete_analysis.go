package quicksight

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// The days for which a deleted analysis can be restored (QuickSight API Reference, DeleteAnalysis).
const (
	leastRecovery = 7
	mostRecovery  = 30
)

// deleteAnalysis deletes an analysis, which can be restored for 30 days unless the request says otherwise.
func (a *api) deleteAnalysis() service.Operation {
	return define("DeleteAnalysis", func(in *sdk.DeleteAnalysisInput) target {
		return analysisTarget(in.AwsAccountId, in.AnalysisId)
	}, func(c *service.Call, in *sdk.DeleteAnalysisInput) (*sdk.DeleteAnalysisOutput, error) {
		_, found, err := analysis(c, in.AnalysisId, share.DeleteAnalysis)
		if err != nil {
			return nil, err
		}
		days := int64(mostRecovery)
		switch {
		case in.RecoveryWindowInDays == nil:
		case in.ForceDeleteWithoutRecovery:
			return nil, invalid("RecoveryWindowInDays and ForceDeleteWithoutRecovery are not given together.")
		case *in.RecoveryWindowInDays < leastRecovery || *in.RecoveryWindowInDays > mostRecovery:
			return nil, invalid("RecoveryWindowInDays is %d; it is %d to %d.", *in.RecoveryWindowInDays, leastRecovery, mostRecovery)
		default:
			days = *in.RecoveryWindowInDays
		}
		end := c.Now
		if in.ForceDeleteWithoutRecovery {
			err = hub.Analyses.Delete(c.Tx, found.Account, found.Region, found.ID)
		} else if found.IsDeleted() {
			err = conflict("Analysis %s is deleted already.", found.ID)
		} else {
			end = c.Now.Add(time.Duration(days) * 24 * time.Hour)
			err = hub.DiscardAnalysis(c.Tx, found, c.Now, end)
		}
		if err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Analysis")
		return &sdk.DeleteAnalysisOutput{Arn: aws.String(found.ARN()), AnalysisId: in.AnalysisId, DeletionTime: aws.Time(end), Status: statusOK}, nil
	})
}
