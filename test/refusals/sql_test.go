package refusals_test

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/wire/interlaken"
)

// notOneQuery are texts that are not one query expression on the data source's catalog (SECURITY S8).
var notOneQuery = []string{
	"CREATE TABLE bank.x AS SELECT 1 AS a", "DROP TABLE bank.complaints", "INSERT INTO bank.complaints VALUES ('x', 'y', 'z')",
	"DELETE FROM bank.complaints", "UPDATE bank.complaints SET state = 'x'", "UNLOAD (SELECT 1 AS a) TO 's3://retail-data/x/' WITH (format = 'JSON')",
	"EXECUTE something", "PREPARE something FROM SELECT 1", "SHOW TABLES", "EXPLAIN SELECT 1", "MSCK REPAIR TABLE bank.complaints", "CALL something()",
	"COPY bank.complaints TO '/tmp/x'", "ATTACH '/tmp/x' AS x", "SET x = 1", "PRAGMA database_list", "INSTALL httpfs",
	"SELECT 1; SELECT 2", "SELECT 1; DROP TABLE bank.complaints", "SELECT * FROM other.bank.complaints", "SELECT count(*) FROM (SELECT * FROM other.bank.complaints)",
	"SELECT lambda.something(1)", "USING EXTERNAL FUNCTION f(x INTEGER) RETURNS INTEGER LAMBDA 'g' SELECT f(1)",
	"SELECT * FROM bank.complaints WHERE state = ?", "", "   ", "-- nothing",
}

// What is not one query is refused where it is written, before the chain takes one step.
func TestTheHubTakesOneQueryExpression(t *testing.T) {
	w, ctx := newWorld(t, nil), context.Background()
	ann := w.consumer()
	steps, events := len(w.steps()), len(w.events()[retail])
	before := w.kept()
	for _, text := range notOneQuery {
		_, err := w.run(ann, text)
		if err == nil {
			t.Errorf("StartRun took %q", text)
		}
		err = errorOf(ann.quicksight().CreateDataSet(ctx, &quicksight.CreateDataSetInput{
			AwsAccountId: aws.String(hub), DataSetId: aws.String("set"), Name: aws.String("Set"), ImportMode: types.DataSetImportModeDirectQuery,
			PhysicalTableMap: map[string]types.PhysicalTable{"t": &types.PhysicalTableMemberCustomSql{Value: types.CustomSql{
				DataSourceArn: aws.String(dataSource), Name: aws.String("q"), SqlQuery: aws.String(text),
				Columns: []types.InputColumn{{Name: aws.String("a"), Type: types.InputColumnDataTypeInteger}},
			}}},
		}))
		if told := answerOf(err); err == nil || told.code != "InvalidParameterValueException" && text != "" {
			t.Errorf("CreateDataSet with %q: %+v", text, told)
		}
	}
	if changed := changes(before, w.kept()); changed != "" {
		t.Errorf("refused texts wrote %s", changed)
	}
	if fresh := w.steps()[steps:]; len(fresh) > 0 {
		t.Errorf("refused texts assumed %v", fresh)
	}
	if fresh := len(w.events()[retail]) - events; fresh > 0 {
		t.Errorf("refused texts left %d events in the spoke", fresh)
	}
	if run, err := w.run(ann, everyRow); err != nil || run.State != interlaken.RunSucceeded {
		t.Errorf("afterwards: %+v, %v", run, err)
	}
}

// A table of the spoke's catalog whose files lie in another account's bucket reads nothing: that account has to allow it.
func TestAnotherAccountsBucketIsClosed(t *testing.T) {
	w := newWorld(t, nil)
	ann := w.consumer()
	w.bucket(investment, "investment-data", map[string]string{"t/month=2020-01/a.csv": "secret,1\n"})
	w.retarget("s3://investment-data/t/")
	w.permit(roleB, everything)
	for _, p := range []person{w.atTheEnd(), w.admins[retail]} {
		e, err := w.ask(p, "SELECT count(*) FROM bank.elsewhere")
		if err != nil {
			t.Fatal(err)
		}
		if reason := aws.ToString(e.Status.StateChangeReason); e.Status.State != "FAILED" || !strings.HasPrefix(reason, "PERMISSION_DENIED: User: ") || !strings.Contains(reason, "arn:aws:s3:::investment-data") {
			t.Errorf("%s: %s", e.Status.State, reason)
		}
	}
	run, err := w.run(ann, "SELECT count(*) FROM bank.elsewhere")
	if err != nil || run.State != interlaken.RunFailed {
		t.Errorf("through the hub: %+v, %v", run, err)
	}
}
