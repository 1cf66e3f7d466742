package definition

import "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

const sortPath = "ChartConfiguration.SortConfiguration."

// wellsOf reads the wells of the kinds of charts that ask for groups and figures and for nothing else. Where the
// definition leaves the wells out they are empty, and the chart has no field.
func wellsOf(v *types.Visual) (wells, bool) {
	switch {
	case v.ComboChartVisual != nil:
		return comboWells(v.ComboChartVisual.ChartConfiguration), true
	case v.PieChartVisual != nil:
		return pieWells(v.PieChartVisual.ChartConfiguration), true
	case v.GaugeChartVisual != nil:
		return gaugeWells(v.GaugeChartVisual.ChartConfiguration), true
	case v.HeatMapVisual != nil:
		return heatMapWells(v.HeatMapVisual.ChartConfiguration), true
	case v.TreeMapVisual != nil:
		return treeMapWells(v.TreeMapVisual.ChartConfiguration), true
	case v.GeospatialMapVisual != nil:
		return pointMapWells(v.GeospatialMapVisual.ChartConfiguration), true
	case v.FilledMapVisual != nil:
		return filledMapWells(v.FilledMapVisual.ChartConfiguration), true
	case v.FunnelChartVisual != nil:
		return funnelWells(v.FunnelChartVisual.ChartConfiguration), true
	case v.WaterfallVisual != nil:
		return waterfallWells(v.WaterfallVisual.ChartConfiguration), true
	case v.WordCloudVisual != nil:
		return wordCloudWells(v.WordCloudVisual.ChartConfiguration), true
	case v.SankeyDiagramVisual != nil:
		return sankeyWells(v.SankeyDiagramVisual.ChartConfiguration), true
	case v.RadarChartVisual != nil:
		return radarWells(v.RadarChartVisual.ChartConfiguration), true
	}
	return wells{}, false
}

func comboWells(k *types.ComboChartConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.ComboChartAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.ComboChartAggregatedFieldWells
	category, colour := well{fields: f.Category, path: sortPath + "CategorySort"}, well{fields: f.Colors, path: sortPath + "ColorSort"}
	if s := k.SortConfiguration; s != nil {
		category.sort, category.limit, colour.sort, colour.limit = s.CategorySort, s.CategoryItemsLimit, s.ColorSort, s.ColorItemsLimit
	}
	return wells{[]well{category, colour}, [][]types.MeasureField{f.BarValues, f.LineValues}}
}

func pieWells(k *types.PieChartConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.PieChartAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.PieChartAggregatedFieldWells
	category, multiple := well{fields: f.Category, path: sortPath + "CategorySort"}, well{fields: f.SmallMultiples, path: sortPath + "SmallMultiplesSort"}
	if s := k.SortConfiguration; s != nil {
		category.sort, category.limit = s.CategorySort, s.CategoryItemsLimit
		multiple.sort, multiple.limit = s.SmallMultiplesSort, s.SmallMultiplesLimitConfiguration
	}
	return wells{[]well{category, multiple}, [][]types.MeasureField{f.Values}}
}

func gaugeWells(k *types.GaugeChartConfiguration) wells {
	if k == nil || k.FieldWells == nil {
		return wells{}
	}
	return wells{nil, [][]types.MeasureField{first(k.FieldWells.Values), first(k.FieldWells.TargetValues)}}
}

func heatMapWells(k *types.HeatMapConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.HeatMapAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.HeatMapAggregatedFieldWells
	rows, columns := well{fields: f.Rows, path: sortPath + "HeatMapRowSort"}, well{fields: f.Columns, path: sortPath + "HeatMapColumnSort"}
	if s := k.SortConfiguration; s != nil {
		rows.sort, rows.limit = s.HeatMapRowSort, s.HeatMapRowItemsLimitConfiguration
		columns.sort, columns.limit = s.HeatMapColumnSort, s.HeatMapColumnItemsLimitConfiguration
	}
	return wells{[]well{rows, columns}, [][]types.MeasureField{f.Values}}
}

func treeMapWells(k *types.TreeMapConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.TreeMapAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.TreeMapAggregatedFieldWells
	group := well{fields: f.Groups, path: sortPath + "TreeMapSort"}
	if s := k.SortConfiguration; s != nil {
		group.sort, group.limit = s.TreeMapSort, s.TreeMapGroupItemsLimitConfiguration
	}
	return wells{[]well{group}, [][]types.MeasureField{f.Sizes, f.Colors}}
}

// pointMapWells takes all geospatial fields: latitude and longitude are two.
func pointMapWells(k *types.GeospatialMapConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.GeospatialMapAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.GeospatialMapAggregatedFieldWells
	return wells{[]well{{fields: f.Geospatial, whole: true}, {fields: f.Colors}}, [][]types.MeasureField{f.Values}}
}

func filledMapWells(k *types.FilledMapConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.FilledMapAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.FilledMapAggregatedFieldWells
	area := well{fields: f.Geospatial, path: sortPath + "CategorySort"}
	if s := k.SortConfiguration; s != nil {
		area.sort = s.CategorySort
	}
	return wells{[]well{area}, [][]types.MeasureField{f.Values}}
}

func funnelWells(k *types.FunnelChartConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.FunnelChartAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.FunnelChartAggregatedFieldWells
	category := well{fields: f.Category, path: sortPath + "CategorySort"}
	if s := k.SortConfiguration; s != nil {
		category.sort, category.limit = s.CategorySort, s.CategoryItemsLimit
	}
	return wells{[]well{category}, [][]types.MeasureField{f.Values}}
}

func waterfallWells(k *types.WaterfallChartConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.WaterfallChartAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.WaterfallChartAggregatedFieldWells
	category, breakdown := well{fields: f.Categories, path: sortPath + "CategorySort"}, well{fields: f.Breakdowns}
	if s := k.SortConfiguration; s != nil {
		category.sort, breakdown.limit = s.CategorySort, s.BreakdownItemsLimit
	}
	return wells{[]well{category, breakdown}, [][]types.MeasureField{f.Values}}
}

func wordCloudWells(k *types.WordCloudChartConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.WordCloudAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.WordCloudAggregatedFieldWells
	word := well{fields: f.GroupBy, path: sortPath + "CategorySort"}
	if s := k.SortConfiguration; s != nil {
		word.sort, word.limit = s.CategorySort, s.CategoryItemsLimit
	}
	return wells{[]well{word}, [][]types.MeasureField{f.Size}}
}

func sankeyWells(k *types.SankeyDiagramChartConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.SankeyDiagramAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.SankeyDiagramAggregatedFieldWells
	source, destination := well{fields: f.Source, path: sortPath + "WeightSort"}, well{fields: f.Destination}
	if s := k.SortConfiguration; s != nil {
		source.sort, source.limit, destination.limit = s.WeightSort, s.SourceItemsLimit, s.DestinationItemsLimit
	}
	return wells{[]well{source, destination}, [][]types.MeasureField{f.Weight}}
}

func radarWells(k *types.RadarChartConfiguration) wells {
	if k == nil || k.FieldWells == nil || k.FieldWells.RadarChartAggregatedFieldWells == nil {
		return wells{}
	}
	f := k.FieldWells.RadarChartAggregatedFieldWells
	category, colour := well{fields: f.Category, path: sortPath + "CategorySort"}, well{fields: f.Color, path: sortPath + "ColorSort"}
	if s := k.SortConfiguration; s != nil {
		category.sort, category.limit, colour.sort, colour.limit = s.CategorySort, s.CategoryItemsLimit, s.ColorSort, s.ColorItemsLimit
	}
	return wells{[]well{category, colour}, [][]types.MeasureField{f.Values}}
}
