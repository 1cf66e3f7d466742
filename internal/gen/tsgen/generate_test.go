package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"interlaken/wire/interlaken"
)

// TestTypesAreCurrent regenerates the file and compares it with what is committed.
func TestTypesAreCurrent(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	want, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(root, output))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date: run go run ./internal/gen/tsgen", output)
	}
	for _, text := range []string{
		"export interface GetVisualOutput {", "  SubmittedAt?: number;", "  Values?: ControlValue[];",
		`export type RunState = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";`,
		"  values: (number | null)[];", "  value: number | null;", "  kpi?: KPIChart;",
	} {
		if !bytes.Contains(want, []byte(text)) {
			t.Errorf("no %q was written", text)
		}
	}
}

// TestOperationsExist keeps the list of operations to ones that the hub has.
func TestOperationsExist(t *testing.T) {
	served := map[string]bool{}
	for _, o := range interlaken.Hub.Operations {
		served[o.Name] = true
	}
	for _, name := range operations {
		if !served[name] {
			t.Errorf("the hub has no operation %s", name)
		}
	}
}
