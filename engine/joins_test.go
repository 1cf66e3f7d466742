package engine

import (
	"testing"

	"interlaken/fault"
)

func TestPlainJoins(t *testing.T) {
	defect := fault.New(fault.Validation, "Unbuilt Error: Can't convert TableFilterType (BLOOM_FILTER) from global to local indexes")
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"the defect": {defect, true}, "none": {nil, false}, "another": {fault.New(fault.Validation, "Conversion Error: x"), false},
		"a value's": {fault.New(fault.Validation, "Conversion Error: Could not convert string 'Can't convert TableFilterType' to INT32"), false},
	} {
		if NeedsPlainJoins(c.err) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
	keyed := WithPlainJoins(Request{Statement: "SELECT 1", Key: Key{Account: "a", Rules: "r"}})
	if !keyed.PlainJoins || keyed.Key == (Key{Account: "a", Rules: "r"}) || keyed.Statement != "SELECT 1" {
		t.Errorf("keyed = %+v", keyed)
	}
	if once := WithPlainJoins(Request{}); !once.PlainJoins || once.Key != (Key{}) {
		t.Errorf("once = %+v", once)
	}
}
