package query

import (
	"errors"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/remedy"
	"interlaken/store"
)

// suspended refuses a run that an owner's switch stops, for as long as it is off: rows that were fetched before are
// copies, and the switch stops them too (SECURITY S13, S14).
func suspended(r store.Reader, run *Run) error {
	for i := range run.Parts {
		check := hub.CheckSuspended
		if run.Parts[i].Copy != nil {
			check = hub.CheckCopies
		}
		err := check(r, &run.Parts[i].DataSource, run.Person)
		var off *fault.Error
		if errors.As(err, &off) && off.Code == hub.Suspended {
			return off.With("Part", run.Parts[i].Name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// StopSuspended asks every run of the hub account that a suspension stops to end, in the transaction that puts it into
// force. A run that ends so says who stopped it.
func (s *Service) StopSuspended(tx store.Tx, suspension hub.Suspension) error {
	var stopped []Run
	for item, err := range runs.ScanIndex(tx, "unfinished", store.Range{Prefix: store.Key(suspension.Hub)}) {
		if err != nil {
			return err
		}
		for i := range item.Value.Parts {
			p := &item.Value.Parts[i]
			if suspension.Stops(&p.DataSource, item.Value.Person) || p.Copy != nil && suspension.StopsCopies(&p.DataSource, item.Value.Person) {
				stopped = append(stopped, item.Value)
				break
			}
		}
	}
	for _, run := range stopped {
		if err := s.Stop(tx, run); err != nil {
			return err
		}
	}
	return nil
}

// told gives a run that was stopped the reason of the owner who stopped it, if it was one.
func told(r store.Reader, run *Run) error {
	if run.State != Cancelled {
		return nil
	}
	err := suspended(r, run)
	if fault.Is(err, hub.Suspended) {
		run.State, run.Failure = Failed, failureOf(run, err)
		return nil
	}
	return err
}

// refusalOf is the step that an error of a part says was refused or could not be made; nil for every other error, such
// as one of the query itself.
func refusalOf(err error) *hub.Refusal {
	var step *chain.Failure
	if errors.As(err, &step) && step.Step > 0 {
		return &hub.Refusal{Step: step.Step, Account: step.Account, Code: step.Code, Message: step.Message}
	}
	var query *athenaFailure
	if errors.As(err, &query) && (query.code == "Unreachable" || remedy.IsDenial(query.message)) {
		return &hub.Refusal{Step: 3, Account: query.account, Code: query.code, Message: query.message}
	}
	return nil
}

// observe tells what a part has learnt of its data source.
func (s *Service) observe(run *Run, p *Part, err error) {
	p.refusal = refusalOf(err)
	if s.Observe != nil && (p.refusal != nil || p.State == Succeeded) {
		s.Observe(p.DataSource, run.Person, p.refusal)
	}
}

// account keeps what a run that has ended read of each account, and what was refused to it, for the accounts' owners.
func account(tx store.Tx, run *Run) error {
	for i := range run.Parts {
		p := &run.Parts[i]
		var err error
		switch {
		case p.refusal != nil:
			err = hub.NoteProblem(tx, &p.DataSource, *p.refusal, run.ID, run.asked(p), run.Completed)
		case p.State == Succeeded && p.Copy != nil:
			once := run.read(p)
			once.Copies, once.Last = 1, run.Completed
			err = hub.AddRead(tx, once)
		case p.State == Succeeded:
			err = answered(tx, run, p)
		}
		if err == nil && p.ExecutionID != "" {
			once := run.read(p)
			once.Runs, once.ScannedBytes, once.Picodollars, once.Last = 1, p.ScannedBytes, p.Picodollars, run.Completed
			err = hub.AddRead(tx, once)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// answered ends the problem of a data source that could be read. Where a query was denied an object, the same question has
// to be answered for that: other tables could be read all the time.
func answered(tx store.Tx, run *Run, p *Part) error {
	known, err := hub.GetProblem(tx, &p.DataSource)
	if err != nil || known == nil {
		return err
	}
	if _, _, object := remedy.DeniedObject(known.Refusal.Message); object && known.Asked != run.asked(p) {
		return nil
	}
	return hub.EndProblem(tx, &p.DataSource)
}

// asked is what a part of a run asks of its data source.
func (run *Run) asked(p *Part) string {
	if run.DataSet.ID != "" {
		return run.DataSet.ID
	}
	return p.SQL
}

// read is what a part reads, without figures.
func (run *Run) read(p *Part) hub.Read {
	return hub.Read{
		Account: p.DataSource.Athena.Account(), Hub: run.Account, Person: run.Person, DashboardID: run.Dashboard.ID, DashboardName: run.Dashboard.Name,
		DataSetID: run.DataSet.ID, DataSetName: run.DataSet.Name, DataSourceID: p.DataSource.ID, DataSourceRegion: p.DataSource.Region,
		Columns: p.Columns, LastRun: run.ID,
	}
}
