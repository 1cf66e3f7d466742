package quicksight_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/examples/bank"
	"interlaken/hub/share"
	wire "interlaken/wire/quicksight"
)

// output is the output columns of a data set in one line.
func output(set *types.DataSet) string {
	var all []string
	for _, c := range set.OutputColumns {
		all = append(all, *c.Name+" "+string(c.Type))
	}
	return strings.Join(all, ", ")
}

// TestTheExamplesDataSets: the demo's data sets, one of them joined out of three data sources, by the API's own form.
func TestTheExamplesDataSets(t *testing.T) {
	k := newKit(t)
	for _, id := range []string{"retail", "investment", "risk"} {
		k.make(id)
	}
	for state, columns := range map[string][]string{
		"":   {"complaint_id INTEGER, day DATETIME, state STRING, product STRING, company STRING", "day DATETIME, close DECIMAL", "loan_id INTEGER, state STRING, grade STRING, funded_amnt INTEGER, day DATETIME", "state STRING, month STRING, day DATETIME, markets STRING, complaints_per_day DECIMAL, bad_loans INTEGER"},
		"CA": nil,
	} {
		example, err := bank.ShowDashboard(account, region, state)
		if err != nil {
			t.Fatal(err)
		}
		for i, body := range example.DataSets {
			in := &sdk.CreateDataSetInput{}
			if err := wire.Service.Unmarshal(body, in); err != nil {
				t.Fatal(err)
			}
			in.AwsAccountId = aws.String(account)
			must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", in)
			if got := output(k.describeSet(*in.DataSetId)); columns != nil && got != columns[i] {
				t.Errorf("%s gives %s", *in.DataSetId, got)
			}
		}
	}
}

// joined is a data set of two tables, which have the columns state, n and open each, joined.
func joined(on string, transforms ...types.TransformOperation) *sdk.CreateDataSetInput {
	in := newSet("j", relational(sourceARN("d")))
	in.PhysicalTableMap["u"] = relational(sourceARN("d"))
	leaf := func(alias, table string) types.LogicalTable {
		return types.LogicalTable{Alias: aws.String(alias), Source: &types.LogicalTableSource{PhysicalTableId: aws.String(table)}}
	}
	in.LogicalTableMap = map[string]types.LogicalTable{
		"left": leaf("Left", "t"), "right": leaf("Right", "u"),
		"both": {Alias: aws.String("Both"), DataTransforms: transforms, Source: &types.LogicalTableSource{JoinInstruction: &types.JoinInstruction{
			LeftOperand: aws.String("left"), RightOperand: aws.String("right"), Type: types.JoinTypeLeft, OnClause: aws.String(on),
		}}},
	}
	return in
}

// TestJoinedColumns: a name that both sides have is the right one's with its alias.
func TestJoinedColumns(t *testing.T) {
	k := newKit(t)
	k.make("d")
	in := joined("{state} = {state[Right]} and {n[Right]}={n}",
		&types.TransformOperationMemberRenameColumnOperation{Value: types.RenameColumnOperation{ColumnName: aws.String("n[Right]"), NewColumnName: aws.String("right n")}},
		&types.TransformOperationMemberCastColumnTypeOperation{Value: types.CastColumnTypeOperation{ColumnName: aws.String("N"), NewColumnType: types.ColumnDataTypeString}},
		&types.TransformOperationMemberProjectOperation{Value: types.ProjectOperation{ProjectedColumns: []string{"right n", "n", "open[Right]"}}},
	)
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", in)
	if got := output(k.describeSet("j")); got != "right n INTEGER, n STRING, open[Right] INTEGER" {
		t.Errorf("the columns are %s", got)
	}
}

func TestJoinsThatCannotBe(t *testing.T) {
	k := newKit(t)
	k.make("d")
	for on, words := range map[string]string{
		"{state} = {nothing}":             "character 1: {state} and {nothing} are not a column of Left and one of Right",
		"{state} {n}":                     "character 9: = is expected",
		"state = {state[Right]}":          "character 1: a column in braces is expected",
		"{n} = {n[Right]} OR {n} = {n}":   "character 18: AND is expected",
		"{n} = {n[Right]} AND":            "character 21: a column in braces is expected",
		"{n} = {n[Right]}; DROP TABLE x":  "character 17: AND is expected",
		"{n} = {n[Right]} AND {x} = {n":   "character 28: a column in braces is expected",
		"{n} = {n[Right]} AND {} = {n}":   "character 22: a column in braces is expected",
		"{state[Right]} = {state[Right]}": "are not a column of Left and one of Right",
	} {
		k.refusedFor(share.InvalidParameterValue, words, k.ann, "CreateDataSet", joined(on))
	}
	circle := joined("{n} = {n[Right]}")
	both := circle.LogicalTableMap["both"]
	both.Source.JoinInstruction.RightOperand = aws.String("both")
	k.refusedFor(share.InvalidParameterValue, "The logical table both is used by none that leads to right.", k.ann, "CreateDataSet", circle)
	twice := joined("{n} = {n[Right]}")
	twice.LogicalTableMap["both"].Source.JoinInstruction.RightOperand = aws.String("left")
	delete(twice.LogicalTableMap, "right")
	k.refusedFor(share.InvalidParameterValue, "is used twice", k.ann, "CreateDataSet", twice)
	filtered := joined("{n} = {n[Right]}", &types.TransformOperationMemberFilterOperation{Value: types.FilterOperation{ConditionExpression: aws.String("{nn} > 1")}})
	k.refusedFor(share.InvalidParameterValue, "LogicalTableMap.both.DataTransforms[0]: ConditionExpression: line 1:1: There is no field {nn}. Did you mean n?", k.ann, "CreateDataSet", filtered)
	filtered = joined("{n} = {n[Right]}", &types.TransformOperationMemberFilterOperation{Value: types.FilterOperation{ConditionExpression: aws.String("{n} + 1")}})
	k.refusedFor(share.InvalidParameterValue, "ConditionExpression is of type INTEGER and has to be a condition", k.ann, "CreateDataSet", filtered)
}

// TestCalculatedColumns: each may name those before it, and keeps what it names whatever becomes of that later.
func TestCalculatedColumns(t *testing.T) {
	k := newKit(t)
	k.make("d")
	column := func(name, expression string) types.CalculatedColumn {
		return types.CalculatedColumn{ColumnId: aws.String(name), ColumnName: aws.String(name), Expression: aws.String(expression)}
	}
	in := joined("{n} = {n[Right]}",
		&types.TransformOperationMemberCreateColumnsOperation{Value: types.CreateColumnsOperation{Columns: []types.CalculatedColumn{
			column("half", "{n} / 2"), column("large", "{half} > 10"), column("label", "concat('n', {N})"),
		}}},
		&types.TransformOperationMemberFilterOperation{Value: types.FilterOperation{ConditionExpression: aws.String("{large} = 1 AND isNotNull({n[Right]})")}},
		&types.TransformOperationMemberRenameColumnOperation{Value: types.RenameColumnOperation{ColumnName: aws.String("half"), NewColumnName: aws.String("n/2")}},
		&types.TransformOperationMemberProjectOperation{Value: types.ProjectOperation{ProjectedColumns: []string{"n/2", "large", "label"}}},
	)
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", in)
	if got := output(k.describeSet("j")); got != "n/2 DECIMAL, large INTEGER, label STRING" {
		t.Errorf("the columns are %s", got)
	}
	// Each stands for two of the one before.
	var doubled []types.CalculatedColumn
	before := "n"
	for i := range 60 {
		name := fmt.Sprintf("c%d", i)
		doubled = append(doubled, column(name, "{"+before+"} + {"+before+"}"))
		before = name
	}
	growing := joined("{n} = {n[Right]}", &types.TransformOperationMemberCreateColumnsOperation{Value: types.CreateColumnsOperation{Columns: doubled}})
	k.refusedFor(share.InvalidParameterValue, "has more than 100000 parts", k.ann, "CreateDataSet", growing)
	twice := joined("{n} = {n[Right]}", &types.TransformOperationMemberCreateColumnsOperation{Value: types.CreateColumnsOperation{Columns: []types.CalculatedColumn{column("N", "1")}}})
	k.refusedFor(share.InvalidParameterValue, "There is a column \"N\" already", k.ann, "CreateDataSet", twice)
}
