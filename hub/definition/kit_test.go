package definition

import (
	"testing"

	"interlaken/fault"
)

// wantError compares code and sentence.
func wantError(t *testing.T, err error, code, says string) {
	t.Helper()
	if string(fault.CodeOf(err)) != code || fault.Public(err) != says {
		t.Errorf("error = %s: %s\nwant    %s: %s", fault.CodeOf(err), fault.Public(err), code, says)
	}
}
