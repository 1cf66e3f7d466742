package interlaken

import "time"

// RunVisual asks for what one visual of a dashboard draws, or for the values that one of its controls offers. The query
// comes from the stored definition: a reader names things and gives values, and nothing else (SECURITY S11).
type RunVisual struct {
	DashboardId *string
	// VersionNumber is the version that is asked; nil is the published one. Every other one is for who may update the
	// dashboard.
	VersionNumber *int64
	SheetId       *string
	// VisualId or ControlId, exactly one.
	VisualId  *string
	ControlId *string
	// Values are what the controls are set to. A control that is not named has its default.
	Values []ControlValue
}

// ControlValue is what a control is set to. Which members count depends on the control's kind.
type ControlValue struct {
	ControlId *string
	// Texts are the chosen values of a list; none: all values.
	Texts []string
	// From and To are days, 2006-01-02, both inclusive; nil is open.
	From, To *string
}

// GetVisualInput asks for a run of a visual as it stands. The answer is held back a moment while the run goes on.
type GetVisualInput struct{ RunId *string }

// GetVisualOutput is what a visual draws, once its run has succeeded, and its receipt.
type GetVisualOutput struct {
	State   RunState
	Failure *RunFailure
	// Chart is a visual.Chart as JSON text; nil until the run has succeeded.
	Chart   *string
	Receipt *Receipt
}

// Receipt says what stands under a figure: its age, the accounts it came from, and what it cost.
type Receipt struct {
	RunId       *string
	SubmittedAt *time.Time
	AnsweredAt  *time.Time
	Accounts    []ReceiptAccount
	Picodollars *int64  // nil: unknown
	Price       *string // the same, printed; "unknown"
	Warnings    []string
	Copy        *RunCopy // nil: the accounts were asked
	// Detailed tells that the caller may see the whole trace, of all accounts or of the caller's own.
	Detailed *bool
}

// ReceiptAccount is what one account did for a figure. Bytes and rows are for the data set's owners, the account's owner
// and administrators; nil for all others.
type ReceiptAccount struct {
	AccountId    *string
	Name         *string
	Picodollars  *int64
	Price        *string
	ScannedBytes *int64
	Rows         *int64
}

// GetDashboardViewInput asks how a dashboard is laid out, for who may query it.
type GetDashboardViewInput struct {
	DashboardId   *string
	VersionNumber *int64 // as in RunVisual
}

// GetDashboardViewOutput is a dashboard's layout.
type GetDashboardViewOutput struct{ View *DashboardView }

// DashboardView is a dashboard as a reader's page needs it: no query, no data set, no role.
type DashboardView struct {
	DashboardId   *string
	Name          *string
	VersionNumber *int64
	UpdatedAt     *time.Time
	Sheets        []ViewSheet
	Sources       []ViewSource
}

// ViewSource is a data source that some visual needs, and the account it leads to.
type ViewSource struct {
	DataSourceId *string
	Name         *string
	AccountId    *string
	AccountName  *string
}

// ViewSheet is a sheet. Elements stand on a grid of Columns columns.
type ViewSheet struct {
	SheetId     *string
	Name        *string
	Title       *string
	Description *string
	Columns     *int32
	Controls    []ViewControl
	Elements    []ViewElement
}

// ElementKind is what an element of a sheet is.
type ElementKind string

// The kinds of elements.
const (
	KPIElement   ElementKind = "KPI"
	BarElement   ElementKind = "BAR"
	LineElement  ElementKind = "LINE"
	TableElement ElementKind = "TABLE"
	TextElement  ElementKind = "TEXT"
	// OtherElement is a visual that is not drawn here yet; its place is kept.
	OtherElement ElementKind = "OTHER"
)

// Values lists the kinds.
func (ElementKind) Values() []ElementKind {
	return []ElementKind{KPIElement, BarElement, LineElement, TableElement, TextElement, OtherElement}
}

// ViewElement is a visual or a text on a sheet.
type ViewElement struct {
	ElementId *string
	Kind      ElementKind
	Title     *string
	Subtitle  *string
	// Text are the paragraphs of a text box.
	Text []TextParagraph
	// The place on the grid, from 0; spans are at least 1.
	Column, Row, ColumnSpan, RowSpan *int32
	// DataSourceIds are the data sources without which the visual has no figure.
	DataSourceIds []string
	// NotDrawn are the settings of the definition that this hub does not draw, by path; only for who may update the
	// dashboard.
	NotDrawn []string
}

// TextParagraph is a paragraph of a text box, made of the text of the definition; nothing in it is markup.
type TextParagraph struct {
	// Level is 1 for a heading, 2 for a smaller one, 0 for body text.
	Level *int32
	Runs  []TextRun
}

// TextRun is text in one style.
type TextRun struct {
	Text         *string
	Bold, Italic *bool
	// Link is an https address; nil for plain text (SECURITY S22).
	Link *string
}

// ControlKind is what a control lets one choose.
type ControlKind string

// The kinds of controls.
const (
	ListControl      ControlKind = "LIST"      // one or several of the values that a run of the control gives
	DateRangeControl ControlKind = "DATERANGE" // a first and a last day
)

// Values lists the kinds.
func (ControlKind) Values() []ControlKind { return []ControlKind{ListControl, DateRangeControl} }

// ViewControl is a control of a sheet with its default.
type ViewControl struct {
	ControlId *string
	Kind      ControlKind
	Title     *string
	Multiple  *bool // a list of which several can be chosen
	Default   *ControlValue
	// Options are the values of a list where the definition gives them; none: those that a run of the control gives.
	Options []string
	// ElementIds are the visuals that the control filters.
	ElementIds []string
}

// GetDashboardStatusInput asks whether the data sources of a dashboard can be read by the caller just now. Open pages
// ask every two seconds.
type GetDashboardStatusInput struct {
	DashboardId   *string
	VersionNumber *int64
}

// GetDashboardStatusOutput is the state of each data source.
type GetDashboardStatusOutput struct{ Sources []SourceStatus }

// SourceState is whether a data source can be read.
type SourceState string

// The states of a data source for one person.
const (
	SourceReady     SourceState = "READY"
	SourceRefused   SourceState = "REFUSED"   // a step of the chain was refused or could not be made
	SourceSuspended SourceState = "SUSPENDED" // its owner has switched it off
	SourceUnknown   SourceState = "UNKNOWN"   // nobody has asked yet
)

// Values lists the states.
func (SourceState) Values() []SourceState {
	return []SourceState{SourceReady, SourceRefused, SourceSuspended, SourceUnknown}
}

// SourceStatus is one data source. Figures that need one that is REFUSED or SUSPENDED are to be taken away.
type SourceStatus struct {
	DataSourceId *string
	AccountId    *string
	AccountName  *string
	State        SourceState
	Failure      *RunFailure // of REFUSED and SUSPENDED
	CheckedAt    *time.Time
	// Mark changes whenever what was drawn before may not stand any more, or can be drawn again: the data source was
	// changed, was refused or suspended, can be read again, also a part of it that a query was denied while the state
	// stayed READY. From UNKNOWN to READY it stays. What was drawn under another mark is to be asked for anew.
	Mark *string
}
