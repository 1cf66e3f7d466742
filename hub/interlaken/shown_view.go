package interlaken

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/definition"
	wire "interlaken/wire/interlaken"
)

// shownView is a layout in the API's shape. sources are the data sources of each data set, by the data set's ARN, of
// which a page learns the data sources alone. Only an author is told what is not drawn.
func shownView(view definition.View, sources map[string][]hub.DataSource, author bool, name func(account string) string) wire.DashboardView {
	var shown wire.DashboardView
	needed := map[string]bool{}
	for _, s := range view.Sheets {
		sheet := wire.ViewSheet{
			SheetId: aws.String(s.ID), Name: setText(s.Name), Title: setText(s.Title), Description: setText(s.Description),
			Columns: aws.Int32(definition.GridColumns),
		}
		for _, c := range s.Controls {
			sheet.Controls = append(sheet.Controls, shownControl(c))
		}
		for _, e := range s.Elements {
			element := shownElement(e, author)
			for _, set := range e.DataSetARNs {
				for _, source := range sources[set] {
					needed[source.ID] = true
					if !slices.Contains(element.DataSourceIds, source.ID) {
						element.DataSourceIds = append(element.DataSourceIds, source.ID)
					}
				}
			}
			sheet.Elements = append(sheet.Elements, element)
		}
		shown.Sheets = append(shown.Sheets, sheet)
	}
	for _, source := range sortedSources(sources) {
		if needed[source.ID] {
			account := source.Athena.Account()
			shown.Sources = append(shown.Sources, wire.ViewSource{
				DataSourceId: aws.String(source.ID), Name: setText(source.Name), AccountId: setText(account), AccountName: setText(name(account)),
			})
		}
	}
	return shown
}

func shownElement(e definition.Element, author bool) wire.ViewElement {
	shown := wire.ViewElement{
		ElementId: aws.String(e.ID), Kind: wire.ElementKind(e.Kind), Title: setText(e.Title), Subtitle: setText(e.Subtitle),
		Column: aws.Int32(int32(e.Place.Column)), Row: aws.Int32(int32(e.Place.Row)),
		ColumnSpan: aws.Int32(int32(e.Place.ColumnSpan)), RowSpan: aws.Int32(int32(e.Place.RowSpan)),
	}
	for _, p := range e.Text {
		paragraph := wire.TextParagraph{Level: aws.Int32(int32(p.Level))}
		for _, r := range p.Runs {
			paragraph.Runs = append(paragraph.Runs, wire.TextRun{
				Text: aws.String(r.Text), Bold: setTrue(r.Bold), Italic: setTrue(r.Italic), Link: setText(r.Link),
			})
		}
		shown.Text = append(shown.Text, paragraph)
	}
	if author {
		shown.NotDrawn = e.NotDrawn
	}
	return shown
}

func shownControl(c definition.Control) wire.ViewControl {
	return wire.ViewControl{
		ControlId: aws.String(c.ID), Kind: wire.ControlKind(c.Kind), Title: setText(c.Title), Multiple: aws.Bool(c.Multiple),
		Options: c.Options, ElementIds: c.VisualIDs,
		Default: &wire.ControlValue{ControlId: aws.String(c.ID), Texts: c.Default.Texts, From: setText(c.Default.From), To: setText(c.Default.To)},
	}
}

// setTrue is nil for what is not so.
func setTrue(is bool) *bool {
	if !is {
		return nil
	}
	return &is
}
