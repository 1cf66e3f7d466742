package dashboards

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/app"
	"interlaken/secret"
	"interlaken/wire/sigv4"
)

const (
	crashFolder = "INTERLAKEN_CRASH_FOLDER"
	crashRound  = "INTERLAKEN_CRASH_ROUND"
	crashRows   = 400
)

// generation is a table whose rows all say which generation they are of.
func generation(number int) table {
	var text strings.Builder
	for i := range crashRows {
		fmt.Fprintf(&text, "%d,%d\n", i, number)
	}
	return table{text.String(), [][3]string{{"id", "int", "INTEGER"}, {"generation", "int", "INTEGER"}}}
}

// often lets people refresh as often as there are rounds.
func often(c *app.Config, _ *app.Options) { c.Memory.Refreshes = 1_000_000 }

// kept is what a process hands on to the next one: the keys with which the accounts are asked.
type kept struct{ Author, Retail [2]string }

func (w *world) keep(path string) {
	w.t.Helper()
	pair := func(c sigv4.Credentials) [2]string { return [2]string{c.AccessKeyID, c.Secret.Reveal()} }
	text, err := json.Marshal(kept{pair(w.author), pair(w.admins[retail])})
	w.must(err)
	w.must(os.WriteFile(path, text, 0o600))
}

func (w *world) recall(path string) {
	w.t.Helper()
	text, err := os.ReadFile(path)
	w.must(err)
	var k kept
	w.must(json.Unmarshal(text, &k))
	credentials := func(pair [2]string) sigv4.Credentials {
		return sigv4.Credentials{AccessKeyID: pair[0], Secret: secret.NewText(pair[1])}
	}
	w.author, w.admins[retail] = credentials(k.Author), credentials(k.Retail)
}

// whole is the generation that every row of the set is of; a set with rows missing or of two generations fails the test.
func (w *world) whole() int {
	w.t.Helper()
	rows, run := w.rows("crash")
	if len(rows) != crashRows {
		w.t.Fatalf("the set has %d rows: %+v", len(rows), run.Failure)
	}
	_, number, _ := strings.Cut(rows[0], "|")
	for _, row := range rows {
		if !strings.HasSuffix(row, "|"+number) {
			w.t.Fatalf("the set holds %q and %q", rows[0], row)
		}
	}
	n, err := strconv.Atoi(number)
	w.must(err)
	return n
}

// settled waits until no ingestion is under way.
func (w *world) settled() {
	w.t.Helper()
	out, err := w.quicksight().ListIngestions(context.Background(), &quicksight.ListIngestionsInput{AwsAccountId: aws.String(hub), DataSetId: aws.String("crash")})
	w.must(err)
	for _, i := range out.Ingestions {
		w.completed("crash", w.ingested("crash", *i.IngestionId))
	}
}

// tidy holds what lies around to one version of one set, and nothing in the account's bucket.
func (w *world) tidy() {
	w.t.Helper()
	folders, err := filepath.Glob(filepath.Join(w.folder, "spice", "*", "*"))
	w.must(err)
	if len(folders) != 2 {
		w.t.Errorf("of the set lie there %v, want the key and one version", folders)
	}
	plain, err := filepath.Glob(filepath.Join(w.folder, "engine", "interlaken-spice-*"))
	w.must(err)
	if len(plain) != 1 {
		w.t.Errorf("folders of plain files: %v, want this process' own", plain)
	}
	if keys := w.left(retail, "retail"); len(keys) != 0 {
		w.t.Errorf("the account's bucket keeps %v", keys)
	}
}

// TestCrashes kills the process at a random moment of an ingestion, round after round on one folder: the set is always
// whole, the ingestion that was begun is done by the next process, and nothing is left over. INTERLAKEN_CRASHES is the
// number of rounds, INTERLAKEN_SEED the seed.
func TestCrashes(t *testing.T) {
	rounds, seed := 20, uint64(time.Now().UnixNano())
	for name, set := range map[string]func(int){"INTERLAKEN_CRASHES": func(n int) { rounds = n }, "INTERLAKEN_SEED": func(n int) { seed = uint64(n) }} {
		if text := os.Getenv(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil {
				t.Fatal(err)
			}
			set(n)
		}
	}
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	folder := t.TempDir()
	var first time.Duration
	t.Run("begin", func(t *testing.T) {
		w := openWorld(t, folder, often)
		w.populate()
		w.spoke(retail, "retail", map[string]table{"crash": generation(0)})
		w.held(onTable("crash", "crash", generation(0)))
		began := time.Now()
		w.refresh("crash", "timed", types.IngestionTypeFullRefresh)
		w.completed("crash", w.ingested("crash", "timed"))
		first = time.Since(began)
		w.keep(filepath.Join(folder, "keys"))
	})
	interrupted := 0
	for round := 1; round <= rounds && !t.Failed(); round++ {
		if crash(t, folder, round, time.Duration(random.Int64N(int64(first)*5/4))) {
			interrupted++
		}
	}
	t.Logf("%d of %d ingestions were interrupted", interrupted, rounds)
	if interrupted == 0 && rounds >= 20 {
		t.Error("no ingestion was interrupted, so nothing is shown")
	}
	t.Run("end", func(t *testing.T) {
		w := openWorld(t, folder, often)
		w.recall(filepath.Join(folder, "keys"))
		w.settled()
		if n := w.whole(); n != rounds {
			t.Errorf("the set is of generation %d, want %d", n, rounds)
		}
		w.tidy()
	})
}

// crash has another process do a round, and kills it some time after it has begun its ingestion.
// It reports whether the process found an ingestion of the round before interrupted.
func crash(t *testing.T, folder string, round int, after time.Duration) (interrupted bool) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCrashingProcess$", "-test.v")
	child.Env = append(os.Environ(), crashFolder+"="+folder, crashRound+"="+strconv.Itoa(round))
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		switch lines.Text() {
		case "begun":
			time.AfterFunc(after, func() { _ = child.Process.Kill() })
		case "interrupted":
			interrupted = true
		}
		said = append(said, lines.Text())
	}
	if err := child.Wait(); child.ProcessState.Exited() {
		t.Fatalf("round %d: the process ended by itself: %v\n%s", round, err, strings.Join(said, "\n"))
	}
	return interrupted
}

// TestCrashingProcess is a round: what the process before left is looked at, then the next generation is ingested, until
// somebody kills this process.
func TestCrashingProcess(t *testing.T) {
	folder := os.Getenv(crashFolder)
	if folder == "" {
		t.Skip("it is a part of TestCrashes")
	}
	round, err := strconv.Atoi(os.Getenv(crashRound))
	if err != nil {
		t.Fatal(err)
	}
	w := openWorld(t, folder, often)
	w.recall(filepath.Join(folder, "keys"))
	switch n := w.whole(); n {
	case round - 1:
	case round - 2:
		fmt.Println("interrupted")
	default:
		t.Fatalf("the set is of generation %d, want %d or the one before", n, round-1)
	}
	w.settled()
	if n := w.whole(); n != round-1 {
		t.Fatalf("the set is of generation %d, want %d", n, round-1)
	}
	w.tidy()
	if t.Failed() {
		return
	}
	w.put("crash", generation(round).text)
	w.refresh("crash", "round-"+strconv.Itoa(round), types.IngestionTypeFullRefresh)
	fmt.Println("begun")
	_, err = io.Copy(io.Discard, os.Stdin) // the other process kills this one, or has ended
	t.Fatal("nobody killed this process", err)
}
