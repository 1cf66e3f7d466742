package quicksight

import (
	"context"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/job"
	"interlaken/service"
	"interlaken/store"
)

// proofKind is the job that finds out whether a data source works.
const proofKind = "hub.data-source"

// proofs is how many data sources are proved at once; each waits for other accounts most of the time.
const proofs = 8

// proofPayload names one state of one data source.
type proofPayload struct {
	Account string `json:"account"`
	Region  string `json:"region"`
	ID      string `json:"id"`
	Epoch   int64  `json:"epoch"`
}

// prove has a data source proved as its author, once it is kept.
func (a *api) prove(c *service.Call, d hub.DataSource) error {
	payload := proofPayload{Account: d.Account, Region: d.Region, ID: d.ID, Epoch: d.Epoch}
	return a.jobs.Enqueue(c.Tx, d.Account, proofKind, d.ARN()+"#"+strconv.FormatInt(d.Epoch, 10), payload)
}

// proof is the kind of the job. A proof changes nothing where it looks, so one that was interrupted is done again.
func (a *api) proof() job.Kind {
	return job.Kind{
		Name: proofKind, Concurrency: proofs, Recovery: job.Resume, Do: a.doProof,
		Failed: func(tx store.Tx, j job.Job, cause error) error {
			var p proofPayload
			if err := j.Decode(&p); err != nil {
				return err
			}
			return settle(tx, p, &hub.ProbeFailure{
				Type:    types.DataSourceErrorInfoTypeUnknown,
				Message: "The data source could not be checked: " + fault.Public(cause) + " Update it to have it checked again.",
			}, a.mesh.Clock().Now())
		},
	}
}

func (a *api) doProof(ctx context.Context, run *job.Run) error {
	var p proofPayload
	if err := run.Decode(&p); err != nil {
		return err
	}
	var d hub.DataSource
	err := a.mesh.Store().View(ctx, func(r store.Reader) (err error) {
		d, err = hub.GetDataSource(r, p.Account, p.Region, p.ID)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && d.Epoch != p.Epoch {
		return nil // it is gone, or another job proves what it has become
	}
	if err != nil {
		return err
	}
	failure := a.probe(ctx, d)
	if err := ctx.Err(); err != nil {
		return err // what was found while everything stops is not the data source's state
	}
	return a.mesh.Store().Update(ctx, func(tx store.Tx) error {
		if err := run.End(tx); err != nil {
			return err
		}
		return settle(tx, p, failure, a.mesh.Clock().Now())
	})
}

// probe walks the chain. Without a RoleArn the account-wide role is meant, which a hub does not have.
func (a *api) probe(ctx context.Context, d hub.DataSource) *hub.ProbeFailure {
	if d.Athena.RoleARN == "" {
		return &hub.ProbeFailure{
			Type: types.DataSourceErrorInfoTypeAccessDenied,
			Message: "The QuickSight service role required to access your AWS resources has not been created yet. " +
				"Give the data source a RoleArn: a role of account " + d.Account + " that " + hub.ServiceName + " may assume.",
		}
	}
	return a.prober.Probe(ctx, d, d.Author)
}

// settle writes the outcome, unless the data source has changed since.
func settle(tx store.Tx, p proofPayload, failure *hub.ProbeFailure, now time.Time) error {
	var info *hub.ErrorInfo
	if failure != nil {
		info = &hub.ErrorInfo{Type: failure.Type, Message: failure.Message}
	}
	_, err := hub.SettleDataSource(tx, p.Account, p.Region, p.ID, p.Epoch, info, now)
	return err
}
