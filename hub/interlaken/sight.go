package interlaken

import (
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
	return share.May(r, caller, set.ARN(), set.Permissions, share.UpdateDataSetPermissions)
}
