package spice

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
)

// lookEvery is how often it is looked for schedules that are due; they are due at whole minutes.
const lookEvery = 15 * time.Second

// Start begins to keep the schedules, and tries once more to empty what earlier processes have left in the accounts'
// buckets.
func (s *Service) Start() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.timing.Go(func() {
		s.cleanLeft(ctx)
		for s.Clock.Sleep(ctx, lookEvery) == nil {
			if err := s.Refresh(ctx); err != nil && ctx.Err() == nil {
				s.report(err)
			}
		}
	})
}

// Refresh begins the ingestions of all schedules that are due now.
func (s *Service) Refresh(ctx context.Context) error {
	var due []hub.Schedule
	now := s.Clock.Now()
	if err := s.Store.View(ctx, func(r store.Reader) (err error) { due, err = hub.DueSchedules(r, now); return err }); err != nil {
		return err
	}
	for _, schedule := range due {
		if err := s.Store.Update(ctx, func(tx store.Tx) error { return s.refresh(tx, schedule, now) }); err != nil {
			return err
		}
	}
	return nil
}

// refresh begins the ingestion of a schedule that is due, in a transaction of its own.
func (s *Service) refresh(tx store.Tx, schedule hub.Schedule, now time.Time) error {
	kept, err := hub.GetSchedule(tx, schedule.Account, schedule.Region, schedule.DataSetID, schedule.ID)
	if fault.Is(err, fault.NotFound) || err == nil && kept.Next.After(now) {
		return nil // it was changed meanwhile
	}
	if err != nil {
		return err
	}
	if err := hub.PassSchedule(tx, kept, now); err != nil {
		return err
	}
	d, err := hub.GetDataSet(tx, kept.Account, kept.Region, kept.DataSetID)
	if err != nil || d.ImportMode != types.DataSetImportModeSpice {
		return err
	}
	i := hub.Ingestion{ID: s.IDs.UUID(), Type: types.IngestionRequestType(kept.Type), Source: types.IngestionRequestSourceScheduled, Person: kept.Person}
	may, err := s.mayRefresh(tx, d, kept.Person)
	if err != nil {
		return err
	}
	if may {
		_, err := s.Begin(tx, d, i)
		return err
	}
	i.Account, i.Region, i.DataSetID, i.Created, i.Ended, i.Status = d.Account, d.Region, d.ID, now, now, types.IngestionStatusFailed
	i.Error = &hub.IngestionError{Type: types.IngestionErrorTypePermissionNotFound, Message: kept.Person.ARN +
		", who made the schedule, may not refresh the data set any more. Who may has to update the schedule."}
	return hub.CreateIngestion(tx, i)
}

// mayRefresh decides anew whether a person may have a data set read: the permission may be gone, and the user too.
func (s *Service) mayRefresh(r store.Reader, d hub.DataSet, p hub.Person) (bool, error) {
	u, err := userOf(r, p)
	if err != nil || u == nil {
		return false, err
	}
	return share.May(r, hub.Caller{User: u}, d.ARN(), d.Permissions, share.CreateIngestion)
}

// userOf is the user that a person is; nil where there is none any more.
func userOf(r store.Reader, p hub.Person) (*hub.User, error) {
	u, err := hub.GetUser(r, p.Account, p.Namespace, p.Name)
	if fault.Is(err, fault.NotFound) || err == nil && u.StableID() != p.ID {
		return nil, nil
	}
	return &u, err
}

// cleanLeft empties the folders of exports whose ingestion could not.
func (s *Service) cleanLeft(ctx context.Context) {
	var left []hub.Ingestion
	if err := s.Store.View(ctx, func(r store.Reader) (err error) { left, err = hub.LeftOver(r); return err }); err != nil {
		s.report(err)
		return
	}
	for _, i := range left {
		if !i.Final() {
			continue // its job does it
		}
		for n, e := range i.Exports {
			var source hub.DataSource
			err := s.Store.View(ctx, func(r store.Reader) (err error) { source, err = hub.GetDataSourceByARN(r, e.DataSourceARN); return err })
			if err != nil || !e.Left || s.clean(ctx, source, i.Person, parsePlace(e.Place)) != nil {
				continue // the account does not let us, or is not ours to ask any more
			}
			err = s.Store.Update(ctx, func(tx store.Tx) error {
				return hub.ChangeIngestion(tx, i.Key(), func(kept *hub.Ingestion) error { kept.Exports[n].Left = false; return nil })
			})
			if err != nil && !fault.Is(err, fault.NotFound) {
				s.report(err)
			}
		}
	}
}
