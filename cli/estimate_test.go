package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/sql/estimate"
)

func TestEstimateIsSaidInTwoSentences(t *testing.T) {
	basis := estimate.Basis{Tables: 2, Partitions: 3, Files: 1200, FileBytes: 5 << 20, Footers: 50, Guessed: 1150, Requests: 61}
	cents, dollars := int64(10_000_000_000), int64(1_000_000_000_000)
	for _, c := range []struct {
		given estimated
		want  string
	}{
		{estimated{&estimate.Estimate{LowBytes: 1 << 10, HighBytes: 3 << 20, Basis: basis}, &cents, &dollars}, "1.0 KiB to 3.0 MiB would be scanned, for $0.01 to $1.00.\n" +
			"It rests on 2 tables, 3 partitions, 1,200 files of 5.0 MiB, 50 footers, which stand for those of 1,150 other files; 61 requests made."},
		{estimated{&estimate.Estimate{LowBytes: 1 << 10, HighBytes: 2 << 10, Basis: estimate.Basis{Tables: 1, Files: 1, FileBytes: 2048, Requests: 1}}, &cents, &cents}, "1.0 KiB to 2.0 KiB would be scanned, for $0.01.\n" +
			"It rests on 1 table, 1 file of 2.0 KiB; 1 request made."},
		{estimated{&estimate.Estimate{LowBytes: 1 << 10, HighBytes: 1 << 10}, &cents, &cents}, "1.0 KiB would be scanned, for $0.01.\nIt rests on 0 tables, 0 files of 0 bytes; 0 requests made."},
		{estimated{Estimate: &estimate.Estimate{LowBytes: 1, HighBytes: 1 << 10}}, "1 byte to 1.0 KiB would be scanned; there is no price for the region.\nIt rests on 0 tables, 0 files of 0 bytes; 0 requests made."},
		{estimated{Estimate: &estimate.Estimate{Unknown: "its 9 partitions take more than 8 requests to list", Basis: estimate.Basis{Requests: 8}}}, "It is unknown how much would be scanned: its 9 partitions take more than 8 requests to list.\nIt rests on 0 tables, 0 files of 0 bytes; 8 requests made."},
		{estimated{Estimate: &estimate.Estimate{Free: true}}, "Nothing would be charged: Athena does not charge for such statements."},
	} {
		if diff := cmp.Diff(c.want, c.given.String()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestEstimateWithoutAServer: what needs no table is answered without asking anybody.
func TestEstimateWithoutAServer(t *testing.T) {
	t.Setenv("AWS_CONFIG_FILE", "/dev/null")
	for _, c := range []struct {
		in   string
		line []string
		want outcome
	}{
		{"", []string{"estimate", "--region", "us-east-1", "SHOW TABLES"}, outcome{exitOK, "Nothing would be charged: Athena does not charge for such statements.\n", ""}},
		{"SELECT 1", []string{"estimate", "--region", "us-east-1", "-"}, outcome{exitOK, "0 bytes would be scanned, for $0.000048.\nIt rests on 0 tables, 0 files of 0 bytes; 0 requests made.\n", ""}},
		{"SELECT 1", []string{"estimate", "--region", "eu-west-1"}, outcome{exitOK, "0 bytes would be scanned; there is no price for the region.\nIt rests on 0 tables, 0 files of 0 bytes; 0 requests made.\n", ""}},
		{"", []string{"estimate", "--region", "us-east-1", "SELECT x"}, outcome{exitFailed, "", "interlaken: line 1:8: Column 'x' cannot be resolved or requester is not authorized to access requested resources\n"}},
		{"", []string{"estimate", "SELECT", "1"}, outcome{exitUsage, "", "interlaken: 2 arguments were given where one SQL query is expected: put it in quotes\n"}},
	} {
		if diff := cmp.Diff(c.want, runLineOf(t.Context(), c.in, nil, c.line...)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.line, diff)
		}
	}
}
