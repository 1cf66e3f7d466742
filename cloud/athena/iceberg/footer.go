package iceberg

import (
	"encoding/binary"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
	apache "github.com/apache/iceberg-go"

	"interlaken/fault"
)

// CheckData reports whether the engine reads a data file right that is held at a path: the engine finds columns by their
// numbers and takes one that is not there for NULL, and finds the members of structs by their names. i is the file's place
// in Data; columns are the names of those that are read.
func (t *Table) CheckData(s *Scan, i int, path string, columns []string) error {
	refuse := func(reason string, args ...any) error {
		return fault.New(NotSupported, "File %s of table %s cannot be read: "+reason, append([]any{s.Data[i], t.name}, args...)...)
	}
	root, err := t.footer(s.Data[i], path)
	if err != nil {
		return err
	}
	byID := map[int]schema.Node{}
	for n := range root.NumFields() {
		node := root.Field(n)
		if node.FieldID() < 0 {
			return refuse("its columns have no field ids")
		}
		byID[int(node.FieldID())] = node
	}
	for _, f := range t.schema.Fields() {
		if !slices.Contains(columns, strings.ToLower(f.Name)) {
			continue
		}
		node, ok := byID[f.ID]
		switch {
		case !ok && t.inPartition(f.ID, s.files[i]):
			return refuse("it lacks column '%s', whose value its partition has", f.Name)
		case ok && !sameInside(node, f.Type):
			return refuse("what is inside column '%s' has changed its names or numbers since it was written", f.Name)
		}
	}
	return nil
}

// inPartition reports whether a column's value may stand in a file's partition in place of the file (Iceberg
// specification, "Column projection").
func (t *Table) inPartition(id int, f apache.DataFile) bool {
	spec := t.table.Metadata().PartitionSpecByID(int(f.SpecID()))
	if spec == nil {
		return true
	}
	for _, field := range spec.Fields() {
		if _, identity := field.Transform.(apache.IdentityTransform); identity && slices.Contains(field.SourceIDs, id) {
			return true
		}
	}
	return false
}

// CheckDeletes reports whether a held file is one of position deletes.
func (t *Table) CheckDeletes(address, path string) error {
	root, err := t.footer(address, path)
	if err != nil {
		return err
	}
	if root.FieldIndexByName("file_path") < 0 || root.FieldIndexByName("pos") < 0 {
		return fault.New(BadData, "File %s of table %s does not name rows that are deleted", address, t.name)
	}
	return nil
}

// footer reads the schema of a Parquet file.
func (t *Table) footer(address, path string) (root *schema.GroupNode, err error) {
	broken := func(cause error) error {
		return fault.Wrap(cause, BadData, "File %s of table %s is not a Parquet file that can be read", address, t.name)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, broken(err)
	}
	defer f.Close()
	var tail [8]byte
	size, err := f.Seek(-int64(len(tail)), io.SeekEnd)
	if err == nil {
		_, err = io.ReadFull(f, tail[:])
	}
	if err != nil {
		return nil, broken(err)
	}
	if length := int64(binary.LittleEndian.Uint32(tail[:])); length > size || length > t.store.limits.FileBytes {
		return nil, broken(nil)
	}
	err = guarded(func() error {
		r, err := file.NewParquetReader(f)
		if err != nil {
			return err
		}
		root = r.MetaData().Schema.Root()
		return nil
	})
	if err != nil {
		return nil, broken(err)
	}
	return root, nil
}

// sameInside reports whether every member inside a column has the name and number in a file that it has in the schema. A
// member that only one of them has is none of the other's.
func sameInside(node schema.Node, t apache.Type) bool {
	switch t := t.(type) {
	case *apache.StructType:
		group, ok := node.(*schema.GroupNode)
		return ok && sameMembers(group, t.FieldList)
	case *apache.ListType:
		element := inner(node, 1)
		return element != nil && sameInside(element[0], t.Element)
	case *apache.MapType:
		pair := inner(node, 2)
		return pair != nil && sameInside(pair[0], t.KeyType) && sameInside(pair[1], t.ValueType)
	}
	return true
}

func sameMembers(group *schema.GroupNode, fields []apache.NestedField) bool {
	for i := range group.NumFields() {
		member := group.Field(i)
		for _, f := range fields {
			sameName, sameID := strings.EqualFold(member.Name(), f.Name), int(member.FieldID()) == f.ID
			if sameName != sameID || sameID && !sameInside(member, f.Type) {
				return false
			}
		}
	}
	return true
}

// inner are the members of the repeated group in a list or a map (Parquet specification, "Nested types"); nil where the
// node is none of so many.
func inner(node schema.Node, members int) []schema.Node {
	outer, ok := node.(*schema.GroupNode)
	if !ok || outer.NumFields() != 1 {
		return nil
	}
	repeated, ok := outer.Field(0).(*schema.GroupNode)
	if !ok || repeated.NumFields() != members {
		return nil
	}
	all := make([]schema.Node, members)
	for i := range all {
		all[i] = repeated.Field(i)
	}
	return all
}
