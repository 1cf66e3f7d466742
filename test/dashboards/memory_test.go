package dashboards

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/app"
	"interlaken/hub/share"
	"interlaken/wire/interlaken"
)

// ingested waits for the end of an ingestion.
func (w *world) ingested(dataSet, id string) *types.Ingestion {
	w.t.Helper()
	for {
		out, err := w.quicksight().DescribeIngestion(context.Background(), &quicksight.DescribeIngestionInput{AwsAccountId: aws.String(hub), DataSetId: &dataSet, IngestionId: &id})
		w.must(err)
		switch out.Ingestion.IngestionStatus {
		case types.IngestionStatusCompleted, types.IngestionStatusFailed, types.IngestionStatusCancelled:
			return out.Ingestion
		}
	}
}

// began makes a data set in memory, and returns its first ingestion once that has ended.
func (w *world) began(in *quicksight.CreateDataSetInput) *types.Ingestion {
	w.t.Helper()
	in.ImportMode = types.DataSetImportModeSpice
	out, err := w.quicksight().CreateDataSet(context.Background(), in)
	w.must(err)
	return w.ingested(*in.DataSetId, *out.IngestionId)
}

// held makes a data set in memory, and waits until it is there.
func (w *world) held(in *quicksight.CreateDataSetInput) *types.Ingestion {
	w.t.Helper()
	return w.completed(*in.DataSetId, w.began(in))
}

func (w *world) completed(dataSet string, i *types.Ingestion) *types.Ingestion {
	w.t.Helper()
	if i.IngestionStatus != types.IngestionStatusCompleted {
		w.t.Fatalf("the ingestion of %s is %s: %+v", dataSet, i.IngestionStatus, i.ErrorInfo)
	}
	return i
}

// refresh asks for an ingestion under an id.
func (w *world) refresh(dataSet, id string, kind types.IngestionType) {
	w.t.Helper()
	_, err := w.quicksight().CreateIngestion(context.Background(), &quicksight.CreateIngestionInput{
		AwsAccountId: aws.String(hub), DataSetId: &dataSet, IngestionId: &id, IngestionType: kind,
	})
	w.must(err)
}

// rows are those of a data set, in order, cells joined by |, and its run.
func (w *world) rows(dataSet string) (rows []string, run interlaken.Run) {
	w.t.Helper()
	ctx, c := context.Background(), w.own()
	var started interlaken.StartRunOutput
	w.must(c.Call(ctx, interlaken.Hub, "StartRun", &interlaken.StartRunInput{DataSetId: &dataSet}, &started))
	for run.State == "" || run.State == interlaken.RunQueued || run.State == interlaken.RunRunning {
		var out interlaken.GetRunOutput
		w.must(c.Call(ctx, interlaken.Hub, "GetRun", &interlaken.GetRunInput{RunId: started.RunId}, &out))
		run = *out.Run
	}
	if run.State != interlaken.RunSucceeded {
		return nil, run
	}
	var given interlaken.GetRunResultsOutput
	w.must(c.Call(ctx, interlaken.Hub, "GetRunResults", &interlaken.GetRunResultsInput{RunId: started.RunId, MaxResults: aws.Int32(10_000)}, &given))
	for _, row := range given.Rows {
		var cells []string
		for _, cell := range row.Cells {
			if cell == nil {
				cell = aws.String("NULL")
			}
			cells = append(cells, *cell)
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	slices.Sort(rows)
	return rows, run
}

// onTable is a data set of one table of the data source retail.
func onTable(id string, name string, t table) *quicksight.CreateDataSetInput {
	return &quicksight.CreateDataSetInput{
		AwsAccountId: aws.String(hub), DataSetId: &id, Name: &id, PhysicalTableMap: map[string]types.PhysicalTable{"t": t.on("retail", name)},
	}
}

// left are the keys below the prefix that sets go through in an account's bucket of results.
func (w *world) left(account, source string) (keys []string) {
	w.t.Helper()
	client := s3.NewFromConfig(w.config(w.admins[account]), func(o *s3.Options) { o.UsePathStyle = true })
	out, err := client.ListObjectsV2(context.Background(), &s3.ListObjectsV2Input{
		Bucket: aws.String("aws-athena-query-results-" + account + "-" + region), Prefix: aws.String(source + "/spice/"),
	})
	w.must(err)
	for _, o := range out.Contents {
		keys = append(keys, fmt.Sprintf("%s (%d)", *o.Key, *o.Size))
	}
	return keys
}

// put replaces the file of a table of retail.
func (w *world) put(name, text string) {
	w.t.Helper()
	client := s3.NewFromConfig(w.config(w.admins[retail]), func(o *s3.Options) { o.UsePathStyle = true })
	_, err := client.PutObject(context.Background(), &s3.PutObjectInput{Bucket: aws.String("data-" + retail), Key: aws.String(name + "/a.csv"), Body: strings.NewReader(text)})
	w.must(err)
}

// canary is a value that is looked for in every file of the hub.
const canary = "Kolibri-7f3a"

// words are texts of which one is no number, one too long, one missing.
var words = table{
	"1," + canary + ",10\n2," + strings.Repeat("é", 2050) + ",x\n3,\\N,30\n4,plain,\\N\n",
	[][3]string{{"id", "int", "INTEGER"}, {"word", "string", "STRING"}, {"n", "string", "INTEGER"}},
}

// TestASetIsTypedSealedAndForgotten: texts are cut, rows that do not fit their types are counted, nothing of the values is
// found on the disk or in the account's bucket, and all of it goes with the data set.
func TestASetIsTypedSealedAndForgotten(t *testing.T) {
	w := newWorld(t)
	w.spoke(retail, "retail", map[string]table{"words": words})
	i := w.held(onTable("words", "words", words))
	if *i.RowInfo.RowsIngested != 3 || *i.RowInfo.RowsDropped != 1 || *i.RowInfo.TotalRowsInDataset != 3 || i.RequestType != types.IngestionRequestTypeInitialIngestion {
		t.Errorf("rows %+v of a %s", i.RowInfo, i.RequestType)
	}
	rows, run := w.rows("words")
	if want := []string{"1|" + canary + "|10", "3|NULL|30", "4|plain|NULL"}; !slices.Equal(rows, want) {
		t.Errorf("rows %q, want %q", rows, want)
	}
	if c := run.Parts[0].Copy; c == nil || *c.IngestionId != *i.IngestionId || *c.Rows != 3 || c.MadeAt.Before(*i.CreatedTime) || run.Parts[0].QueryExecutionId != nil || *run.Picodollars != 0 {
		t.Errorf("the run is of %+v, for %d picodollars", run.Parts[0], *run.Picodollars)
	}
	described, err := w.quicksight().DescribeDataSet(context.Background(), &quicksight.DescribeDataSetInput{AwsAccountId: aws.String(hub), DataSetId: aws.String("words")})
	w.must(err)
	if size := int64(3*3*8 + len(canary) + len("plain")); described.DataSet.ConsumedSpiceCapacityInBytes != size || *i.IngestionSizeInBytes != size {
		t.Errorf("%d and %d bytes, want %d", described.DataSet.ConsumedSpiceCapacityInBytes, *i.IngestionSizeInBytes, size)
	}
	if keys := w.left(retail, "retail"); len(keys) != 0 {
		t.Errorf("the account's bucket keeps %v", keys)
	}
	sealed := 0
	w.must(filepath.WalkDir(w.folder, func(path string, d fs.DirEntry, err error) error {
		// The account's own objects lie there too; in the demo both halves share a folder.
		if err != nil || d.IsDir() && path == filepath.Join(w.folder, "objects") {
			return skipping(err)
		}
		if d.IsDir() {
			return nil
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(canary)) {
			t.Errorf("%s holds a value of the data", path)
		}
		if strings.HasPrefix(path, filepath.Join(w.folder, "spice")) {
			sealed++
		}
		return err
	}))
	if sealed != 3 { // the key's half, the rows, the dropped ones
		t.Errorf("%d files of the set", sealed)
	}
	_, err = w.quicksight().DeleteDataSet(context.Background(), &quicksight.DeleteDataSetInput{AwsAccountId: aws.String(hub), DataSetId: aws.String("words")})
	w.must(err)
	if left, err := os.ReadDir(filepath.Join(w.folder, "spice")); err != nil || len(left) != 0 {
		t.Errorf("after the data set: %v, %v", left, err)
	}
}

// skipping leaves a folder out, unless it could not be looked at.
func skipping(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}

// A text is cut at 2,047 characters, not bytes; a set of no rows is one.
func TestATextIsCutAndAnEmptyTableIsASet(t *testing.T) {
	w := newWorld(t)
	long := table{strings.Repeat("é", 2050) + "\n", [][3]string{{"word", "string", "STRING"}}}
	none := table{"", [][3]string{{"word", "string", "STRING"}}}
	w.spoke(retail, "retail", map[string]table{"long": long, "none": none})
	w.held(onTable("long", "long", long))
	if rows, _ := w.rows("long"); len(rows) != 1 || rows[0] != strings.Repeat("é", 2047) {
		t.Errorf("a text of %d characters", len([]rune(strings.Join(rows, ""))))
	}
	if i := w.held(onTable("none", "none", none)); *i.RowInfo.TotalRowsInDataset != 0 {
		t.Errorf("rows of nothing: %+v", i.RowInfo)
	}
	if described, err := w.quicksight().DescribeDataSet(context.Background(), &quicksight.DescribeDataSetInput{AwsAccountId: aws.String(hub), DataSetId: aws.String("none")}); err != nil || described.DataSet.ConsumedSpiceCapacityInBytes != 0 {
		t.Errorf("a set of no rows takes %+v, %v", described, err)
	}
	if rows, run := w.rows("none"); len(rows) != 0 || run.State != interlaken.RunSucceeded {
		t.Errorf("%v, %+v", rows, run.Failure)
	}
}

// TestTransformsComeOutAlike: calculated, cast, renamed and filtered columns, of a query and of a table, are in memory what
// they are where they lie.
func TestTransformsComeOutAlike(t *testing.T) {
	w := newWorld(t)
	sales := table{"1,north,2024-02-29,10.50\n2,south,2024-03-01,7.25\n3,\\N,2023-12-31,0.10\n4,north,\\N,3\n", [][3]string{
		{"id", "int", "INTEGER"}, {"side", "string", "STRING"}, {"day", "date", "DATETIME"}, {"price", "decimal(10,2)", "DECIMAL"},
	}}
	w.spoke(retail, "retail", map[string]table{"sales": sales})
	create := func(name, expression string) types.TransformOperation {
		return &types.TransformOperationMemberCreateColumnsOperation{Value: types.CreateColumnsOperation{Columns: []types.CalculatedColumn{
			{ColumnId: aws.String(name), ColumnName: aws.String(name), Expression: aws.String(expression)},
		}}}
	}
	logical := map[string]types.LogicalTable{"l": {
		Alias: aws.String("l"), Source: &types.LogicalTableSource{PhysicalTableId: aws.String("t")}, DataTransforms: []types.TransformOperation{
			create("Twice", "{price} * 2"), create("Where it is", "concat(toUpper({side}), '!')"), create("Late", "ifelse({id} > 2, 'late', 'early')"),
			&types.TransformOperationMemberRenameColumnOperation{Value: types.RenameColumnOperation{ColumnName: aws.String("id"), NewColumnName: aws.String("Number")}},
			&types.TransformOperationMemberCastColumnTypeOperation{Value: types.CastColumnTypeOperation{ColumnName: aws.String("Number"), NewColumnType: types.ColumnDataTypeString}},
			&types.TransformOperationMemberFilterOperation{Value: types.FilterOperation{ConditionExpression: aws.String("{price} > 1")}},
		},
	}}
	query := &types.PhysicalTableMemberCustomSql{Value: types.CustomSql{
		DataSourceArn: aws.String("arn:aws:quicksight:" + region + ":" + hub + ":datasource/retail"), Name: aws.String("q"),
		SqlQuery: aws.String("SELECT id, side, day, price FROM bank.sales WHERE id < 4"), Columns: sales.on("retail", "sales").(*types.PhysicalTableMemberRelationalTable).Value.InputColumns,
	}}
	for of, physical := range map[string]types.PhysicalTable{"table": sales.on("retail", "sales"), "query": query} {
		in := &quicksight.CreateDataSetInput{
			AwsAccountId: aws.String(hub), DataSetId: aws.String(of + "-held"), Name: &of, LogicalTableMap: logical,
			PhysicalTableMap: map[string]types.PhysicalTable{"t": physical},
		}
		w.held(in)
		in.DataSetId, in.ImportMode = aws.String(of+"-direct"), types.DataSetImportModeDirectQuery
		_, err := w.quicksight().CreateDataSet(context.Background(), in)
		w.must(err)
		held, run := w.rows(of + "-held")
		direct, _ := w.rows(of + "-direct")
		if len(held) < 2 || !slices.Equal(held, direct) {
			t.Errorf("a %s: in memory %q, there %q: %+v", of, held, direct, run.Failure)
		}
	}
}

// TestIncrementalRefresh: rows of the window are read anew, all others stay as they were, whatever has become of them.
func TestIncrementalRefresh(t *testing.T) {
	w := newWorld(t)
	days := table{"1,2020-01-01\n2,2020-01-02\n3,2999-01-01\n4,\\N\n", [][3]string{{"id", "int", "INTEGER"}, {"day", "date", "DATETIME"}}}
	w.spoke(retail, "retail", map[string]table{"days": days})
	w.held(onTable("days", "days", days))
	_, err := w.quicksight().PutDataSetRefreshProperties(context.Background(), &quicksight.PutDataSetRefreshPropertiesInput{
		AwsAccountId: aws.String(hub), DataSetId: aws.String("days"), DataSetRefreshProperties: &types.DataSetRefreshProperties{
			RefreshConfiguration: &types.RefreshConfiguration{IncrementalRefresh: &types.IncrementalRefresh{
				LookbackWindow: &types.LookbackWindow{ColumnName: aws.String("day"), Size: aws.Int64(1), SizeUnit: types.LookbackWindowSizeUnitDay},
			}},
		},
	})
	w.must(err)
	w.put("days", "1,2020-05-05\n5,2999-01-02\n6,2998-01-01\n")
	w.refresh("days", "window", types.IngestionTypeIncrementalRefresh)
	i := w.completed("days", w.ingested("days", "window"))
	if *i.RowInfo.RowsIngested != 2 || *i.RowInfo.TotalRowsInDataset != 5 || i.RequestType != types.IngestionRequestTypeIncrementalRefresh {
		t.Errorf("rows %+v of a %s", i.RowInfo, i.RequestType)
	}
	if rows, _ := w.rows("days"); !slices.Equal(rows, []string{"1|2020-01-01", "2|2020-01-02", "4|NULL", "5|2999-01-02", "6|2998-01-01"}) {
		t.Errorf("after the window: %q", rows)
	}
	w.refresh("days", "whole", types.IngestionTypeFullRefresh)
	w.completed("days", w.ingested("days", "whole"))
	if rows, _ := w.rows("days"); !slices.Equal(rows, []string{"1|2020-05-05", "5|2999-01-02", "6|2998-01-01"}) {
		t.Errorf("after all: %q", rows)
	}
}

// TestWhatGoesWrongIsTold: each failure has QuickSight's type and the account's words, and the old set goes on.
func TestWhatGoesWrongIsTold(t *testing.T) {
	w := newWorld(t)
	w.spoke(retail, "retail", map[string]table{"words": words})
	w.held(onTable("words", "words", words))
	ctx := context.Background()
	role := aws.String("role-b")
	admin := iam.NewFromConfig(w.config(w.admins[retail]))
	catalog := glue.NewFromConfig(w.config(w.admins[retail]))
	permissions := func(actions ...string) {
		_, err := admin.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: role, PolicyName: aws.String("permissions"), PolicyDocument: aws.String(allow(actions, map[string]any{"Resource": "*"}))})
		w.must(err)
	}
	ben := w.makeAuthor("ben")
	_, err := w.quicksight().UpdateDataSetPermissions(ctx, &quicksight.UpdateDataSetPermissionsInput{
		AwsAccountId: aws.String(hub), DataSetId: aws.String("words"), GrantPermissions: []types.ResourcePermission{{
			Principal: aws.String("arn:aws:quicksight:" + region + ":" + hub + ":user/default/ben"), Actions: share.Owner(share.DataSets),
		}},
	})
	w.must(err)
	owner, suspended := w.as(w.admins[retail]), interlaken.SuspendAccessOutput{}
	resume := func() {
		w.must(owner.Call(ctx, interlaken.Hub, "ResumeAccess", &interlaken.ResumeAccessInput{AccountId: aws.String(retail), SuspensionId: suspended.SuspensionId}, &interlaken.ResumeAccessOutput{}))
	}
	for n, c := range []struct {
		id    string
		kind  types.IngestionErrorType
		words []string
		do    func()
	}{
		{"denied", types.IngestionErrorTypePermissionDenied, []string{"s3:GetObject", "[Execution ID: "}, func() { permissions("athena:*", "glue:*", "s3:List*", "s3:GetBucket*", "s3:PutObject") }},
		{"copies", types.IngestionErrorTypePermissionDenied, []string{"has suspended copies of its data in memory", "keep out"}, func() {
			permissions("athena:*", "glue:*", "s3:*")
			w.must(owner.Call(ctx, interlaken.Hub, "SuspendAccess", &interlaken.SuspendAccessInput{AccountId: aws.String(retail), Reason: aws.String("keep out"), CopiesOnly: aws.Bool(true)}, &suspended))
			direct := onTable("direct", "words", words)
			direct.ImportMode = types.DataSetImportModeDirectQuery
			_, err := w.quicksight().CreateDataSet(ctx, direct)
			w.must(err)
			if rows, run := w.rows("direct"); len(rows) != 4 {
				t.Errorf("with copies suspended, the account gives %d rows: %+v", len(rows), run.Failure)
			}
		}},
		{"table", types.IngestionErrorTypeSqlTableNotFound, []string{"TABLE_NOT_FOUND", "[Execution ID: "}, func() {
			resume()
			_, err := catalog.DeleteTable(ctx, &glue.DeleteTableInput{DatabaseName: aws.String("bank"), Name: aws.String("words")})
			w.must(err)
		}},
		{"suspended", types.IngestionErrorTypePermissionDenied, []string{"has suspended", "audit"}, func() {
			w.must(owner.Call(ctx, interlaken.Hub, "SuspendAccess", &interlaken.SuspendAccessInput{AccountId: aws.String(retail), Reason: aws.String("audit")}, &suspended))
		}},
		{"role", types.IngestionErrorTypeFailureToAssumeRole, []string{retail, "second step"}, func() {
			resume()
			_, err := admin.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: role, PolicyDocument: aws.String(
				allow("sts:AssumeRole", map[string]any{"Principal": map[string]string{"AWS": "arn:aws:iam::" + retail + ":root"}}))})
			w.must(err)
			w.author = ben // for whom nobody has walked the chain yet
		}},
	} {
		c.do()
		w.refresh("words", c.id, types.IngestionTypeFullRefresh)
		i := w.ingested("words", c.id)
		if i.IngestionStatus != types.IngestionStatusFailed || i.ErrorInfo == nil || i.ErrorInfo.Type != c.kind {
			t.Errorf("%s: %s, %+v", c.id, i.IngestionStatus, i.ErrorInfo)
			continue
		}
		for _, word := range c.words {
			if !strings.Contains(*i.ErrorInfo.Message, word) {
				t.Errorf("%s: %q does not say %q", c.id, *i.ErrorInfo.Message, word)
			}
		}
		rows, run := w.rows("words")
		if c.id == "suspended" || c.id == "copies" {
			if run.Failure == nil || *run.Failure.Code != "Suspended" {
				t.Errorf("a suspended copy gives %v, %+v", rows, run.Failure)
			}
		} else if len(rows) != 3 {
			t.Errorf("%d, after %s the old set has %d rows: %+v", n, c.id, len(rows), run.Failure)
		}
	}
	if n := w.folders("spice"); n != 1 {
		t.Errorf("%d folders of sets", n)
	}
}

func (w *world) folders(under string) int {
	w.t.Helper()
	left, err := os.ReadDir(filepath.Join(w.folder, under))
	w.must(err)
	return len(left)
}

// TestCancelledIngestionsLeaveTheOldSet: one is cancelled in each of its steps.
func TestCancelledIngestionsLeaveTheOldSet(t *testing.T) {
	var stop atomic.Pointer[string] // where the next ingestion waits
	reached := make(chan chan struct{})
	w := newWorld(t, func(_ *app.Config, o *app.Options) {
		o.IngestionStep = func(name string) error {
			if at := stop.Load(); at != nil && *at == name {
				stop.Store(nil)
				on := make(chan struct{})
				reached <- on
				<-on
			}
			return nil
		}
	})
	w.spoke(retail, "retail", map[string]table{"words": words})
	w.held(onTable("words", "words", words))
	w.put("words", "9,new,90\n")
	for _, at := range []string{"prepared", "export begins", "unloaded", "exported", "batch", "file"} {
		stop.Store(&at)
		id := strings.ReplaceAll(at, " ", "-")
		w.refresh("words", id, types.IngestionTypeFullRefresh)
		on := <-reached
		if rows, _ := w.rows("words"); len(rows) != 3 {
			t.Errorf("%s: meanwhile the set has %d rows", at, len(rows))
		}
		_, err := w.quicksight().CancelIngestion(context.Background(), &quicksight.CancelIngestionInput{AwsAccountId: aws.String(hub), DataSetId: aws.String("words"), IngestionId: &id})
		w.must(err)
		close(on)
		if i := w.ingested("words", id); i.IngestionStatus != types.IngestionStatusCancelled || i.ErrorInfo.Type != types.IngestionErrorTypeIngestionCanceled {
			t.Errorf("%s: %s, %+v", at, i.IngestionStatus, i.ErrorInfo)
		}
		if rows, _ := w.rows("words"); len(rows) != 3 {
			t.Errorf("%s: afterwards the set has %d rows", at, len(rows))
		}
		if keys := w.left(retail, "retail"); len(keys) != 0 {
			t.Errorf("%s: the account's bucket keeps %v", at, keys)
		}
	}
	w.refresh("words", "last", types.IngestionTypeFullRefresh)
	w.completed("words", w.ingested("words", "last"))
	if rows, _ := w.rows("words"); !slices.Equal(rows, []string{"9|new|90"}) {
		t.Errorf("rows %q", rows)
	}
}

// TestADataSetIsDeletedWhileItIsRead: nothing is left of it, at whatever step, and the id is free again.
func TestADataSetIsDeletedWhileItIsRead(t *testing.T) {
	var stop atomic.Pointer[string] // where the next ingestion waits
	reached, on := make(chan struct{}), make(chan struct{})
	w := newWorld(t, func(_ *app.Config, o *app.Options) {
		o.IngestionStep = func(name string) error {
			if at := stop.Load(); at != nil && *at == name {
				stop.Store(nil)
				reached <- struct{}{}
				<-on
			}
			return nil
		}
	})
	w.spoke(retail, "retail", map[string]table{"words": words})
	for _, at := range []string{"prepared", "unloaded", "file", "written"} {
		stop.Store(&at)
		in := onTable("words", "words", words)
		in.ImportMode = types.DataSetImportModeSpice
		_, err := w.quicksight().CreateDataSet(context.Background(), in)
		w.must(err)
		<-reached
		_, err = w.quicksight().DeleteDataSet(context.Background(), &quicksight.DeleteDataSetInput{AwsAccountId: aws.String(hub), DataSetId: aws.String("words")})
		w.must(err)
		on <- struct{}{}
		w.held(onTable("words", "words", words)) // its turn comes when the one before has ended
		if n := w.folders("spice"); n != 1 {
			t.Errorf("%s: %d folders of sets", at, n)
		}
		if keys := w.left(retail, "retail"); len(keys) != 0 {
			t.Errorf("%s: the account's bucket keeps %v", at, keys)
		}
		_, err = w.quicksight().DeleteDataSet(context.Background(), &quicksight.DeleteDataSetInput{AwsAccountId: aws.String(hub), DataSetId: aws.String("words")})
		w.must(err)
	}
}

// TestSetsAreLoadedWhenTheyAreAsked: three sets of which one at a time has room in memory, and one that has none there.
func TestSetsAreLoadedWhenTheyAreAsked(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "%d,%x\n", i, sha256.Sum256([]byte(strconv.Itoa(i)))) // nothing that compresses, some 70 bytes a row
	}
	large := table{text.String(), [][3]string{{"id", "int", "INTEGER"}, {"hash", "string", "STRING"}}}
	few := table{strings.Join(strings.SplitAfter(text.String(), "\n")[:6_000], ""), large.columns}
	w := newWorld(t, func(c *app.Config, _ *app.Options) { c.Memory.MiB = 1 })
	w.spoke(retail, "retail", map[string]table{"large": large, "few": few})
	for id, c := range map[string]struct {
		name string
		t    table
	}{"a": {"few", few}, "b": {"few", few}, "c": {"few", few}, "large": {"large", large}} {
		w.held(onTable(id, c.name, c.t))
	}
	for _, id := range []string{"a", "large", "b", "c", "a", "large"} {
		rows, run := w.rows(id)
		if want := map[bool]int{true: 10_000, false: 6_000}[id == "large"]; len(rows) != want { // 10,000 are given of more
			t.Fatalf("%s has %d rows: %+v", id, len(rows), run.Failure)
		}
	}
}

// TestLimitsOfMemory: the capacity of the account, and how often people refresh.
func TestLimitsOfMemory(t *testing.T) {
	many := table{strings.Repeat("1,"+strings.Repeat("x", 1000)+"\n", 800), [][3]string{{"id", "int", "INTEGER"}, {"word", "string", "STRING"}}}
	w := newWorld(t, func(c *app.Config, _ *app.Options) { c.Memory.CapacityMiB, c.Memory.Refreshes = 1, 1 })
	w.spoke(retail, "retail", map[string]table{"many": many})
	w.held(onTable("first", "many", many))
	i := w.began(onTable("second", "many", many))
	if i.IngestionStatus != types.IngestionStatusFailed || i.ErrorInfo.Type != types.IngestionErrorTypeAccountCapacityLimitExceeded || !strings.Contains(*i.ErrorInfo.Message, "CapacityBytes") {
		t.Errorf("past the capacity: %s, %+v", i.IngestionStatus, i.ErrorInfo)
	}
	err := w.own().Call(context.Background(), interlaken.Hub, "StartRun", &interlaken.StartRunInput{DataSetId: aws.String("second")}, &interlaken.StartRunOutput{})
	if err == nil || !strings.Contains(err.Error(), "is not in memory: no ingestion of it has completed yet") {
		t.Errorf("asking for what is not there: %v", err)
	}
	for n := range 2 {
		id := "r" + strconv.Itoa(n)
		_, err := w.quicksight().CreateIngestion(context.Background(), &quicksight.CreateIngestionInput{AwsAccountId: aws.String(hub), DataSetId: aws.String("first"), IngestionId: &id})
		var limit *types.LimitExceededException
		if n < 1 {
			w.must(err)
			w.completed("first", w.ingested("first", id))
		} else if !errors.As(err, &limit) {
			t.Errorf("refresh %d: %v", n+1, err)
		}
	}
}
