package glob

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Cell is the texts that fit the same of several patterns.
type Cell struct {
	Matches []bool // one a pattern
	Text    string // one of the shortest of them
}

// ErrTooMany is the answer where more would have to be looked at than was allowed.
var ErrTooMany = errors.New("the patterns divide texts into too many parts to look at each")

// Cells returns every cell that is not empty, those with shorter texts first, or ErrTooMany where more than most states
// had to be visited. It walks all patterns at once, as automata, and knows of each letter only whether some pattern waits
// for it.
func Cells(patterns []Pattern, most int) ([]Cell, error) {
	w := newWalk(patterns)
	found := map[string]bool{}
	var all []Cell
	err := w.run(most, func(matches []bool, text func() string) bool {
		key := make([]byte, len(matches))
		for i, m := range matches {
			if m {
				key[i] = 1
			}
		}
		if !found[string(key)] {
			found[string(key)] = true
			all = append(all, Cell{append([]bool{}, matches...), text()})
		}
		return true
	})
	return all, err
}

// cells looks for one cell of which want is true.
func cells(patterns []Pattern, most int, want func([]bool) bool) (string, bool) {
	w := newWalk(patterns)
	result, found := "", false
	_ = w.run(most, func(matches []bool, text func() string) bool { // most is 0: there is no other error
		if want(matches) {
			result, found = text(), true
		}
		return !found
	})
	return result, found
}

// walk visits the states of the patterns' product: of each pattern, the set of places in it that have been reached.
type walk struct {
	patterns []Pattern
	offsets  []int // of each pattern's set in a state, in words
	words    int
	seen     map[string]bool
	queue    []step
}

// step is a state with the way to it.
type step struct {
	state []uint64
	from  int // in queue; -1 at the beginning
	by    rune
}

func newWalk(patterns []Pattern) *walk {
	w := &walk{patterns: patterns, seen: map[string]bool{}}
	for _, p := range patterns {
		w.offsets = append(w.offsets, w.words)
		w.words += len(p)/64 + 1
	}
	return w
}

// run calls visit with what each state fits, breadth first, until it returns false.
func (w *walk) run(most int, visit func(matches []bool, text func() string) bool) error {
	begin := make([]uint64, w.words)
	for i := range w.patterns {
		w.reach(begin, i, 0)
	}
	w.push(begin, -1, 0)
	matches := make([]bool, len(w.patterns))
	for at := 0; at < len(w.queue); at++ {
		if most > 0 && at >= most {
			return ErrTooMany
		}
		state := w.queue[at].state
		for i, p := range w.patterns {
			matches[i] = state[w.offsets[i]+len(p)/64]&(1<<(len(p)%64)) != 0
		}
		if !visit(matches, func() string { return w.text(at) }) {
			return nil
		}
		for _, r := range w.letters(state) {
			if next := w.next(state, r); next != nil {
				w.push(next, at, r)
			}
		}
	}
	return nil
}

func (w *walk) push(state []uint64, from int, by rune) {
	key := make([]byte, 8*len(state))
	for i, word := range state {
		binary.LittleEndian.PutUint64(key[8*i:], word)
	}
	if !w.seen[string(key)] {
		w.seen[string(key)] = true
		w.queue = append(w.queue, step{state, from, by})
	}
}

// reach adds a place to a pattern's set, and those behind it that a "*" lets one reach for nothing.
func (w *walk) reach(state []uint64, pattern, place int) {
	p := w.patterns[pattern]
	for {
		state[w.offsets[pattern]+place/64] |= 1 << (place % 64)
		if place == len(p) || !many(p[place]) {
			return
		}
		place++
	}
}

// places calls visit with each place of each pattern that a state holds, but for the ends.
func (w *walk) places(state []uint64, visit func(pattern, place int)) {
	for i, p := range w.patterns {
		for word := range len(p)/64 + 1 {
			for set := state[w.offsets[i]+word]; set != 0; set &= set - 1 {
				if place := 64*word + bits.TrailingZeros64(set); place < len(p) {
					visit(i, place)
				}
			}
		}
	}
}

// letters are those that some pattern waits for, and one that none does.
func (w *walk) letters(state []uint64) []rune {
	var letters []rune
	waited := map[rune]bool{}
	wild := false
	w.places(state, func(pattern, place int) {
		switch r := w.patterns[pattern][place]; {
		case r < 0:
			wild = true
		case !waited[r]:
			waited[r] = true
			letters = append(letters, r)
		}
	})
	if !wild {
		return letters
	}
	for _, r := range others {
		if !waited[r] {
			letters = append(letters, r)
			break
		}
	}
	for _, r := range "/:" { // which some wildcards take and others do not
		if !waited[r] {
			letters = append(letters, r)
		}
	}
	return letters
}

// others stand for every letter that no pattern waits for. There are more of them than places in sight.
const others = "xyzabcdefghijklmnopqrstuvw0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZ.~!@#%&()[]{}<>=+,;'|^"

// next is the state after a letter, nil when no pattern can still fit.
func (w *walk) next(state []uint64, r rune) []uint64 {
	var next []uint64
	w.places(state, func(pattern, place int) {
		element := w.patterns[pattern][place]
		if !takes(element, r) {
			return
		}
		if next == nil {
			next = make([]uint64, w.words)
		}
		if many(element) {
			w.reach(next, pattern, place)
		} else {
			w.reach(next, pattern, place+1)
		}
	})
	return next
}

// text is the way to a state.
func (w *walk) text(at int) string {
	var reversed []rune
	for ; w.queue[at].from >= 0; at = w.queue[at].from {
		reversed = append(reversed, w.queue[at].by)
	}
	for i, j := 0, len(reversed)-1; i < j; i, j = i+1, j-1 {
		reversed[i], reversed[j] = reversed[j], reversed[i]
	}
	return string(reversed)
}
