package definition

import (
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// Name is what people call the visual or the control that is asked: its title on the page, and of a visual whose title is
// hidden what its fields say. It is "" where the definition has no such thing.
func Name(def *types.DashboardVersionDefinition, ask Ask) string {
	sheet, err := findSheet(def, ask.SheetID)
	if err != nil {
		return ""
	}
	if ask.VisualID == "" {
		for _, c := range controls(def, sheet) {
			if c.ID == ask.ControlID {
				return c.Title
			}
		}
		return ""
	}
	l := layout{def: def, sheet: sheet, ask: ask, parameters: declared(def, ask)}
	for i := range sheet.Visuals {
		v := &sheet.Visuals[i]
		if idOf(v) != ask.VisualID {
			continue
		}
		if title, _ := l.titles(v); title != "" {
			return title
		}
		return l.automaticTitle(v)
	}
	return ""
}
