package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"interlaken/policy/replay"
)

const (
	// peersFolder has the peers of decisions: programs of their own, so that the product depends on none.
	peersFolder = "bench/peers"
	peerRounds  = 3
	mixRounds   = 50
)

// decideMix measures the decisions of all cases of the corpus in turn, beside iam-simulate on the same cases.
func (b *bench) decideMix(ctx context.Context) error {
	path := filepath.Join(b.shared, "cases", "iam", "cases-2000.jsonl")
	cases, err := readCases(path)
	if err != nil {
		return err
	}
	agree := 0
	round := func() error {
		agree = 0
		for _, c := range cases {
			if c.Agrees(c.Verdict()) {
				agree++
			}
		}
		return nil
	}
	taken, err := repeat(mixRounds, round)
	if err != nil {
		return err
	}
	allocated, err := allocations(round)
	if err != nil {
		return err
	}
	each := taken.percentile(50) * 1000 / float64(len(cases))
	work := fmt.Sprintf("each of %d cases in turn, %d times: %d agree with their file; %.0f decisions a second on one processor", len(cases), mixRounds, agree, 1e6/each)
	f := figure{Name: "policy_decide_mix", Value: each, Unit: "µs", Work: work}
	peer, err := b.iamSimulate(ctx, path)
	switch {
	case errors.Is(err, errNoPeer):
		fmt.Fprintln(b.progress, "  ", err)
	case err != nil:
		return err
	default:
		f = f.against(fmt.Sprintf("iam-simulate 0.1.173, same cases, %d of %d agree", peer.Agree, peer.Of), peer.Microseconds)
	}
	b.add(f, figure{Name: "policy_decide_mix_allocations", Value: allocated / float64(len(cases)), Unit: "a decision", Work: work})
	return nil
}

func readCases(path string) ([]*replay.Case, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all []*replay.Case
	for c, err := range replay.Read(file) {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// peerAnswer is what a peer prints.
type peerAnswer struct {
	Microseconds float64
	Allocations  float64
	Agree, Of    int
}

// iamSimulate decides the cases with the npm package of that name, which is installed at the first time.
func (b *bench) iamSimulate(ctx context.Context, cases string) (peerAnswer, error) {
	folder := filepath.Join(peersFolder, "iam-simulate")
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); errors.Is(err, os.ErrNotExist) {
		if err := said(exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--prefix", folder)); err != nil {
			return peerAnswer{}, fmt.Errorf("%w: iam-simulate: %w", errNoPeer, err)
		}
	}
	return answerOf(exec.CommandContext(ctx, "node", filepath.Join(folder, "run.js"), cases, strconv.Itoa(peerRounds)))
}

// cedar decides the chain's own request, said in Cedar's language, with cedar-go, which is built at the first time.
func (b *bench) cedar(ctx context.Context) (peerAnswer, error) {
	program := filepath.Join(b.folder, "cedar")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, ".")
	build.Dir, build.Env = filepath.Join(peersFolder, "cedar"), append(os.Environ(), "GOFLAGS=-mod=readonly")
	if err := said(build); err != nil {
		return peerAnswer{}, fmt.Errorf("%w: cedar-go: %w", errNoPeer, err)
	}
	return answerOf(exec.CommandContext(ctx, program, strconv.Itoa(decideSamples), strconv.Itoa(decideBatch)))
}

// said runs a command; its error has what the command said.
func said(command *exec.Cmd) error {
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}

func answerOf(command *exec.Cmd) (answer peerAnswer, err error) {
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		return answer, fmt.Errorf("%s: %w: %s", command.Path, err, bytes.TrimSpace(complaint.Bytes()))
	}
	return answer, json.Unmarshal(out, &answer)
}
