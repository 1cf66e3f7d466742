package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func roundTrip(t *testing.T, h http.HandlerFunc, body io.Reader) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:8400/a%2Fb?x=1", body)
	if err != nil {
		t.Fatal(err)
	}
	return Transport(h).RoundTrip(r)
}

func TestTransportCarriesBothBodies(t *testing.T) {
	response, err := roundTrip(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.EscapedPath() != "/a%2Fb" || r.Host != "127.0.0.1:8400" || !inMemory(r.Context()) {
			t.Errorf("path %s, host %s, in memory %v", r.URL.EscapedPath(), r.Host, inMemory(r.Context()))
		}
		w.Header().Set("X-Kind", "echo")
		w.WriteHeader(http.StatusTeapot)
		w.Header().Set("X-Late", "too late")
		if _, err := io.Copy(w, r.Body); err != nil {
			t.Error(err)
		}
	}, strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || string(text) != "hello" || response.StatusCode != http.StatusTeapot || response.Header.Get("X-Kind") != "echo" || response.Header.Get("X-Late") != "" {
		t.Errorf("%d %v %q, %v", response.StatusCode, response.Header, text, err)
	}
}

func TestTransportWithoutAWord(t *testing.T) {
	response, err := roundTrip(t, func(http.ResponseWriter, *http.Request) {}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil || len(text) != 0 || response.StatusCode != http.StatusOK {
		t.Errorf("%d %q, %v", response.StatusCode, text, err)
	}
}

func TestTransportOfAPanic(t *testing.T) {
	response, err := roundTrip(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		panic(http.ErrAbortHandler)
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken answer reads as %v", err)
	}
}

// TestTransportOfAPanicBeforeTheAnswer: what broke down without a word has not succeeded, and who asks for nothing but
// the status has to learn so.
func TestTransportOfAPanicBeforeTheAnswer(t *testing.T) {
	response, err := roundTrip(t, func(http.ResponseWriter, *http.Request) { panic("a defect") }, nil)
	if err == nil {
		_ = response.Body.Close()
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestTransportEndsWithItsRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:8400/", nil)
	if err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	go func() {
		<-started
		cancel()
	}()
	_, err = Transport(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(started)
		<-r.Context().Done()
		close(ended)
	})).RoundTrip(r)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	<-ended
}
