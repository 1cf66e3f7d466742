package duck_test

import (
	"testing"

	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/engine/enginetest"
)

func TestEngine(t *testing.T) {
	enginetest.Run(t, func(t *testing.T) engine.Engine {
		e, err := duck.New(duck.Config{Slots: 2, Queue: 1, Kept: 4, MemoryBytes: 256 << 20, TempBytes: 1 << 30, Threads: 2, TempDir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}, enginetest.Options{})
}
