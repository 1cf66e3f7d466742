package athena

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/sql/ast"
	"interlaken/sql/hive"
	"interlaken/sql/printer"
)

// addPartitions is ALTER TABLE … ADD PARTITION.
func (k *catalog) addPartitions(t *glue.Table, n tableName, a *ast.AddPartitions) error {
	if len(t.PartitionKeys) == 0 {
		return notPartitioned(n)
	}
	var all []glue.PartitionInput
	for _, p := range a.Partitions {
		values, err := partitionValues(t, p.Spec)
		if err != nil {
			return err
		}
		location := strings.TrimSuffix(aws.ToString(t.StorageDescriptor.Location), "/") + "/" + hive.PartitionPath(t.PartitionKeys, values)
		if p.Location != nil {
			location = p.Location.Value
			if _, err := folder(&location); err != nil {
				return task("MetaException", "%s is not a location in Amazon S3", location)
			}
		}
		all = append(all, partitionInput(t, values, location))
	}
	return hiveFailure(addPartitions(k.c, n, all, a.IfNotExists))
}

func notPartitioned(n tableName) error {
	return semantic(10004, "Table %s is not partitioned but partition spec exists", n)
}

// partitionInput is a partition at a location, in the format of its table.
func partitionInput(t *glue.Table, values []string, location string) glue.PartitionInput {
	store := *t.StorageDescriptor
	store.Location = &location
	return glue.PartitionInput{Values: values, StorageDescriptor: &store}
}

// partitionValues are the values of a whole PARTITION (key = value, …), in the order of the table's keys.
func partitionValues(t *glue.Table, spec *ast.PartitionSpec) ([]string, error) {
	values := make([]string, len(t.PartitionKeys))
	given := map[int]bool{}
	for _, term := range spec.Terms {
		at := placeOf(t.PartitionKeys, term.Column)
		if at < 0 {
			return nil, semantic(10098, "%s is not a partition column", term.Column.Key())
		}
		text, ok := literalText(term.Value)
		if term.Operator != ast.Equals || !ok {
			return nil, semantic(10004, "A partition is named by equality with constants: %s", term.Column.Key())
		}
		values[at], given[at] = text, true
	}
	if len(given) != len(values) {
		return nil, semantic(10004, "Partition spec does not name all of the %d partition columns", len(values))
	}
	return values, nil
}

// literalText is the text by which a catalog keeps a constant.
func literalText(e ast.Expression) (string, bool) {
	switch e := e.(type) {
	case *ast.StringLiteral:
		return e.Value, true
	case *ast.TypedLiteral:
		return e.Value, true
	case *ast.NullLiteral:
		return hive.NullPartition, true
	}
	return printer.String(e), e != nil && isLiteral(e)
}

// dropPartitions is ALTER TABLE … DROP PARTITION: all partitions that a spec keeps, which may name some of the keys.
func (k *catalog) dropPartitions(t *glue.Table, n tableName, a *ast.DropPartitions) error {
	if len(t.PartitionKeys) == 0 {
		return notPartitioned(n)
	}
	for _, spec := range a.Specs {
		expression, err := partitionExpression(t, spec)
		if err != nil {
			return err
		}
		found, err := k.partitions(t, expression)
		if err != nil {
			return err
		}
		if len(found) == 0 && !a.IfExists {
			return semantic(10006, "Partition not found (%s)", expression)
		}
		for _, p := range found {
			if err := k.glue("DeletePartition", &sdkglue.DeletePartitionInput{DatabaseName: t.DatabaseName, TableName: t.Name, PartitionValues: p.Values}); err != nil {
				return err
			}
		}
	}
	return nil
}

// partitionExpression is a spec as GetPartitions takes it.
func partitionExpression(t *glue.Table, spec *ast.PartitionSpec) (string, error) {
	if spec == nil {
		return "", nil
	}
	var terms []ast.Expression
	for _, term := range spec.Terms {
		at := placeOf(t.PartitionKeys, term.Column)
		if at < 0 {
			return "", semantic(10098, "%s is not a partition column", term.Column.Key())
		}
		text, ok := literalText(term.Value)
		if !ok {
			return "", semantic(10004, "A partition is named by comparison with constants: %s", term.Column.Key())
		}
		// Glue compares the keys of a number's type as numbers, whatever the literal's form.
		terms = append(terms, &ast.Binary{Operator: term.Operator, Left: ast.Name(term.Column.Key()), Right: ast.String(text)})
	}
	return printer.String(ast.And(terms...)), nil
}

// alterPartition is ALTER TABLE … PARTITION (…) with an action on that one partition.
func (k *catalog) alterPartition(t *glue.Table, s *ast.AlterTable) error {
	values, err := partitionValues(t, s.Partition)
	if err != nil {
		return err
	}
	out, err := k.c.Invoke("glue", "GetPartition", &sdkglue.GetPartitionInput{DatabaseName: t.DatabaseName, TableName: t.Name, PartitionValues: values})
	if err != nil {
		return hiveFailure(err)
	}
	p := out.(*sdkglue.GetPartitionOutput).Partition
	input := &glue.PartitionInput{Values: p.Values, StorageDescriptor: p.StorageDescriptor, Parameters: p.Parameters, LastAccessTime: p.LastAccessTime}
	switch a := s.Action.(type) {
	case *ast.SetLocation:
		if _, err := folder(&a.Location.Value); err != nil {
			return task("MetaException", "%s is not a location in Amazon S3", a.Location.Value)
		}
		store := *input.StorageDescriptor
		store.Location = &a.Location.Value
		input.StorageDescriptor = &store
	case *ast.RenamePartition:
		if input.Values, err = partitionValues(t, a.To); err != nil {
			return err
		}
	case *ast.AddColumns:
		return semantic(10004, "Columns are those of the table; alter the table without PARTITION")
	default:
		return semantic(10004, "This form of ALTER TABLE is not supported on a partition")
	}
	return k.glue("UpdatePartition", &sdkglue.UpdatePartitionInput{DatabaseName: t.DatabaseName, TableName: t.Name, PartitionValueList: values, PartitionInput: input})
}

// repair is MSCK REPAIR TABLE: folders k=v below the table's location become partitions (Athena User Guide, "MSCK
// REPAIR TABLE").
func (k *catalog) repair(s *ast.RepairTable) (*listing, error) {
	n, err := k.e.resolve(s.Name)
	if err != nil {
		return nil, err
	}
	t, err := k.table(n)
	if err != nil {
		return nil, err
	}
	out := listed("result")
	if len(t.PartitionKeys) == 0 || t.StorageDescriptor == nil {
		return out, nil
	}
	place, err := folder(t.StorageDescriptor.Location)
	if err != nil {
		return nil, err
	}
	objects, err := k.objects.List(k.c, place.bucket, place.prefix)
	if err != nil {
		return nil, objectsFailed(err)
	}
	known, err := k.partitions(t, "")
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range known {
		seen[strings.Join(p.Values, "\x00")] = true
	}
	var added []glue.PartitionInput
	var names []string
	for _, o := range objects {
		values, ok := valuesInPath(t.PartitionKeys, strings.TrimPrefix(o.Key, place.prefix))
		if key := strings.Join(values, "\x00"); ok && !seen[key] {
			seen[key] = true
			location := strings.TrimSuffix(aws.ToString(t.StorageDescriptor.Location), "/") + "/" + hive.PartitionPath(t.PartitionKeys, values)
			added = append(added, partitionInput(t, values, location))
			names = append(names, n.table+":"+strings.TrimSuffix(hive.PartitionPath(t.PartitionKeys, values), "/"))
		}
	}
	if len(added) == 0 {
		return out, nil
	}
	if err := hiveFailure(addPartitions(k.c, n, added, true)); err != nil {
		return nil, err
	}
	out.add("Partitions not in metastore:\t" + strings.Join(names, "\t"))
	for _, name := range names {
		out.add("Repair: Added partition to metastore " + name)
	}
	return out, nil
}

// valuesInPath reads a partition's values out of a key's folders.
func valuesInPath(keys []glue.Column, key string) ([]string, bool) {
	folders := strings.Split(path.Dir(key), "/")
	if len(folders) < len(keys) {
		return nil, false
	}
	values := make([]string, len(keys))
	for i, k := range keys {
		name, value, ok := strings.Cut(folders[i], "=")
		unescaped, err := url.PathUnescape(value)
		if !ok || err != nil || !strings.EqualFold(name, aws.ToString(k.Name)) {
			return nil, false
		}
		values[i] = unescaped
	}
	return slices.Clip(values), true
}
