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

// motoVersion is the peer of AssumeRole: a mock of AWS that many test against, pinned.
const motoVersion = "5.2.5"

// errNoPeer says why moto is left out.
var errNoPeer = errors.New("moto is left out")

// startMoto starts moto's server on a free port of 127.0.0.1, in a virtual environment of its own below folder, which
// is made at the first time. stop ends it and waits until it has ended.
func startMoto(ctx context.Context, folder string) (endpoint string, stop func(), err error) {
	server, err := installMoto(ctx, folder)
	if err != nil {
		return "", nil, err
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	command := exec.CommandContext(ctx, server, "-H", "127.0.0.1", "-p", port)
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
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		if answer, err := http.Get(endpoint + "/moto-api/"); err == nil {
			return endpoint, stop, answer.Body.Close()
		}
		select {
		case <-ended:
			return "", nil, fmt.Errorf("moto ended: %s", lastLine(said.Bytes()))
		case <-ctx.Done():
			stop()
			return "", nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	stop()
	return "", nil, errors.New("moto does not answer after 30 s")
}

// installMoto returns moto's server, installed from PyPI if it is not there.
func installMoto(ctx context.Context, folder string) (server string, err error) {
	if folder, err = filepath.Abs(folder); err != nil {
		return "", err
	}
	server = filepath.Join(folder, "bin", "moto_server")
	ready := filepath.Join(folder, "ready-"+motoVersion)
	if _, err := os.Stat(ready); err == nil {
		return server, nil
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return "", fmt.Errorf("%w: there is no python3 on the PATH", errNoPeer)
	}
	for _, step := range [][]string{
		{python, "-m", "venv", "--clear", folder},
		{filepath.Join(folder, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", "moto[server]==" + motoVersion},
	} {
		if said, err := exec.CommandContext(ctx, step[0], step[1:]...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w: %s: %w: %s", errNoPeer, filepath.Base(step[0]), err, lastLine(said))
		}
	}
	return server, os.WriteFile(ready, nil, 0o644)
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
