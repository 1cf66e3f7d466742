package hub

import (
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// AnalysisType is the type of analyses in ARNs.
const AnalysisType = "analysis"

// Content is a definition of sheets: an analysis' or a template's.
type Content struct {
	Theme string `json:"theme,omitempty"` // ARN
	// DataSets are the ARNs that the definition declares.
	DataSets []string    `json:"dataSets,omitempty"`
	Sheets   []SheetName `json:"sheets"`
	// Definition is QuickSight's JSON as it was received.
	Definition Document         `json:"definition"`
	Errors     []DashboardError `json:"errors,omitempty"`
}

// Analysis is a draft that dashboards and templates are made of. It has one definition.
type Analysis struct {
	Asset
	Content
	// Deleted is when it was deleted, zero for one that is not; until End it can be restored, to Folders.
	Deleted time.Time `json:"deleted,omitzero"`
	End     time.Time `json:"end,omitzero"`
	Folders []string  `json:"folders,omitempty"`
	// Changed tells that it is not as it was created.
	Changed bool `json:"changed,omitempty"`
}

// Analyses keeps the analyses.
var Analyses = newShelf("hub.analysis", "Analysis", func(a *Analysis) *Asset { return &a.Asset })

// IsDeleted reports whether the analysis was deleted and can be restored.
func (a *Analysis) IsDeleted() bool { return !a.Deleted.IsZero() }

// Gone reports whether the analysis was deleted and cannot be restored any more.
func (a *Analysis) Gone(now time.Time) bool { return a.IsDeleted() && !now.Before(a.End) }

// DiscardAnalysis deletes an analysis that can be restored until end.
func DiscardAnalysis(tx store.Tx, a Analysis, now, end time.Time) error {
	folders, err := leaveFolders(tx, a.ARN())
	if err != nil {
		return err
	}
	return Analyses.Change(tx, a.Account, a.Region, a.ID, func(kept *Analysis) error {
		kept.Deleted, kept.End, kept.Folders = now, end, sortedFolders(folders)
		return nil
	})
}

// RestoreAnalysis takes the deletion of an analysis back, and puts it into folders.
func RestoreAnalysis(tx store.Tx, a Analysis, folders []string) error {
	if !a.IsDeleted() {
		return fault.New(fault.Conflict, "Analysis %s is not deleted.", a.ID)
	}
	for _, id := range folders {
		m, _ := FolderMemberOf(id, a.ARN())
		if err := PutFolderMember(tx, m); err != nil {
			return err
		}
	}
	return Analyses.Change(tx, a.Account, a.Region, a.ID, func(kept *Analysis) error {
		kept.Deleted, kept.End, kept.Folders = time.Time{}, time.Time{}, nil
		return nil
	})
}

// PurgeAnalyses removes the analyses of an account and Region that cannot be restored any more.
func PurgeAnalyses(tx store.Tx, account, region string, now time.Time) error {
	all, err := values(Analyses.collection.Scan(tx, store.Range{Prefix: store.Key(account, region)}))
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Gone(now) {
			if err := Analyses.Delete(tx, account, region, all[i].ID); err != nil {
				return err
			}
		}
	}
	return nil
}
