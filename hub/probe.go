package hub

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// Prober proves that a data source works: it walks the role chain for a person and asks the workgroup, and does nothing
// else there. hub/chain has one.
type Prober interface {
	// Probe returns nil where every step was allowed. It is safe for concurrent use and ends when the context does.
	Probe(ctx context.Context, source DataSource, person Person) *ProbeFailure
}

// ProbeFailure is why a data source does not work. Message names account and step and says whom to ask for what; it
// quotes no document of another account (SECURITY S12).
type ProbeFailure struct {
	Type    types.DataSourceErrorInfoType
	Message string
}
