// Package sigv4 is AWS Signature Version 4 on both sides: Parse and Verify for the gateway (SECURITY S3), Body for
// S3's payloads that are checked while they stream, Sign for clients of our own services. The canonical request is
// built here; the SDK's signer is the oracle of the tests and is linked by nothing else.
//
// Sources: AWS IAM User Guide, "AWS Signature Version 4 for API requests"; Amazon S3 API Reference, "Authenticating
// requests (AWS Signature Version 4)". It knows keys only through the lookup that it is given, decides nothing about
// what a key may do, and gateway and wire may import it.
package sigv4
