package interlaken

import (
	"fmt"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/hub/share"
	"interlaken/store"
)

// detailed reports whether a caller sees how a run was made: roles, texts, bytes and rows. Of a run of one's own query
// its person does; of a data set's or a dashboard's, who owns the data set, and administrators (PRODUCT, "A receipt on
// every figure").
func detailed(r store.Reader, caller hub.Caller, run *query.Run) (bool, error) {
	if caller.Administers() {
		return true, nil
	}
	if run.DataSet.ID == "" {
		return run.Person.ID == caller.Person().ID, nil
	}
	set, err := hub.GetDataSet(r, run.Account, run.Region, run.DataSet.ID)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return share.May(r, caller, set.Permissions, share.UpdateDataSetPermissions)
}

// plain is a failure in words for who does not see how a run was made: which account refused, at which step, and whom to
// ask. It names no role, no bucket and no text of a query (SECURITY S12).
func plain(run *query.Run, f *query.Failure) string {
	source := "the data source"
	for _, p := range run.Parts {
		if p.Name == f.Part || len(run.Parts) == 1 {
			source = "the data source " + p.DataSource.Name
		}
	}
	if f.Account == run.Account && f.Step > 0 {
		return fmt.Sprintf("The hub's own account %s refused step %d on the way to %s. Ask an administrator of the hub, and give the run %s.", f.Account, f.Step, source, run.ID)
	}
	switch f.Step {
	case 1, 2:
		return fmt.Sprintf("Account %s refused to let the hub in for %s (step %d, to take its role). Ask the account's owner, and give the run %s.", f.Account, source, f.Step, run.ID)
	case 3:
		return fmt.Sprintf("Account %s refused the query for %s, or it failed there (step 3, to run it). Ask the account's owner, and give the run %s.", f.Account, source, run.ID)
	}
	return fmt.Sprintf("The query could not be made. Ask an administrator of the hub, and give the run %s.", run.ID)
}
