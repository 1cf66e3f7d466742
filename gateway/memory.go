package gateway

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// memory is the context key of requests that never left the process.
type memory struct{}

// inMemory reports whether a request came by Transport.
func inMemory(ctx context.Context) bool { return ctx.Value(memory{}) != nil }

// Transport carries requests to a handler in the same process without a socket: the hub's way to the local cloud. The
// request takes the whole way through the door, signature and codec included; only the network is missing. Bodies
// stream both ways, and the request's context cancels the handler's.
func Transport(handler http.Handler) http.RoundTripper { return transport{handler} }

type transport struct{ handler http.Handler }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(r.Context())
	served := r.Clone(context.WithValue(ctx, memory{}, true))
	served.RequestURI = r.URL.RequestURI()
	served.RemoteAddr = "127.0.0.1:0"
	if served.Host == "" {
		served.Host = r.URL.Host
	}
	if served.Body == nil {
		served.Body = http.NoBody
	}
	body, write := io.Pipe()
	w := &memoryWriter{header: http.Header{}, ready: make(chan struct{}), body: write}
	go func() {
		defer cancel()
		defer func() {
			if served.Body != nil {
				_ = served.Body.Close()
			}
			if recover() != nil {
				w.breakDown()
				_ = write.CloseWithError(io.ErrUnexpectedEOF)
				return
			}
			w.WriteHeader(http.StatusOK)
			_ = write.Close()
		}()
		t.handler.ServeHTTP(w, served)
	}()
	select {
	case <-w.ready:
	case <-r.Context().Done():
	}
	// Looked at again: a handler that gives up because the request has ended is no answer.
	if err := r.Context().Err(); err != nil {
		cancel()
		_ = body.CloseWithError(err)
		return nil, err
	}
	if w.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	length := int64(-1)
	if n, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil {
		length = n
	}
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: cancelOnClose{body, cancel}, ContentLength: length, Request: r,
	}, nil
}

// memoryWriter is the handler's side: the response is ready with its header, the body follows through the pipe.
type memoryWriter struct {
	header, sent http.Header
	status       int // 0 until a header is sent
	once         sync.Once
	ready        chan struct{}
	body         *io.PipeWriter
}

func (w *memoryWriter) Header() http.Header { return w.header }

func (w *memoryWriter) WriteHeader(status int) {
	w.once.Do(func() {
		w.status, w.sent = status, w.header.Clone()
		close(w.ready)
	})
}

// breakDown ends the wait for a header without one, unless it was sent before: a handler that panics has not succeeded.
func (w *memoryWriter) breakDown() {
	w.once.Do(func() { close(w.ready) })
}

func (w *memoryWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// Flush is there for handlers that ask for it; what is written is on its way at once.
func (w *memoryWriter) Flush() { w.WriteHeader(http.StatusOK) }

type cancelOnClose struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (c cancelOnClose) Close() error {
	c.cancel()
	return c.ReadCloser.Close()
}
