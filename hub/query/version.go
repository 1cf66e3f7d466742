package query

import (
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
)

// seesVersion reports whether a caller who may query a dashboard sees a version of it: the published one, and every other
// one who may update the dashboard.
func seesVersion(r store.Reader, caller hub.Caller, board hub.Dashboard, number int64) (bool, error) {
	if number == board.Published {
		return true, nil
	}
	return share.May(r, caller, board.ARN(), board.Permissions, share.UpdateDashboard)
}

// permittedVersion decides anew whether the person of a run of a dashboard sees the version that was asked. A dashboard that
// was made after the run is another one with the same id.
func permittedVersion(r store.Reader, caller hub.Caller, run *Run) error {
	board, err := hub.GetDashboard(r, run.Account, run.Region, run.Dashboard.ID)
	if err != nil {
		return err
	}
	gone := fault.New(fault.AccessDenied, "Version %d of dashboard %s, which the run is of, is gone.", run.Version, board.ID)
	if board.Created.After(run.Submitted) {
		return gone
	}
	if run.Version == board.Published {
		return nil // it cannot be deleted
	}
	sees, err := seesVersion(r, caller, board, run.Version)
	if err != nil {
		return err
	}
	if !sees {
		return fault.New(fault.AccessDenied, "User: %s is not authorized to perform: %s on resource: %s any more, and version %d of it is not published.",
			run.Person.ARN, share.UpdateDashboard, board.ARN(), run.Version)
	}
	_, err = hub.GetDashboardVersion(r, run.Account, run.Region, run.Dashboard.ID, run.Version)
	if fault.Is(err, fault.NotFound) {
		return gone
	}
	return err
}
