// Package moments holds the end-to-end tests of what decides whether a newcomer stays: the built program, started as a
// person starts it, and what it prints, tried out as a person would. They assert content and order under generous
// watchdogs; times are the bench's.
//
// It has no code of its own and nobody imports it.
package moments
