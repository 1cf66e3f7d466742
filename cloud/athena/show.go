package athena

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/sql/ast"
	"interlaken/sql/hive"
	"interlaken/sql/token"
)

// show is SHOW in its kinds (Athena User Guide, "DDL statements").
func (k *catalog) show(s *ast.Show) (*listing, error) {
	like, err := hivePattern(s.Like)
	if err != nil {
		return nil, err
	}
	switch s.Kind {
	case ast.ShowDatabases:
		return k.showDatabases(like)
	case ast.ShowTables, ast.ShowViews:
		return k.showTables(s, like)
	}
	n, err := k.shown(s)
	if err != nil {
		return nil, err
	}
	t, err := k.table(n)
	if err != nil {
		return nil, err
	}
	switch s.Kind {
	case ast.ShowColumns:
		out := listed("field")
		for _, c := range tableColumns(t) {
			out.add(padded(aws.ToString(c.Name)))
		}
		return out, nil
	case ast.ShowPartitions:
		return k.showPartitions(t, n, s)
	case ast.ShowTableProperties:
		return showProperties(t, n, s)
	case ast.ShowCreateView:
		return showCreateView(t, n)
	case ast.ShowCreateTable:
		switch {
		case hive.IsView(t):
			return showCreateView(t, n)
		case isIceberg(t):
			return nil, token.Fault("NOT_SUPPORTED", s.Pos(), "SHOW CREATE TABLE is not supported on Iceberg tables")
		}
		out := listed("createtab_stmt")
		out.add(createStatement(t)...)
		return out, nil
	}
	return nil, semantic(10004, "SHOW %s is not supported", s.Kind)
}

// shown is the table that a SHOW names, whose database may stand apart: SHOW COLUMNS IN table IN database.
func (k *catalog) shown(s *ast.Show) (tableName, error) {
	n, err := k.e.resolve(s.Name)
	if err == nil || s.In == nil {
		if err == nil && s.In != nil {
			n.database, err = k.database(s.In)
		}
		return n, err
	}
	n.table = s.Name.Last().Key()
	n.database, err = k.database(s.In)
	return n, err
}

// hivePattern compiles the pattern of SHOW TABLES '…': a * stands for any characters, a | for a choice (Athena User
// Guide, "SHOW TABLES").
func hivePattern(s *ast.StringLiteral) (*regexp.Regexp, error) {
	if s == nil {
		return regexp.MustCompile(""), nil
	}
	text := strings.ReplaceAll(strings.ReplaceAll(s.Value, ".*", "*"), "*", ".*")
	pattern, err := regexp.Compile("^(?i:" + text + ")$")
	if err != nil {
		return nil, semantic(10004, "The pattern '%s' is not a regular expression", s.Value)
	}
	return pattern, nil
}

func (k *catalog) showDatabases(like *regexp.Regexp) (*listing, error) {
	if err := onlyOwn(token.Pos{}, k.e.Catalog); err != nil {
		return nil, err
	}
	out := listed("database_name")
	err := eachPage(k, "GetDatabases", &sdkglue.GetDatabasesInput{}, func(in *sdkglue.GetDatabasesInput) **string { return &in.NextToken }, func(page *sdkglue.GetDatabasesOutput) *string {
		for _, d := range page.DatabaseList {
			if like.MatchString(*d.Name) {
				out.add(*d.Name)
			}
		}
		return page.NextToken
	})
	return out, err
}

func (k *catalog) showTables(s *ast.Show, like *regexp.Regexp) (*listing, error) {
	database, err := k.database(s.In)
	if err != nil {
		return nil, err
	}
	all, err := k.tables(database)
	if isMissing(err) {
		return nil, semantic(10072, "Database does not exist: %s", database)
	}
	if err != nil {
		return nil, err
	}
	out := listed("tab_name")
	if s.Kind == ast.ShowViews {
		out = listed("views")
	}
	for i := range all {
		if like.MatchString(*all[i].Name) && (s.Kind == ast.ShowTables || hive.IsView(&all[i])) {
			out.add(*all[i].Name)
		}
	}
	return out, nil
}

func (k *catalog) showPartitions(t *glue.Table, n tableName, s *ast.Show) (*listing, error) {
	if len(t.PartitionKeys) == 0 {
		return nil, task("MetaException", "Table %s is not a partitioned table", n)
	}
	expression, err := partitionExpression(t, s.Partition)
	if err != nil {
		return nil, err
	}
	found, err := k.partitions(t, expression)
	if err != nil {
		return nil, err
	}
	out := listed("partition")
	for _, p := range found {
		out.add(strings.TrimSuffix(hive.PartitionPath(t.PartitionKeys, p.Values), "/"))
	}
	slices.Sort(out.lines)
	return out, nil
}

func showProperties(t *glue.Table, n tableName, s *ast.Show) (*listing, error) {
	out := listed("prpt_name", "prpt_value")
	if s.Property != nil {
		value, ok := t.Parameters[s.Property.Value]
		if !ok {
			value = fmt.Sprintf("Table %s does not have property: %s", n, s.Property.Value)
		}
		out.add(value)
		return out, nil
	}
	for _, name := range slices.Sorted(maps.Keys(t.Parameters)) {
		out.add(name + "\t" + t.Parameters[name])
	}
	return out, nil
}

func showCreateView(t *glue.Table, n tableName) (*listing, error) {
	if !hive.IsView(t) {
		return nil, failed(userError, 1107, fmt.Sprintf("NOT_SUPPORTED: '%s.%s' is a table, not a view", strings.ToLower(ownCatalog), n))
	}
	v, err := hive.ReadView(t)
	if err != nil {
		return nil, err
	}
	out := listed("Create View")
	out.add(fmt.Sprintf("CREATE VIEW %s AS", n))
	out.add(strings.Split(v.OriginalSQL, "\n")...)
	return out, nil
}

// tableColumns are a table's columns, those that it is partitioned by last.
func tableColumns(t *glue.Table) []glue.Column {
	var all []glue.Column
	if t.StorageDescriptor != nil {
		all = append(all, t.StorageDescriptor.Columns...)
	}
	return append(all, t.PartitionKeys...)
}
