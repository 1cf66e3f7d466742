package costexplorer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/costexplorer"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer/types"
	"github.com/google/go-cmp/cmp"

	"interlaken/cloud/costexplorer"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/usage"
	registry "interlaken/wire/costexplorer"
)

// newKit has usage of two months: a query of 1 TB and one that bears the minimum, requests, and one query of another
// account. The clock stands at Start, 2 November 2026.
func newKit(t *testing.T) (*Kit, service.Session) {
	k := New(t)
	k.Mesh.Register(costexplorer.New(costexplorer.Config{Directory: k.Directory, Prices: usage.Published()}))
	query := usage.Record{Account: Retail, Service: usage.Athena, UsageType: usage.AthenaDataScanned, Operation: "RunQuery", Unit: usage.Bytes}
	read := usage.Record{Account: Retail, Service: usage.S3, UsageType: usage.S3ReadRequests, Operation: "GetObject", Unit: usage.Requests, Quantity: 3}
	of := func(r usage.Record, quantity int64, at time.Time) usage.Record {
		r.Quantity, r.Time = quantity, at
		return r
	}
	other := of(query, 1<<40, Start)
	other.Account = Risk
	for _, r := range []usage.Record{
		of(query, 1<<40, Start.AddDate(0, 0, -3)), // 30 October, 9:00
		of(query, 1, Start), of(query, 10<<20, Start.Add(time.Hour)), of(read, 3, Start), other,
	} {
		k.Update(func(tx store.Tx) error { return k.Usage.Append(tx, r) })
	}
	return k, k.User(Retail, "ana", Everything)
}

func ask(granularity types.Granularity, start, end string, metrics ...string) *sdk.GetCostAndUsageInput {
	return &sdk.GetCostAndUsageInput{
		Granularity: granularity, TimePeriod: &types.DateInterval{Start: &start, End: &end}, Metrics: metrics,
	}
}

func by(in *sdk.GetCostAndUsageInput, keys ...string) *sdk.GetCostAndUsageInput {
	for _, key := range keys {
		in.GroupBy = append(in.GroupBy, types.GroupDefinition{Type: types.GroupDefinitionTypeDimension, Key: &key})
	}
	return in
}

func where(in *sdk.GetCostAndUsageInput, e *types.Expression) *sdk.GetCostAndUsageInput {
	in.Filter = e
	return in
}

func dimension(key types.Dimension, values ...string) types.Expression {
	return types.Expression{Dimensions: &types.DimensionValues{Key: key, Values: values}}
}

// rows writes an answer's results as "period estimated total / keys: metrics".
func rows(out *sdk.GetCostAndUsageOutput) []string {
	var all []string
	metrics := func(m map[string]types.MetricValue) string {
		var parts []string
		for _, name := range []string{"UnblendedCost", "BlendedCost", "UsageQuantity"} {
			if v, ok := m[name]; ok {
				parts = append(parts, *v.Amount+" "+*v.Unit)
			}
		}
		return strings.Join(parts, ", ")
	}
	for _, r := range out.ResultsByTime {
		text := *r.TimePeriod.Start + " " + *r.TimePeriod.End
		if r.Estimated {
			text += " estimated"
		}
		if len(r.Total) > 0 {
			text += ": " + metrics(r.Total)
		}
		all = append(all, text)
		for _, g := range r.Groups {
			all = append(all, strings.Join(g.Keys, "|")+": "+metrics(g.Metrics))
		}
	}
	return all
}

func TestGetCostAndUsage(t *testing.T) {
	k, ana := newKit(t)
	athena := dimension(types.DimensionService, usage.Athena)
	for name, c := range map[string]struct {
		in   *sdk.GetCostAndUsageInput
		want []string
	}{
		// A query of a byte is charged 10 MB: 10/2^20 of 5 dollars, 0.000047683716 when rounded to picodollars.
		"by month": {ask("MONTHLY", "2026-10-15", "2026-11-03", "UnblendedCost"), []string{
			"2026-10-15 2026-11-01: 5.00 USD", "2026-11-01 2026-11-03 estimated: 0.000096567432 USD",
		}},
		"by day": {ask("DAILY", "2026-10-30", "2026-11-03", "UnblendedCost", "UsageQuantity"), []string{
			"2026-10-30 2026-10-31: 5.00 USD, 1 Terabytes", "2026-10-31 2026-11-01: 0 USD, 0 N/A",
			"2026-11-01 2026-11-02 estimated: 0 USD, 0 N/A", "2026-11-02 2026-11-03 estimated: 0.000096567432 USD, 3.0000190735 N/A",
		}},
		"by hour": {ask("HOURLY", "2026-11-02T09:00:00Z", "2026-11-02T11:00:00Z", "BLENDED_COST"), []string{
			"2026-11-02T09:00:00Z 2026-11-02T10:00:00Z estimated: 0.000048883716 USD",
			"2026-11-02T10:00:00Z 2026-11-02T11:00:00Z estimated: 0.000047683716 USD",
		}},
		"by service": {by(ask("DAILY", "2026-11-01", "2026-11-03", "UnblendedCost", "UsageQuantity"), "SERVICE", "OPERATION"), []string{
			"2026-11-01 2026-11-02 estimated", "2026-11-02 2026-11-03 estimated",
			"Amazon Athena|RunQuery: 0.000095367432 USD, 0.0000190735 Terabytes",
			"Amazon Simple Storage Service|GetObject: 0.0000012 USD, 3 Requests",
		}},
		"by usage type, Athena only": {where(by(ask("MONTHLY", "2026-11-01", "2026-12-01", "UnblendedCost"), "USAGE_TYPE"), &athena), []string{
			"2026-11-01 2026-12-01 estimated", "USE1-DataScannedInTB: 0.000095367432 USD",
		}},
		"not Athena": {where(ask("MONTHLY", "2026-11-01", "2026-12-01", "UnblendedCost"), &types.Expression{Not: &athena}), []string{
			"2026-11-01 2026-12-01 estimated: 0.0000012 USD",
		}},
		"and": {where(ask("MONTHLY", "2026-11-01", "2026-12-01", "UnblendedCost"), &types.Expression{And: []types.Expression{athena, dimension(types.DimensionOperation, "GetObject")}}), []string{
			"2026-11-01 2026-12-01 estimated: 0 USD",
		}},
		"or": {where(ask("MONTHLY", "2026-11-01", "2026-12-01", "UnblendedCost"), &types.Expression{Or: []types.Expression{
			dimension(types.DimensionOperation, "GetObject"), {Dimensions: &types.DimensionValues{Key: types.DimensionService, Values: []string{"athena"}, MatchOptions: []types.MatchOption{"CONTAINS", "CASE_INSENSITIVE"}}},
		}}), []string{"2026-11-01 2026-12-01 estimated: 0.000096567432 USD"}},
		"credits": {where(ask("MONTHLY", "2026-11-01", "2026-12-01", "UnblendedCost"), &types.Expression{Dimensions: &types.DimensionValues{Key: types.DimensionRecordType, Values: []string{"Credit"}}}), []string{
			"2026-11-01 2026-12-01 estimated: 0 USD",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := rows(Must[sdk.GetCostAndUsageOutput](k, ana, "ce", "GetCostAndUsage", c.in))
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
	out := Must[sdk.GetCostAndUsageOutput](k, ana, "ce", "GetCostAndUsage", by(ask("MONTHLY", "2026-11-01", "2026-12-01", "UnblendedCost"), "LINKED_ACCOUNT"))
	if len(out.DimensionValueAttributes) != 1 || *out.DimensionValueAttributes[0].Value != Retail || out.DimensionValueAttributes[0].Attributes["description"] != "retail" {
		t.Errorf("accounts = %+v", out.DimensionValueAttributes)
	}
}

func TestGetCostAndUsageRefusals(t *testing.T) {
	k, ana := newKit(t)
	good := func() *sdk.GetCostAndUsageInput { return ask("DAILY", "2026-11-01", "2026-11-03", "UnblendedCost") }
	tagged := good()
	tagged.GroupBy = []types.GroupDefinition{{Type: types.GroupDefinitionTypeTag, Key: aws.String("team")}}
	paged := good()
	paged.NextPageToken = aws.String("x")
	one := dimension(types.DimensionService, "x")
	for name, c := range map[string]struct {
		in   *sdk.GetCostAndUsageInput
		code string
	}{
		"no time":          {&sdk.GetCostAndUsageInput{Granularity: "DAILY", Metrics: []string{"UnblendedCost"}}, "ValidationException"},
		"backwards":        {ask("DAILY", "2026-11-03", "2026-11-03", "UnblendedCost"), "ValidationException"},
		"hours by day":     {ask("DAILY", "2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z", "UnblendedCost"), "ValidationException"},
		"long ago":         {ask("MONTHLY", "2025-08-31", "2026-11-03", "UnblendedCost"), "ValidationException"},
		"hours, long ago":  {ask("HOURLY", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z", "UnblendedCost"), "ValidationException"},
		"far away":         {ask("DAILY", "2026-11-01", "9999-11-03", "UnblendedCost"), "ValidationException"},
		"granularity":      {ask("YEARLY", "2026-11-01", "2026-11-03", "UnblendedCost"), "ValidationException"},
		"no metric":        {ask("DAILY", "2026-11-01", "2026-11-03"), "ValidationException"},
		"metric":           {ask("DAILY", "2026-11-01", "2026-11-03", "NormalizedUsageAmount"), "ValidationException"},
		"three groups":     {by(good(), "SERVICE", "OPERATION", "USAGE_TYPE"), "ValidationException"},
		"resource":         {by(good(), "RESOURCE_ID"), "ValidationException"},
		"tag":              {tagged, "UnknownOperationException"},
		"two operators":    {where(good(), &types.Expression{Not: &one, Dimensions: one.Dimensions}), "ValidationException"},
		"no operator":      {where(good(), &types.Expression{}), "ValidationException"},
		"and of one":       {where(good(), &types.Expression{And: []types.Expression{one}}), "ValidationException"},
		"no value":         {where(good(), &types.Expression{Dimensions: &types.DimensionValues{Key: "SERVICE"}}), "ValidationException"},
		"filter dimension": {where(good(), &types.Expression{Dimensions: &types.DimensionValues{Key: "AZ", Values: []string{"x"}}}), "ValidationException"},
		"token":            {paged, "InvalidNextTokenException"},
	} {
		_, err := k.Do(ana, "ce", "GetCostAndUsage", c.in)
		if code, _ := registry.Service.ErrorCode(err); err == nil || code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if _, err := k.Do(k.User(Retail, "ben"), "ce", "GetCostAndUsage", good()); err == nil {
		t.Error("allowed without permission")
	}
}
