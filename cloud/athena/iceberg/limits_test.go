package iceberg

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"interlaken/fault"
)

// fixtures are the tables that pyiceberg made for test/athena.
const fixtures = "../../../test/athena/testdata/iceberg/"

type folder struct{}

func (folder) Open(_ context.Context, address string) (io.ReadSeekCloser, error) {
	return os.Open(fixtures + strings.TrimPrefix(address, "s3://"))
}

func (folder) Create(address string) (io.WriteCloser, error) {
	return nil, fault.New(fault.Unsupported, "%s is read only", address)
}

func TestLimits(t *testing.T) {
	text, err := os.ReadFile(fixtures + "tables.json")
	if err != nil {
		t.Fatal(err)
	}
	var tables map[string]struct {
		Location string `json:"metadata_location"`
	}
	if err := json.Unmarshal(text, &tables); err != nil {
		t.Fatal(err)
	}
	plan := func(l Limits) (files int, err error) {
		table, err := Load(t.Context(), folder{}, l, "shop.deleted", tables["deleted"].Location)
		if err != nil {
			return 0, err
		}
		scan, err := table.Plan(nil)
		if err != nil {
			return 0, err
		}
		return len(scan.Data) + len(scan.Deletes), nil
	}
	if files, err := plan(Limits{}); files != 4 || err != nil {
		t.Errorf("%d files, %v", files, err)
	}
	if files, err := plan(Limits{Files: 4}); files != 4 || err != nil {
		t.Errorf("at the limit: %d files, %v", files, err)
	}
	for name, l := range map[string]Limits{"Files": {Files: 3}, "FileBytes": {FileBytes: 100}, "TotalBytes": {TotalBytes: 8 << 10}} {
		if _, err := plan(l); !fault.Is(err, TooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
