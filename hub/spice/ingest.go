package spice

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/job"
	"interlaken/store"
)

// begin says in the transaction that claims the job that the ingestion waits for its turn.
func (s *Service) begin(tx store.Tx, j job.Job) error {
	return hub.ChangeIngestion(tx, j.Key, func(i *hub.Ingestion) error {
		i.Status = types.IngestionStatusQueued
		return nil
	})
}

// ingestion is one that is under way.
type ingestion struct {
	*Service
	held    *job.Run
	asked   hub.Ingestion
	dataSet hub.DataSet
	set     hub.Set
	sources map[string]hub.DataSource // by ARN, as they are read
	attempt string                    // names the folders that this attempt goes through
	version hub.SetVersion
	window  *window // of an incremental refresh; nil for a full one
	room    *room

	mu sync.Mutex // guards asked.Exports
}

// do does an ingestion and writes what became of it.
func (s *Service) do(whole context.Context, held *job.Run) error {
	ctx, cancel := context.WithTimeout(whole, s.Limits.Time)
	defer cancel()
	i := &ingestion{Service: s, held: held, attempt: s.IDs.UUID(), room: s.space.room()}
	defer func() { s.report(i.room.empty()) }()
	err := s.Store.View(ctx, func(r store.Reader) (err error) {
		i.asked, err = hub.GetIngestionByKey(r, held.Key)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil // its data set was deleted
	}
	if err != nil {
		return err
	}
	leave, err := s.take(ctx, store.Key(i.asked.Account, i.asked.Region, i.asked.DataSetID))
	if err != nil {
		return err
	}
	defer leave()
	if err = i.run(ctx); err == nil {
		err = i.publish(ctx)
	}
	switch {
	case err == nil || crashed(err):
		return err
	case whole.Err() != nil:
		i.abandon(ctx)
		return errors.Join(context.Cause(whole), err) // cancelled, or the process stops: the queue knows which
	case ctx.Err() != nil:
		err = &failure{types.IngestionErrorTypeQueryTimeout, fmt.Sprintf("The ingestion took longer than %s, the limit Time, and was stopped.", s.Limits.Time), err}
	}
	i.abandon(ctx)
	return i.fail(ctx, err)
}

// run reads the accounts and writes a whole version, which nobody sees yet.
func (i *ingestion) run(ctx context.Context) error {
	if err := i.prepare(ctx); err != nil {
		return err
	}
	if err := i.step("prepared"); err != nil {
		return err
	}
	tables, err := i.exportAll(ctx)
	if err != nil {
		return err
	}
	i.version.Made = i.Clock.Now()
	if err := i.step("exported"); err != nil {
		return err
	}
	return i.write(ctx, tables)
}

// prepare looks up what is read, makes the set's key where there is none, and says that the ingestion runs.
func (i *ingestion) prepare(ctx context.Context) error {
	i.version = hub.SetVersion{ID: i.attempt, IngestionID: i.asked.ID}
	folder := i.IDs.UUID()
	made := false
	return i.Store.Update(ctx, func(tx store.Tx) (err error) {
		if _, err := i.held.Held(tx); err != nil {
			return err
		}
		if i.dataSet, err = hub.GetDataSet(tx, i.asked.Account, i.asked.Region, i.asked.DataSetID); err != nil {
			return gone(err)
		}
		if i.dataSet.ImportMode != types.DataSetImportModeSpice {
			return &failure{types.IngestionErrorTypeDataSetNotSpice, "The data set " + i.dataSet.ID + " is queried directly.", nil}
		}
		if u, err := userOf(tx, i.asked.Person); err != nil || u == nil {
			if err == nil {
				err = &failure{types.IngestionErrorTypePermissionNotFound, i.asked.Person.ARN + ", as whom the accounts are read, is not a user of the hub any more.", nil}
			}
			return err
		}
		if n := len(i.dataSet.Root.Columns); n > columnLimit {
			return &failure{types.IngestionErrorTypeDataSetSizeLimitExceeded, fmt.Sprintf("The data set %s has %d columns; in memory it may have %d.", i.dataSet.ID, n, columnLimit), nil}
		}
		if err := i.findSources(tx); err != nil {
			return err
		}
		if i.set, err = hub.GetSet(tx, i.asked.Account, i.asked.Region, i.asked.DataSetID); fault.Is(err, fault.NotFound) {
			i.set = hub.Set{Account: i.asked.Account, Region: i.asked.Region, DataSetID: i.asked.DataSetID, Folder: folder}
			if !made { // a transaction may be run again
				if i.set.Key, err = i.vault.makeKey(folder); err != nil {
					return err
				}
				made = true
			}
			err = hub.PutSet(tx, i.set)
		}
		if err == nil {
			err = i.findWindow(tx)
		}
		if err != nil {
			return err
		}
		return hub.ChangeIngestion(tx, i.asked.Key(), func(kept *hub.Ingestion) error {
			kept.Status, kept.Began = types.IngestionStatusRunning, i.Clock.Now()
			i.asked = *kept
			return nil
		})
	})
}

// findSources takes the data sources as they are now, and refuses one whose account does not let its data be copied.
func (i *ingestion) findSources(r store.Reader) error {
	i.sources = map[string]hub.DataSource{}
	for _, arn := range i.dataSet.Sources() {
		source, err := hub.GetDataSourceByARN(r, arn)
		if fault.Is(err, fault.NotFound) {
			return &failure{types.IngestionErrorTypeDataSourceNotFound, "A data source of the data set " + i.dataSet.ID + " is gone.", err}
		}
		if err != nil {
			return err
		}
		if !source.Ready() {
			return &failure{types.IngestionErrorTypeDataSourceConnectionFailed, fmt.Sprintf("The data source %s cannot be used while it is %s.", source.ID, source.Status), nil}
		}
		if err := hub.CheckCopies(r, &source, i.asked.Person); err != nil {
			return err
		}
		i.sources[arn] = source
		i.version.Sources = append(i.version.Sources, source)
	}
	return nil
}

// publish has readers see the new version, unless it may not take the old one's place any more.
func (i *ingestion) publish(ctx context.Context) error {
	if err := i.step("written"); err != nil {
		return err
	}
	var former *hub.SetVersion
	err := i.Store.Update(ctx, func(tx store.Tx) error {
		if err := i.held.End(tx); err != nil {
			return err
		}
		now, err := hub.GetDataSet(tx, i.asked.Account, i.asked.Region, i.asked.DataSetID)
		if err != nil {
			return gone(err)
		}
		if !now.Updated.Equal(i.dataSet.Updated) || !now.Created.Equal(i.dataSet.Created) {
			return &failure{types.IngestionErrorTypeIngestionSuperseded, "The data set " + now.ID + " was changed while it was read.", nil}
		}
		kept, err := hub.GetSet(tx, i.set.Account, i.set.Region, i.set.DataSetID)
		if err != nil || kept.Folder != i.set.Folder {
			return gone(err)
		}
		for n := range i.version.Sources { // the owner may have turned the switch meanwhile
			if err := hub.CheckCopies(tx, &i.version.Sources[n], i.asked.Person); err != nil {
				return err
			}
		}
		if err := i.fits(tx, kept); err != nil {
			return err
		}
		former, kept.Version = kept.Version, &i.version
		if err := hub.PutSet(tx, kept); err != nil {
			return err
		}
		return hub.ChangeIngestion(tx, i.asked.Key(), func(kept *hub.Ingestion) error {
			*kept = i.asked
			kept.Status, kept.Ended = types.IngestionStatusCompleted, i.Clock.Now()
			return nil
		})
	})
	if err != nil {
		return err
	}
	if err := i.step("published"); err != nil {
		return err
	}
	if former != nil {
		i.report(i.vault.drop(i.set.Folder, former.ID))
		i.loaded.retire(former.ID) // after its files are gone, so that nobody loads it anew in between
	}
	return nil
}

// fits holds the new version to the capacity that the sets of the account and Region have together.
func (i *ingestion) fits(r store.Reader, own hub.Set) error {
	sets, err := hub.Sets(r, own.Account, own.Region)
	if err != nil {
		return err
	}
	used := i.version.SizeBytes
	for _, other := range sets {
		if other.Version != nil && other.DataSetID != own.DataSetID {
			used += other.Version.SizeBytes
		}
	}
	if used > i.Limits.CapacityBytes {
		return &failure{types.IngestionErrorTypeAccountCapacityLimitExceeded, fmt.Sprintf(
			"The in-memory sets of account %s would have %d bytes; together they may have %d, the limit CapacityBytes.", own.Account, used, i.Limits.CapacityBytes), nil}
	}
	return nil
}

// abandon removes what was written for nobody. A transaction may be reported as failed and be there all the same, so the
// store is asked; where it does not say, the next start removes what is nobody's.
func (i *ingestion) abandon(ctx context.Context) {
	if i.set.Folder == "" {
		return
	}
	published := false
	err := i.Store.View(context.WithoutCancel(ctx), func(r store.Reader) error {
		kept, err := hub.GetSet(r, i.set.Account, i.set.Region, i.set.DataSetID)
		published = err == nil && kept.Version != nil && kept.Version.ID == i.version.ID
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	})
	if err == nil && !published {
		err = i.vault.drop(i.set.Folder, i.version.ID)
	}
	i.report(err)
}

// fail writes why an ingestion came to nothing.
func (i *ingestion) fail(ctx context.Context, cause error) error {
	why := failureOf(cause)
	if why.kind == types.IngestionErrorTypeInternalServiceError {
		i.report(fmt.Errorf("ingestion %s: %w", i.asked.ARN(), cause))
	}
	return i.Store.Update(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if err := i.held.End(tx); err != nil {
			return err
		}
		err := hub.ChangeIngestion(tx, i.asked.Key(), func(kept *hub.Ingestion) error {
			*kept = i.asked
			kept.Status, kept.Ended = types.IngestionStatusFailed, i.Clock.Now()
			kept.Error = &hub.IngestionError{Type: why.kind, Message: why.message}
			return nil
		})
		if fault.Is(err, fault.NotFound) {
			return nil // the data set was deleted, and its ingestions with it
		}
		return err
	})
}

// failed writes the end of an ingestion whose job could not do it: one that was cancelled, or interrupted too often.
func (s *Service) failed(tx store.Tx, j job.Job, cause error) error {
	err := hub.ChangeIngestion(tx, j.Key, func(i *hub.Ingestion) error {
		if i.Final() {
			return nil
		}
		i.Ended = s.Clock.Now()
		if fault.Is(cause, fault.Cancelled) {
			i.Status = types.IngestionStatusCancelled
			i.Error = &hub.IngestionError{Type: types.IngestionErrorTypeIngestionCanceled, Message: "The ingestion was cancelled."}
			return nil
		}
		i.Status = types.IngestionStatusFailed
		i.Error = &hub.IngestionError{Type: types.IngestionErrorTypeInternalServiceError, Message: fault.Public(cause)}
		return nil
	})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

func gone(err error) error {
	if err == nil || fault.Is(err, fault.NotFound) {
		return &failure{types.IngestionErrorTypeDataSetDeleted, "The data set was deleted while it was read.", err}
	}
	return err
}
