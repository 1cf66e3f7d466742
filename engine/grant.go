package engine

// Grant is the set of files that an instance may read. It only ever holds what the request had that the instance was
// locked for: a later request is answered by the same instance only when its files are among them.
type Grant map[string]int64

// GrantOf returns the files of the tables, by path, with their sizes.
func GrantOf(tables []Table) Grant {
	g := Grant{}
	for _, t := range tables {
		for _, f := range t.Reads() {
			g[f.Path] = f.SizeBytes
		}
	}
	return g
}

// Covers reports whether every file of the tables is in the grant, with the same size.
func (g Grant) Covers(tables []Table) bool {
	for _, t := range tables {
		for _, f := range t.Reads() {
			if size, ok := g[f.Path]; !ok || size != f.SizeBytes {
				return false
			}
		}
	}
	return true
}

// FileBytes is the size of every file of the tables: what is charged where nothing better is known.
func FileBytes(tables []Table) int64 {
	var sum int64
	for _, t := range tables {
		for _, f := range t.Reads() {
			sum += f.SizeBytes
		}
	}
	return sum
}
