// Package dashboards holds the tests in which a data set over two accounts and a dashboard on it are made and asked over
// the wire, as a client of QuickSight's API does it, and the rows are compared with figures that the test computes from
// the files by itself. It has no code of its own and nobody imports it.
package dashboards
