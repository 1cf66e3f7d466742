package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	// settle is how long a program is left alone before its memory is read.
	settle = 3 * time.Second
	// startLimit bounds how long a program may take until it serves, stopLimit until it has ended.
	startLimit = 2 * time.Minute
	stopLimit  = 20 * time.Second
)

// started is a program that was started here and serves.
type started struct {
	command *exec.Cmd
	took    time.Duration // from its start to the line that says that it serves
	screen  []string      // what it printed up to that line
	drained chan struct{}
}

// start runs the program until it prints a line that holds said.
func (b *bench) start(ctx context.Context, said string, arguments ...string) (*started, error) {
	command := exec.CommandContext(ctx, b.program, arguments...)
	command.Env = append(os.Environ(), "HOME="+b.folder)
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	errs := &strings.Builder{}
	command.Stderr = errs
	began := time.Now()
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &started{command: command, drained: make(chan struct{})}
	serves := make(chan struct{})
	go func() {
		defer close(s.drained)
		lines := bufio.NewScanner(output)
		for serving := false; lines.Scan(); {
			if serving {
				continue
			}
			s.screen = append(s.screen, lines.Text())
			if serving = strings.Contains(lines.Text(), said); serving {
				s.took = time.Since(began)
				close(serves)
			}
		}
		_, _ = io.Copy(io.Discard, output) // a line too long for the scanner must not hold the program up
	}()
	limit := time.NewTimer(startLimit)
	defer limit.Stop()
	select {
	case <-serves:
		return s, nil
	case <-s.drained:
		_ = command.Wait() // what it said tells more than its exit code
		return nil, fmt.Errorf("%s %s ended before it served: %s", filepath.Base(b.program), arguments[0], strings.TrimSpace(errs.String()))
	case <-limit.C:
		return nil, errors.Join(fmt.Errorf("%s %s does not serve after %s", filepath.Base(b.program), arguments[0], startLimit), s.stop())
	}
}

// link is a persona's on the demo's last screen; "" where there is none.
func (s *started) link(persona string) string {
	for _, line := range s.screen {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == persona {
			return fields[1]
		}
	}
	return ""
}

// stop ends the program as Ctrl-C does, or else by force.
func (s *started) stop() error {
	force := time.AfterFunc(stopLimit, func() { _ = s.command.Process.Kill() })
	defer force.Stop()
	if err := s.command.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	<-s.drained
	err := s.command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && (exit.ExitCode() == 130 || exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGINT) {
		return nil
	}
	return err
}

// memory measures what a server with one account holds when nobody asks it anything.
func (b *bench) memory(ctx context.Context) error {
	listen, err := freePort()
	if err != nil {
		return err
	}
	folder := filepath.Join(b.folder, "serve")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	configuration := filepath.Join(folder, "interlaken.json")
	text, err := json.Marshal(map[string]any{
		"listen": "127.0.0.1:" + listen, "data": filepath.Join(folder, "data"), "hub": map[string]string{"account": hubAccount},
		"accounts": []map[string]string{{"id": hubAccount, "name": "hub"}, {"id": spokeAccount, "name": "spoke"}},
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(configuration, text, 0o600); err != nil {
		return err
	}
	s, err := b.start(ctx, "Serving on", "serve", "--config", configuration)
	if err != nil {
		return err
	}
	time.Sleep(settle)
	held, err := familyMemory(s.command.Process.Pid)
	if err := errors.Join(err, s.stop()); err != nil {
		return err
	}
	work := fmt.Sprintf("interlaken serve, two accounts, %s after it began to serve, with its %d engine processes", settle, held.processes-1)
	b.add(
		figure{Name: "memory_at_rest", Value: held.resident, Unit: "MB", Work: work + ": VmRSS of all, the program's pages, which they share, counted for each"}.within(150),
		figure{Name: "memory_at_rest_once", Value: held.once, Unit: "MB", Work: work + ": Pss of all, which counts a page once that several share, and so is what the machine has to have"}.against("VmRSS", held.resident).within(150),
	)
	return nil
}

// held is the memory of processes in MB of 10^6 bytes.
type held struct {
	resident, once float64
	processes      int
}

// familyMemory adds up the memory of a process and its children, grandchildren included.
func familyMemory(pid int) (sum held, err error) {
	folder := fmt.Sprintf("/proc/%d", pid)
	for _, field := range []struct {
		file, name string
		to         *float64
	}{{"status", "VmRSS", &sum.resident}, {"smaps_rollup", "Pss", &sum.once}} {
		var kib float64
		if _, err := fmt.Sscanf(procField(filepath.Join(folder, field.file), field.name), "%f kB", &kib); err != nil {
			return held{}, fmt.Errorf("%s of process %d cannot be read: %w", field.name, pid, err)
		}
		*field.to = kib * 1024 / 1e6
	}
	sum.processes = 1
	lists, err := filepath.Glob(folder + "/task/*/children")
	if err != nil {
		return held{}, err
	}
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			return held{}, err
		}
		for _, field := range strings.Fields(string(text)) {
			var child int
			if _, err := fmt.Sscan(field, &child); err != nil {
				return held{}, err
			}
			more, err := familyMemory(child)
			if err != nil {
				return held{}, err
			}
			sum.resident, sum.once, sum.processes = sum.resident+more.resident, sum.once+more.once, sum.processes+more.processes
		}
	}
	return sum, nil
}

// demo measures how long the example takes from an empty folder until it serves, and from the folder that it left.
func (b *bench) demo(ctx context.Context) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	arguments := []string{"demo", "--port", port, "--dir", filepath.Join(b.folder, "demo")}
	for _, start := range []struct {
		name, work string
		aim        float64
	}{
		{"demo_first_start", "interlaken demo from an empty folder until it serves: accounts, roles, data, the question asked", 5},
		{"demo_second_start", "interlaken demo from the folder that the first start left until it serves", 1},
	} {
		s, err := b.start(ctx, "Serving on", arguments...)
		if err != nil {
			return err
		}
		b.add(figure{Name: start.name, Value: s.took.Seconds(), Unit: "s", Work: start.work + ", once"}.within(start.aim))
		if err := s.stop(); err != nil {
			return err
		}
	}
	return nil
}
