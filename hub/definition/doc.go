// Package definition reads the definitions of dashboards, QuickSight's own JSON documents: it lays their sheets out for a
// reader's page, and makes of a visual, with the values of the controls, a query over one data set and the specification
// of a chart. It asks nobody for permission and runs nothing: hub/query does both.
//
// It may import hub, visual and sql/types; hub/query and hub/interlaken use it.
package definition
