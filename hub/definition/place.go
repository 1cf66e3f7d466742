package definition

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// Columns is the width of a sheet's grid (QuickSight API Reference, GridLayoutElement).
const Columns = 36

// Place is where an element stands on the grid, from 0; spans are at least 1.
type Place struct{ Column, Row, ColumnSpan, RowSpan int }

// The bounds of a place: QuickSight's grid has rows up to 9,009, and an element at most 21 on one screen; a free one
// may be higher.
const (
	mostRows    = 9009
	mostRowSpan = 300
)

// The size of a cell where elements are placed by pixels: a canvas is 1,600 wide by itself.
const (
	canvasPixels = 1600
	rowPixels    = 40
)

// places reads a sheet's first layout. hidden are elements that it does not show. Elements that it does not place are
// put below the others by flow.
func places(sheet *types.SheetDefinition) (placed map[string]Place, hidden map[string]bool) {
	placed, hidden = map[string]Place{}, map[string]bool{}
	if len(sheet.Layouts) == 0 || sheet.Layouts[0].Configuration == nil {
		return placed, hidden
	}
	switch k := sheet.Layouts[0].Configuration; {
	case k.GridLayout != nil:
		var f flow
		for _, e := range k.GridLayout.Elements {
			if !drawn(e.ElementType) {
				continue
			}
			p := Place{ColumnSpan: int(aws.ToInt32(e.ColumnSpan)), RowSpan: int(aws.ToInt32(e.RowSpan))}.bounded()
			if e.ColumnIndex == nil || e.RowIndex == nil {
				p = f.next(p.ColumnSpan, p.RowSpan)
			} else {
				p.Column, p.Row = int(*e.ColumnIndex), int(*e.RowIndex)
				p = p.bounded()
				f.below(p)
			}
			placed[aws.ToString(e.ElementId)] = p
		}
	case k.FreeFormLayout != nil:
		width := canvasPixels
		if o := k.FreeFormLayout.CanvasSizeOptions; o != nil && o.ScreenCanvasSizeOptions != nil {
			if n, ok := pixelCount(o.ScreenCanvasSizeOptions.OptimizedViewPortWidth); ok && n > 0 {
				width = n
			}
		}
		for _, e := range k.FreeFormLayout.Elements {
			if e.Visibility == types.VisibilityHidden {
				hidden[aws.ToString(e.ElementId)] = true
			} else if p, ok := freePlace(e, width); ok && drawn(e.ElementType) {
				placed[aws.ToString(e.ElementId)] = p
			}
		}
	}
	return placed, hidden
}

func drawn(t types.LayoutElementType) bool {
	return t == types.LayoutElementTypeVisual || t == types.LayoutElementTypeTextBox
}

// freePlace lays pixels on the grid.
func freePlace(e types.FreeFormLayoutElement, width int) (Place, bool) {
	x, okX := pixelCount(e.XAxisLocation)
	y, okY := pixelCount(e.YAxisLocation)
	w, okW := pixelCount(e.Width)
	h, okH := pixelCount(e.Height)
	if !okX || !okY || !okW || !okH {
		return Place{}, false
	}
	round := func(n, of int) int { return (n + of/2) / of }
	return Place{round(x*Columns, width), round(y, rowPixels), round(w*Columns, width), round(h, rowPixels)}.bounded(), true
}

func pixelCount(text *string) (int, bool) {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(aws.ToString(text)), "px"), 64)
	if err != nil || !(n >= -1e6 && n <= 1e6) {
		return 0, false
	}
	return int(n), true
}

// bounded keeps a place on the grid.
func (p Place) bounded() Place {
	p.ColumnSpan, p.RowSpan = min(Columns, max(1, p.ColumnSpan)), min(mostRowSpan, max(1, p.RowSpan))
	p.Column, p.Row = min(Columns-p.ColumnSpan, max(0, p.Column)), min(mostRows, max(0, p.Row))
	return p
}

// flow sets elements side by side, and below each other where a row is full.
type flow struct{ column, row, height int }

func (f *flow) next(columnSpan, rowSpan int) Place {
	if f.column+columnSpan > Columns {
		f.column, f.row, f.height = 0, f.row+f.height, 0
	}
	p := Place{f.column, f.row, columnSpan, rowSpan}
	f.column, f.height = f.column+columnSpan, max(f.height, rowSpan)
	return p
}

// below moves the flow under a place that was given.
func (f *flow) below(p Place) {
	if end := p.Row + p.RowSpan; end > f.row+f.height || f.column == 0 && end > f.row {
		f.column, f.row, f.height = 0, end, 0
	}
}
