// Package walkthrough holds the published procedure of cross-account Athena access, step by step as its reader would
// type it: with the AWS CLI, and once more with boto3, against a hub and a consumer account of the local cloud. The
// documents are those that were published (AWS Machine Learning Blog, "From siloed data to unified insights:
// cross-account Athena access for Amazon Quick"), with account numbers and names replaced.
//
// It has no code of its own and nobody imports it. `make walkthrough` prints it as a transcript.
package walkthrough
