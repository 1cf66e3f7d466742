package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/definition"
	wire "interlaken/wire/interlaken"
)

// shownView is a layout in the API's shape. What is not drawn is shown to who may change it.
func shownView(board hub.Dashboard, version hub.DashboardVersion, view definition.View, sources *dashboardSources, names map[string]string, writes bool) *wire.DashboardView {
	shown := &wire.DashboardView{
		DashboardId: aws.String(board.ID), Name: aws.String(board.Name), VersionNumber: aws.Int64(version.Number), UpdatedAt: aws.Time(version.Created),
	}
	for _, d := range sources.all {
		shown.Sources = append(shown.Sources, wire.ViewSource{
			DataSourceId: aws.String(d.ID), Name: aws.String(d.Name), AccountId: setText(d.Athena.Account()), AccountName: aws.String(names[d.Athena.Account()]),
		})
	}
	for _, s := range view.Sheets {
		sheet := wire.ViewSheet{
			SheetId: aws.String(s.ID), Name: aws.String(s.Name), Title: setText(s.Title), Description: setText(s.Description), Columns: aws.Int32(definition.Columns),
		}
		for _, c := range s.Controls {
			sheet.Controls = append(sheet.Controls, shownControl(c))
		}
		for _, e := range s.Elements {
			sheet.Elements = append(sheet.Elements, shownElement(e, sources, writes))
		}
		shown.Sheets = append(shown.Sheets, sheet)
	}
	return shown
}

func shownControl(c definition.Control) wire.ViewControl {
	return wire.ViewControl{
		ControlId: aws.String(c.ID), Kind: wire.ControlKind(c.Kind), Title: aws.String(c.Title), Multiple: aws.Bool(c.Multiple), ElementIds: c.VisualIDs,
		Options: c.Options,
		Default: &wire.ControlValue{ControlId: aws.String(c.ID), Texts: c.Default.Texts, From: setText(c.Default.From), To: setText(c.Default.To)},
	}
}

func shownElement(e definition.Element, sources *dashboardSources, writes bool) wire.ViewElement {
	shown := wire.ViewElement{
		ElementId: aws.String(e.ID), Kind: wire.ElementKind(e.Kind), Title: setText(e.Title), Subtitle: setText(e.Subtitle),
		Column: aws.Int32(int32(e.Place.Column)), Row: aws.Int32(int32(e.Place.Row)),
		ColumnSpan: aws.Int32(int32(e.Place.ColumnSpan)), RowSpan: aws.Int32(int32(e.Place.RowSpan)),
		DataSourceIds: sources.ids(e.DataSetARNs),
	}
	if writes {
		shown.NotDrawn = e.NotDrawn
	}
	for _, p := range e.Text {
		paragraph := wire.TextParagraph{Level: aws.Int32(int32(p.Level))}
		for _, r := range p.Runs {
			paragraph.Runs = append(paragraph.Runs, wire.TextRun{Text: aws.String(r.Text), Bold: aws.Bool(r.Bold), Italic: aws.Bool(r.Italic), Link: setText(r.Link)})
		}
		shown.Text = append(shown.Text, paragraph)
	}
	return shown
}
