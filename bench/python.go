package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// pythonPeer is a mock of AWS from PyPI that many test against, pinned. It runs as a server of its own on 127.0.0.1.
type pythonPeer struct {
	name, version string
	// says is what one has to know of it beside its figures.
	says string
	// requirements are what pip installs.
	requirements []string
	// arguments start its program, which has the peer's name unless program names another.
	program   string
	arguments func(port string) []string
	// environment adds variables; folder is one of this run.
	environment func(port, folder string) []string
	// ready is a path that it answers once it serves.
	ready string
}

func (p *pythonPeer) String() string { return p.name + " " + p.version }

var moto = &pythonPeer{
	name: "moto", version: "5.2.5", says: "keeps nothing on the disk, checks no policy", requirements: []string{"moto[server]==5.2.5"}, program: "moto_server", ready: "/moto-api/",
	arguments:   func(port string) []string { return []string{"-H", "127.0.0.1", "-p", port} },
	environment: func(string, string) []string { return nil },
}

var miniStack = &pythonPeer{
	name: "ministack", version: "1.5.33", says: "keeps nothing on the disk, checks no signature and no policy", requirements: []string{"ministack==1.5.33", "duckdb==1.4.1"}, ready: "/_ministack/health",
	arguments: func(string) []string { return nil },
	environment: func(port, folder string) []string {
		return []string{"BIND_HOST=127.0.0.1", "GATEWAY_PORT=" + port, "S3_DATA_DIR=" + filepath.Join(folder, "ministack")}
	},
}

var localEmu = &pythonPeer{
	name: "localemu", version: "1.3.2", says: "as it comes", requirements: []string{"localemu==1.3.2"}, ready: "/_localemu/health",
	arguments: func(port string) []string { return []string{"start", "--port", port} },
	environment: func(port, folder string) []string {
		// Its usual server listens on all addresses whatever it is told.
		return []string{"GATEWAY_SERVER=hypercorn", "GATEWAY_LISTEN=127.0.0.1:" + port, "LOCALEMU_VOLUME_DIR=" + filepath.Join(folder, "localemu")}
	},
}

// errNoPeer says why a peer is left out.
var errNoPeer = errors.New("a peer is left out")

// start starts the peer's server on a free port, in a virtual environment of its own below folder, which is made at the
// first time. What it says and keeps goes below the run's folder. stop ends it and waits until it has ended.
func (p *pythonPeer) start(ctx context.Context, folder, run string) (endpoint string, stop func(), err error) {
	bin, err := p.install(ctx, folder)
	if err != nil {
		return "", nil, err
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	program := p.program
	if program == "" {
		program = p.name
	}
	command := exec.CommandContext(ctx, filepath.Join(bin, program), p.arguments(port)...)
	command.Env = append(os.Environ(), p.environment(port, run)...)
	command.Dir = run
	var said bytes.Buffer
	command.Stderr = &said
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	stop = func() {
		_ = command.Process.Kill() // it may have ended by itself
		<-ended
	}
	endpoint = "http://127.0.0.1:" + port
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if answer, err := http.Get(endpoint + p.ready); err == nil {
			return endpoint, stop, answer.Body.Close()
		}
		select {
		case <-ended:
			return "", nil, fmt.Errorf("%w: %s ended: %s", errNoPeer, p, lastLine(said.Bytes()))
		case <-ctx.Done():
			stop()
			return "", nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	stop()
	return "", nil, fmt.Errorf("%w: %s does not answer after a minute", errNoPeer, p)
}

// install returns the folder of the peer's programs, installed from PyPI if it is not there.
func (p *pythonPeer) install(ctx context.Context, folder string) (bin string, err error) {
	if folder, err = filepath.Abs(filepath.Join(folder, p.name)); err != nil {
		return "", err
	}
	bin = filepath.Join(folder, "bin")
	ready := filepath.Join(folder, "ready-"+p.version)
	if _, err := os.Stat(ready); err == nil {
		return bin, nil
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return "", fmt.Errorf("%w: there is no python3 on the PATH for %s", errNoPeer, p)
	}
	for _, step := range [][]string{
		{python, "-m", "venv", "--clear", folder},
		append([]string{filepath.Join(bin, "pip"), "install", "--quiet", "--disable-pip-version-check"}, p.requirements...),
	} {
		if said, err := exec.CommandContext(ctx, step[0], step[1:]...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w: %s: %s: %w: %s", errNoPeer, p, filepath.Base(step[0]), err, lastLine(said))
		}
	}
	return bin, os.WriteFile(ready, nil, 0o644)
}

// freePort returns a port of 127.0.0.1 that nobody listened on a moment ago.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, errors.Join(err, l.Close())
}

func lastLine(text []byte) []byte {
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	return lines[len(lines)-1]
}
