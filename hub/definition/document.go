package definition

import (
	"crypto/sha256"
	"encoding/json"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	wire "interlaken/wire/quicksight"
)

// mostRead bounds the bytes of documents whose typed form is kept. The largest dashboard seen has 2.8 MB.
const mostRead = 64 << 20

// Reader makes the typed form of definitions, once for each document. It is safe for concurrent use.
type Reader struct {
	mu    sync.Mutex
	bytes int
	known map[[sha256.Size]byte]*types.DashboardVersionDefinition
}

// Read returns the typed form of a definition, which is known by the bytes in which it is kept; text gives it as it was
// received, and is asked once. The typed form is shared and must not be changed.
func (r *Reader) Read(kept []byte, text func() (json.RawMessage, error)) (*types.DashboardVersionDefinition, error) {
	key := sha256.Sum256(kept)
	r.mu.Lock()
	known := r.known[key]
	r.mu.Unlock()
	if known != nil {
		return known, nil
	}
	document, err := text()
	if err != nil {
		return nil, err
	}
	read := &types.DashboardVersionDefinition{}
	if err := wire.Service.Unmarshal(document, read); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The dashboard's definition cannot be read.")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil || r.bytes+len(document) > mostRead {
		r.known, r.bytes = map[[sha256.Size]byte]*types.DashboardVersionDefinition{}, 0
	}
	r.known[key] = read
	r.bytes += len(document)
	return read, nil
}
