package athena

import "io"

// behind writes what it is given in a goroutine of its own, at most two pieces behind: rows are printed while those before
// are hashed and written. An error is that of a later Write, or of Close. It is not safe for concurrent use.
type behind struct {
	pieces, spare chan []byte
	done          chan struct{}
	err           error // of the writer, to be read once done is closed
}

func newBehind(to io.Writer) *behind {
	b := &behind{pieces: make(chan []byte, 1), spare: make(chan []byte, 2), done: make(chan struct{})}
	b.spare <- nil
	b.spare <- nil
	go func() {
		defer close(b.done)
		for piece := range b.pieces {
			if _, b.err = to.Write(piece); b.err != nil {
				return
			}
			b.spare <- piece
		}
	}()
	return b
}

// Write implements io.Writer. It keeps a copy of p.
func (b *behind) Write(p []byte) (int, error) {
	select {
	case <-b.done:
		return 0, b.err
	case piece := <-b.spare:
		b.pieces <- append(piece[:0], p...) // two pieces, one of which is at most being written
		return len(p), nil
	}
}

// Close waits until all is written. Nothing may be written after it.
func (b *behind) Close() error {
	close(b.pieces)
	<-b.done
	return b.err
}
