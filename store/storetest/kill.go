package storetest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"interlaken/store"
)

const (
	childVariable = "INTERLAKEN_STORETEST_DIR"
	killedWriters = 8
	killedAfter   = 300 // acknowledgements
)

func childDir() (string, bool) { return os.LookupEnv(childVariable) }

// writeUntilKilled is the second process: each writer counts up in two records at once and says so after each Update.
func writeUntilKilled(t *testing.T, open Opener, dir string) {
	s, err := open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for w := range killedWriters {
		wait.Go(func() {
			for n := 1; ; n++ {
				err := s.Update(context.Background(), func(tx store.Tx) error {
					for half := range 2 {
						if _, err := tx.Put("pair", pair{w, half, n}.record(), store.Any); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				fmt.Fprintf(os.Stdout, "done %d %d\n", w, n)
			}
		})
	}
	wait.Wait()
}

// testKill kills a process that writes and looks for everything that it had said was done.
func testKill(t *testing.T, open Opener) {
	dir := filepath.Join(t.TempDir(), "store")
	top, _, _ := strings.Cut(t.Name(), "/")
	child := exec.Command(os.Args[0], "-test.run=^"+top+"$", "-test.timeout=60s")
	child.Env = append(os.Environ(), childVariable+"="+dir)
	child.Stderr = os.Stderr
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var acknowledged [killedWriters]int
	seen := 0
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		var w, n int
		if _, err := fmt.Sscanf(lines.Text(), "done %d %d", &w, &n); err != nil {
			t.Logf("child: %s", lines.Text())
			continue
		}
		acknowledged[w] = max(acknowledged[w], n)
		if seen++; seen == killedAfter {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = child.Wait() // it was killed, and says so
	if seen < killedAfter {
		t.Fatalf("the second process acknowledged %d writes, want at least %d", seen, killedAfter)
	}

	s := reopen(t, open, dir)
	counts := map[int][]int{}
	view(t, s, func(r store.Reader) error {
		for record, err := range r.Scan("pair", store.Range{}) {
			if err != nil {
				return err
			}
			var p pair
			if err := json.Unmarshal(record.Value, &p); err != nil {
				return err
			}
			counts[p.Writer] = append(counts[p.Writer], p.Count)
		}
		return nil
	})
	for w, want := range acknowledged {
		got := counts[w]
		if want == 0 && len(got) == 0 {
			continue
		}
		if len(got) != 2 || got[0] != got[1] || got[0] < want {
			t.Errorf("writer %d had %d acknowledged, the store has %v", w, want, got)
		}
	}
}
