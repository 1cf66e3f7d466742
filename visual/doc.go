// Package visual shapes a result into what is drawn: rows and a specification become a chart model of plain JSON, with
// every figure already printed. It knows no chart library, no HTML and no query: web draws a Chart, hub/definition
// makes a Spec out of a dashboard's definition. It may import result and sql/types; hub/* use it.
package visual
