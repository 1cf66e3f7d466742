package worker

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/result"
)

// A message is one byte of kind, four bytes of length (big endian) and that many bytes: JSON, but for rows, which are
// Arrow's stream format.
const (
	kindConfig  = 'C' // parent: settings; the first message
	kindReady   = 'I' // child: ready; the answer to it, a readiness
	kindInline  = 'T' // parent: the rows of the next request's next inline table
	kindRequest = 'R' // parent: an engine.Request; its inline tables' rows are empty and came before
	kindStop    = 'S' // parent: interrupt the statement, or stop sending its rows
	kindRows    = 'D' // child: the next bytes of the Arrow stream
	kindEnd     = 'E' // child: an ending; the answer to a request is complete
)

// most is the largest message that the parent takes from a child.
const most = 1 << 20

// settings are what a child needs to know before its first request.
type settings struct {
	MemoryBytes, TempBytes int64
	Threads                int
	Time, Grace            time.Duration
	TempDir                string
}

// readiness is what a child says of itself once it can serve.
type readiness struct {
	Isolation Isolation
}

// ending says how a request ended.
type ending struct {
	Statistics result.Statistics
	Began      bool // the statement ran, so the statistics are of it
	Code       fault.Code
	Message    string
	Reusable   bool
	Isolation  Isolation
}

func send(w *bufio.Writer, kind byte, body []byte) error {
	var head [5]byte
	head[0] = kind
	binary.BigEndian.PutUint32(head[1:], uint32(len(body)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	if _, err := w.Write(body); err != nil {
		return err
	}
	return w.Flush()
}

// receive reads one message of at most limit bytes.
func receive(r io.Reader, limit uint32) (kind byte, body []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > limit {
		return 0, nil, fmt.Errorf("worker: a message of %d bytes, more than %d", n, limit)
	}
	body = make([]byte, n)
	_, err = io.ReadFull(r, body)
	return head[0], body, err
}

func sendJSON(w *bufio.Writer, kind byte, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return send(w, kind, body)
}

// largest is the largest message that a child takes from its parent.
const largest = 1 << 31

// sendRequest sends a request, the rows of its inline tables first.
func sendRequest(w *bufio.Writer, r engine.Request) error {
	tables := slices.Clone(r.Tables)
	for i, t := range tables {
		if t.Inline == nil {
			continue
		}
		if len(t.Inline) > largest {
			return fault.New(fault.Limit, "The rows of table %s are more than %d bytes.", t.Name, largest)
		}
		if err := send(w, kindInline, t.Inline); err != nil {
			return err
		}
		tables[i].Inline = []byte{}
	}
	r.Tables = tables
	return sendJSON(w, kindRequest, r)
}

// readRequest puts a request together again.
func readRequest(body []byte, inline [][]byte) (r engine.Request, err error) {
	if err := json.Unmarshal(body, &r); err != nil {
		return r, err
	}
	for i := range r.Tables {
		if r.Tables[i].Inline == nil {
			continue
		}
		if len(inline) == 0 {
			return r, fmt.Errorf("worker: the rows of table %s did not come", r.Tables[i].Name)
		}
		r.Tables[i].Inline, inline = inline[0], inline[1:]
	}
	return r, nil
}
