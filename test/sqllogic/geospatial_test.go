package sqllogic

import (
	"strings"
	"testing"

	"interlaken/geospatial"
	"interlaken/sql/function"
)

// TestGeospatialFunctionsMayBeCalled: what the engine knows of this program's functions, a statement may call.
func TestGeospatialFunctionsMayBeCalled(t *testing.T) {
	if len(geospatial.Functions) == 0 {
		t.Fatal("there are no functions")
	}
	for _, f := range geospatial.Functions {
		if !function.EngineAllowed(f.Name) || !strings.HasPrefix(f.Name, geospatial.Prefix) {
			t.Errorf("%s is not on the list, or has another prefix than instances look for", f.Name)
		}
	}
}
