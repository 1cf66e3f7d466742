// Package interlaken declares our own operations to the codec, as plain Go structs: runs and settings of the hub
// (InterlakenHub), bills, trails and explanations of the cloud (InterlakenCloud). Both are signed for "interlaken".
// hub/interlaken and cloud/ledger serve them, cli calls them.
package interlaken

// SigningName is the service name in the credential scope of both.
const SigningName = "interlaken"
