package definition

// drawnSettings says what of a visual's definition is honoured, by the SDK's types: a member that a line names is drawn,
// or changes nothing that is seen. What no line names is counted as not drawn wherever it is set, and so is a member of a
// type that has no line.
//
//	Member            is honoured, and looked into where its type has a line
//	Member[0]         of a list the first alone
//	Member=A|B        these values; others are not drawn
//	{Member=A|B}      with one of these values the whole changes nothing
//
// Tooltips, context menus and the like of QuickSight's own page are settings as well, and counted.
const drawnSettings = `
KPIVisual: VisualId Title Subtitle ChartConfiguration Actions
KPIConfiguration: FieldWells KPIOptions SortConfiguration
KPIFieldWells: Values[0] TargetValues[0] TrendGroups[0]
KPISortConfiguration: TrendGroupSort
KPIOptions: Comparison Sparkline TrendArrows SecondaryValue ProgressBar PrimaryValueDisplayType=ACTUAL
KPISparklineOptions: {Visibility=HIDDEN} Visibility Type=LINE TooltipVisibility=VISIBLE
TrendArrowOptions: Visibility=VISIBLE
SecondaryValueOptions: Visibility=VISIBLE
ProgressBarOptions: Visibility=HIDDEN
ComparisonConfiguration: ComparisonMethod ComparisonFormat
ComparisonFormatConfiguration: NumberDisplayFormatConfiguration PercentageDisplayFormatConfiguration

BarChartVisual: VisualId Title Subtitle ChartConfiguration Actions
BarChartConfiguration: FieldWells SortConfiguration Orientation BarsArrangement=CLUSTERED|STACKED CategoryLabelOptions ValueLabelOptions Legend CategoryAxis ValueAxis DataLabels
BarChartFieldWells: BarChartAggregatedFieldWells
BarChartAggregatedFieldWells: Category[0] Values Colors[0]
BarChartSortConfiguration: CategorySort CategoryItemsLimit ColorSort ColorItemsLimit SmallMultiplesLimitConfiguration SmallMultiplesSort

LineChartVisual: VisualId Title Subtitle ChartConfiguration Actions
LineChartConfiguration: FieldWells SortConfiguration Type=LINE XAxisLabelOptions PrimaryYAxisLabelOptions SecondaryYAxisLabelOptions Legend XAxisDisplayOptions PrimaryYAxisDisplayOptions DataLabels Series
LineChartFieldWells: LineChartAggregatedFieldWells
LineChartAggregatedFieldWells: Category[0] Values Colors[0]
LineChartSortConfiguration: CategorySort CategoryItemsLimitConfiguration ColorItemsLimitConfiguration SmallMultiplesLimitConfiguration SmallMultiplesSort
LineSeriesAxisDisplayOptions: AxisOptions
SeriesItem: FieldSeriesItem
FieldSeriesItem: FieldId AxisBinding

TableVisual: VisualId Title Subtitle ChartConfiguration Actions
TableConfiguration: FieldWells FieldOptions SortConfiguration TotalOptions TableOptions
TableFieldWells: TableAggregatedFieldWells TableUnaggregatedFieldWells
TableAggregatedFieldWells: GroupBy Values
TableUnaggregatedFieldWells: Values
UnaggregatedField: FieldId Column FormatConfiguration
TableFieldOptions: Order SelectedFieldOptions
TableFieldOption: FieldId CustomLabel Visibility
TableSortConfiguration: RowSort
TotalOptions: {TotalsVisibility=HIDDEN} TotalsVisibility CustomLabel Placement=END TotalAggregationOptions
TotalAggregationOption: FieldId TotalAggregationFunction
TotalAggregationFunction: SimpleTotalAggregationFunction
TableOptions: Orientation=VERTICAL RowAlternateColorOptions
RowAlternateColorOptions: {Status=DISABLED}

VisualTitleLabelOptions: Visibility FormatText
VisualSubtitleLabelOptions: Visibility FormatText
ShortFormatText: PlainText RichText
LongFormatText: PlainText RichText
VisualCustomAction: {Status=DISABLED}

DimensionField: CategoricalDimensionField DateDimensionField NumericalDimensionField
CategoricalDimensionField: FieldId Column FormatConfiguration HierarchyId
DateDimensionField: FieldId Column FormatConfiguration DateGranularity HierarchyId
NumericalDimensionField: FieldId Column FormatConfiguration HierarchyId
MeasureField: CategoricalMeasureField DateMeasureField NumericalMeasureField CalculatedMeasureField
CalculatedMeasureField: FieldId Expression
CategoricalMeasureField: FieldId Column AggregationFunction FormatConfiguration
DateMeasureField: FieldId Column AggregationFunction FormatConfiguration
NumericalMeasureField: FieldId Column AggregationFunction FormatConfiguration
NumericalAggregationFunction: SimpleNumericalAggregation PercentileAggregation
PercentileAggregation: PercentileValue
ColumnIdentifier: DataSetIdentifier ColumnName

FormatConfiguration: NumberFormatConfiguration DateTimeFormatConfiguration StringFormatConfiguration
NumberFormatConfiguration: FormatConfiguration
NumericFormatConfiguration: NumberDisplayFormatConfiguration CurrencyDisplayFormatConfiguration PercentageDisplayFormatConfiguration
NumberDisplayFormatConfiguration: Prefix Suffix NumberScale=AUTO|NONE|THOUSANDS|MILLIONS|BILLIONS|TRILLIONS DecimalPlacesConfiguration SeparatorConfiguration NegativeValueConfiguration NullValueFormatConfiguration
CurrencyDisplayFormatConfiguration: Symbol Prefix Suffix NumberScale=AUTO|NONE|THOUSANDS|MILLIONS|BILLIONS|TRILLIONS DecimalPlacesConfiguration SeparatorConfiguration NegativeValueConfiguration NullValueFormatConfiguration
PercentageDisplayFormatConfiguration: Prefix Suffix DecimalPlacesConfiguration SeparatorConfiguration NegativeValueConfiguration NullValueFormatConfiguration
DecimalPlacesConfiguration: DecimalPlaces
NegativeValueConfiguration: DisplayMode=POSITIVE
NullValueFormatConfiguration: NullString
NumericSeparatorConfiguration: DecimalSeparator=DOT ThousandsSeparator
ThousandSeparatorOptions: Visibility Symbol=COMMA GroupingStyle=DEFAULT
DateTimeFormatConfiguration: DateTimeFormat NumericFormatConfiguration NullValueFormatConfiguration
StringFormatConfiguration: NumericFormatConfiguration NullValueFormatConfiguration

FieldSortOptions: FieldSort ColumnSort
FieldSort: FieldId Direction
ColumnSort: SortBy Direction AggregationFunction
AggregationFunction: NumericalAggregationFunction CategoricalAggregationFunction DateAggregationFunction AttributeAggregationFunction
AttributeAggregationFunction: SimpleAttributeAggregation ValueForMultipleValues
ItemsLimitConfiguration: ItemsLimit OtherCategories

LegendOptions: {Visibility=HIDDEN} Visibility Position=AUTO Title
LabelOptions: {Visibility=HIDDEN}
ChartAxisLabelOptions: {Visibility=HIDDEN} Visibility SortIconVisibility=HIDDEN AxisLabelOptions[0]
AxisLabelOptions: CustomLabel ApplyTo
AxisLabelReferenceOptions: FieldId Column
DataLabelOptions: {Visibility=HIDDEN}
AxisDisplayOptions: DataOptions AxisLineVisibility=VISIBLE GridLineVisibility=VISIBLE ScrollbarOptions
ScrollBarOptions: {Visibility=HIDDEN}
AxisDataOptions: NumericAxisOptions DateAxisOptions
DateAxisOptions: MissingDateVisibility=VISIBLE
NumericAxisOptions: Range
AxisDisplayRange: DataDriven MinMax
AxisDisplayDataDrivenRange:
AxisDisplayMinMaxRange: Minimum Maximum
`
