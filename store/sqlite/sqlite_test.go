package sqlite_test

import (
	"context"
	"testing"

	"interlaken/store"
	"interlaken/store/sqlite"
	"interlaken/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(ctx context.Context, dir string) (store.Store, error) {
		return sqlite.Open(ctx, sqlite.Config{Dir: dir})
	})
}
