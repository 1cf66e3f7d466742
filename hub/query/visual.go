package query

import (
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/hub/share"
	"interlaken/store"
	"interlaken/visual"
)

// Visual is what a reader may say: which visual of which dashboard, or which control's values, and what the controls are
// set to (SECURITY S11).
type Visual struct {
	Dashboard string `json:"dashboard"` // id
	// Version is the version that is asked; 0 is the published one.
	Version int64  `json:"version,omitempty"`
	Sheet   string `json:"sheet"`
	// Visual or Control, exactly one.
	Visual  string                    `json:"visual,omitempty"`
	Control string                    `json:"control,omitempty"`
	Values  []definition.ControlValue `json:"values,omitempty"`
}

// visual resolves a visual: its query is taken from the stored definition, and the reader needs a permission on the
// dashboard alone.
func (s *Service) visual(r store.Reader, caller hub.Caller, run *Run) error {
	asked := run.Asked.Visual
	board, number, err := s.Board(r, caller, asked.Dashboard, asked.Version)
	if err != nil {
		return err
	}
	run.Dashboard, run.Version = Asset{board.ID, board.Name}, number
	d, ask, err := s.asked(r, run)
	if err != nil {
		return err
	}
	compiled, _, err := compiledAs(d, ask)
	if err != nil {
		return err
	}
	run.Visual = Asset{asked.Visual + asked.Control, definition.Name(d, ask)} // one of them is given
	set, err := hub.GetDataSetByARN(r, compiled.DataSetARN)
	if fault.Is(err, fault.NotFound) {
		return fault.Wrap(err, fault.Conflict, "A data set of dashboard %s is gone.", board.ID)
	}
	if err != nil {
		return err
	}
	run.DataSet = Asset{set.ID, set.Name}
	if len(compiled.Totals) == 0 { // which are beyond the query's limit
		run.bound(compiled.Limit)
	}
	run.Parts, run.Join, err = compile(r, &set, &compiled, run.MaxRows, run.Submitted)
	return err
}

// Board returns a dashboard that the caller may query, and the number of the version that is asked: the published one
// for 0. Every other one is for who may update the dashboard, and not found for all others.
func (s *Service) Board(r store.Reader, caller hub.Caller, id string, version int64) (hub.Dashboard, int64, error) {
	board, err := share.Dashboard(r, caller, id, share.QueryDashboard)
	if err != nil || version == 0 {
		return board, board.Published, err
	}
	sees, err := seesVersion(r, caller, board, version)
	if err == nil && !sees {
		err = fault.New(fault.NotFound, "Version %d of dashboard %s is not found.", version, id)
	}
	return board, version, err
}

// Definition returns a version of a dashboard and its definition, which is shared and must not be changed.
func (s *Service) Definition(r store.Reader, account, region, id string, number int64) (hub.DashboardVersion, *types.DashboardVersionDefinition, error) {
	v, err := hub.GetDashboardVersion(r, account, region, id, number)
	if err != nil {
		return v, nil, err
	}
	d, err := s.definitions.Read(v.Definition, v.Definition.Text)
	return v, d, err
}

// asked is the definition of a run of a visual, and what is asked of it. Versions do not change, so that both are the same
// whenever they are asked for.
func (s *Service) asked(r store.Reader, run *Run) (*types.DashboardVersionDefinition, definition.Ask, error) {
	asked := run.Asked.Visual
	_, d, err := s.Definition(r, run.Account, run.Region, run.Dashboard.ID, run.Version)
	return d, definition.Ask{
		SheetID: asked.Sheet, VisualID: asked.Visual, ControlID: asked.Control, Values: asked.Values, Now: run.Submitted,
		Columns: func(arn string) []string {
			set, err := hub.GetDataSetByARN(r, arn)
			if err != nil {
				return nil // without its columns no filter over all data sets can be applied, and Compile says so
			}
			return set.ColumnNames()
		},
	}, err
}

// compiledAs is the query of what is asked of a definition, and how its rows are drawn.
func compiledAs(d *types.DashboardVersionDefinition, ask definition.Ask) (definition.Query, visual.Spec, error) {
	switch {
	case (ask.VisualID == "") == (ask.ControlID == ""):
		return definition.Query{}, visual.Spec{}, fault.New(fault.Validation, "Give a VisualId or a ControlId, one of them.")
	case ask.VisualID != "":
		return definition.Compile(d, ask)
	}
	offer, err := definition.Values(d, ask)
	if err == nil && len(offer.Options) > 0 {
		err = fault.New(fault.Validation, "Control %q offers the values of its definition; nothing is asked for them.", ask.ControlID)
	}
	return offer.Query, offer.Spec, err
}

// Draw makes the chart of a run of a visual that has succeeded, for the person who made it; see Results.
func (s *Service) Draw(r store.Reader, caller hub.Caller, run Run) (visual.Chart, error) {
	if run.Asked.Visual == nil {
		return visual.Chart{}, fault.New(fault.Validation, "Run %s is not of a visual.", run.ID)
	}
	rows, err := s.Results(r, caller, run)
	if err != nil {
		return visual.Chart{}, err
	}
	d, ask, err := s.asked(r, &run)
	if err != nil {
		return visual.Chart{}, err
	}
	_, spec, err := compiledAs(d, ask)
	if err != nil {
		return visual.Chart{}, err
	}
	if spec.Kind == "" {
		return visual.Chart{}, fault.New(fault.Unsupported, "Visuals like %q are not drawn here; its figures are the run's results.", run.Visual.Name)
	}
	return visual.Draw(spec, rows.Columns, rows.Cells, rows.Cut)
}
