package chain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/smithy-go"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
)

// Failure is a step of the chain that was refused or could not be made.
type Failure struct {
	// Step is 1 for role A, 2 for role B, 3 for the workgroup, 0 for what never began.
	Step int
	// Account refused, or is where the step would have led.
	Account string
	// Code is the service's error code, such as AccessDenied.
	Code string
	// Message says in two sentences which account refused, at which step, and whom to ask. It holds the service's own
	// public sentence and nothing of any document (SECURITY S12).
	Message string
	// Denied tells a decision from trouble on the way.
	Denied bool

	cause error
}

// Error is the message.
func (f *Failure) Error() string { return f.Message }

// Unwrap returns the SDK's error.
func (f *Failure) Unwrap() error { return f.cause }

// gated is what the gate refused, in its own words; any other error of it is passed on as it is.
func gated(source hub.DataSource, err error) error {
	if !fault.Is(err, hub.Suspended) {
		return err
	}
	return &Failure{Account: source.Athena.Account(), Code: string(hub.Suspended), Message: fault.Public(err), Denied: true, cause: err}
}

var denials = map[string]bool{"AccessDenied": true, "AccessDeniedException": true}

// failed puts a refusal of STS into words.
func failed(step int, source hub.DataSource, role string, err error) *Failure {
	f := &Failure{Step: step, Account: accountOf(role), cause: err}
	var api smithy.APIError
	if !errors.As(err, &api) {
		f.Code = "Unreachable"
		f.Message = fmt.Sprintf("Role %s could not be assumed, because STS did not answer.", role)
		return f
	}
	f.Code, f.Denied = api.ErrorCode(), denials[api.ErrorCode()]
	if !f.Denied {
		f.Message = fmt.Sprintf("Role %s could not be assumed: %s: %s", role, api.ErrorCode(), api.ErrorMessage())
		return f
	}
	if step == 1 {
		f.Message = fmt.Sprintf(
			"Account %s (the hub) refused the first step, to assume role A (%s). Ask who administers it to let its trust policy name %s for the data source %s. (%s)",
			f.Account, role, hub.ServiceName, source.ARN(), api.ErrorMessage())
		return f
	}
	if ownSide(api.ErrorMessage()) {
		f.Account = source.Account
		f.Message = fmt.Sprintf(
			"Account %s (the hub) refused the second step, from role A (%s) to role B (%s). Ask who administers the hub account to allow role A sts:AssumeRole on role B with the data source's ARN as ExternalId. (%s)",
			f.Account, source.Athena.RoleARN, role, api.ErrorMessage())
		return f
	}
	f.Message = fmt.Sprintf(
		"Account %s refused the second step, to assume role B (%s). Ask its owner to let role B's trust policy allow role A (%s) under the ExternalId %s. (%s)",
		f.Account, role, source.Athena.RoleARN, source.ARN(), api.ErrorMessage())
	return f
}

// ownSide reports whether STS's sentence names a policy on the hub's side: the role's own, or the session's.
func ownSide(sentence string) bool {
	return strings.Contains(sentence, "identity-based policy") || strings.Contains(sentence, "session policy") || strings.Contains(sentence, "permissions boundary")
}

func accountOf(role string) string {
	a, err := arn.Parse(role)
	if err != nil {
		return ""
	}
	return a.Account
}
