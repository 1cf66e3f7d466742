package storetest

import (
	"interlaken/fault"
	"interlaken/store"
)

// Unreadable is a reader whose Get of one table fails with fault.Unavailable: what cannot be read just now, which is
// another thing than what is not there.
func Unreadable(r store.Reader, table string) store.Reader { return unreadable{r, table} }

type unreadable struct {
	store.Reader
	table string
}

func (u unreadable) Get(table, key string) (store.Record, error) {
	if table == u.table {
		return store.Record{}, fault.New(fault.Unavailable, "The table %s cannot be read.", table)
	}
	return u.Reader.Get(table, key)
}
