// Package policy is the IAM policy language: documents are parsed, checked and compiled once, and decided with
// reasons. It covers every document kind (identity, resource, trust, key, boundary, session, service control and
// resource control policies) and the whole evaluation order within one account and across two.
//
// It is pure: no clock, no store, no wire. It does not gather policies, fill in condition keys or know which
// actions and resources exist; service and gateway do that. It fails closed: what it does not understand (an
// unknown condition operator or key, a resource that is no ARN, a principal with a partial wildcard) never allows,
// and a refusal that hangs on it is marked Unsupported, so that nobody takes it for evidence.
//
// The rules are those of the IAM User Guide, "Policy evaluation logic" and "IAM JSON policy element reference".
// Any package above the vocabulary may import it; it imports arn and fault only.
package policy
