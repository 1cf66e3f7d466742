// Package definition reads the definitions of dashboards, QuickSight's own JSON documents: it lays their sheets out for a
// reader's page (Lay), makes of a visual, with the values of the controls, a query over one data set and the
// specification of a chart (Compile), and of a control the query for what it offers (Values). It asks nobody for
// permission and runs nothing: hub/query does both. Its functions are pure: what is the same goes in, the same comes out,
// and definitions are read alone, so that they may be shared between goroutines.
//
// What a definition asks for and is not understood is one of two things. Left out, a look changes the look alone: it is
// counted as not drawn (Element.NotDrawn). Left out, a filter or a field would change figures: the visual fails and says
// which.
//
// Check validates a definition that is to be kept; Examine tells without a server what is understood of one, what compiles
// and what is not drawn. Every kind of visual compiles; which are drawn is kindOf's to say.
//
// It may import hub, visual, calc, sql/types and wire/quicksight; hub/query, hub/quicksight, hub/interlaken and cli use it.
package definition
