// Package refusals holds the tests in which a whole system is asked for what it must not do: by real AWS clients and by
// forged requests, through its door. Each refusal is told in AWS's words, leaves nothing but its event, and leaves the
// system well. It has no code of its own and nobody imports it.
package refusals
