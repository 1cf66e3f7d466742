package footer

import (
	"encoding/binary"
	"errors"
)

// maxNesting is how deep what a footer says may be nested; Parquet's own definition needs 8.
const maxNesting = 32

// ErrThrift is a footer that is no well-formed structure of Thrift's compact protocol.
var ErrThrift = errors.New("it is not a well-formed structure of Thrift")

// Check walks a footer and allocates nothing. It makes sure that each text and list has the room that it claims, so that a
// decoder that believes claims takes memory in proportion to what was read. Each element of a list takes a byte at least.
func Check(data []byte) error {
	w := compact{data}
	if !w.structure(0) {
		return ErrThrift
	}
	return nil
}

// compact is what is left to read. Its methods are false for what is not there.
type compact struct{ left []byte }

// The types of Thrift's compact protocol.
const (
	compactStop = iota
	compactTrue
	compactFalse
	compactByte
	compactInt16
	compactInt32
	compactInt64
	compactDouble
	compactBinary
	compactList
	compactSet
	compactMap
	compactStruct
)

func (c *compact) structure(depth int) bool {
	return depth <= maxNesting && c.fields(func(_ int64, kind byte) bool { return c.field(kind, depth) })
}

// fields reads a structure. field gets each field's number and type, and reads its value.
func (c *compact) fields(field func(number int64, kind byte) bool) bool {
	var number int64
	for {
		head, ok := c.octet()
		if !ok || head == compactStop {
			return ok
		}
		if step := head >> 4; step != 0 {
			number += int64(step)
		} else if number, ok = c.integer(); !ok { // it does not follow from the one before
			return false
		}
		if !field(number, head&15) {
			return false
		}
	}
}

// field passes over a field's value. A truth stands in the field's head.
func (c *compact) field(kind byte, depth int) bool {
	return kind == compactTrue || kind == compactFalse || c.value(kind, depth)
}

func (c *compact) value(kind byte, depth int) bool {
	switch kind {
	case compactTrue, compactFalse, compactByte: // of a list
		return c.skip(1)
	case compactInt16, compactInt32, compactInt64:
		_, ok := c.number()
		return ok
	case compactDouble:
		return c.skip(8)
	case compactBinary:
		_, ok := c.text()
		return ok
	case compactList, compactSet:
		n, kind, ok := c.list()
		return ok && c.elements(n, depth, kind)
	case compactMap:
		n, ok := c.number()
		if !ok || n == 0 {
			return ok
		}
		kinds, ok := c.octet()
		return ok && c.elements(n, depth, kinds>>4, kinds&15)
	case compactStruct:
		return c.structure(depth + 1)
	}
	return false
}

// elements reads n elements, each of values of these kinds.
func (c *compact) elements(n uint64, depth int, kinds ...byte) bool {
	if n > uint64(len(c.left)) || depth == maxNesting {
		return false
	}
	for range n {
		for _, kind := range kinds {
			if !c.value(kind, depth+1) {
				return false
			}
		}
	}
	return true
}

// list reads the head of a list: how many elements of which type follow.
func (c *compact) list() (n uint64, kind byte, ok bool) {
	head, ok := c.octet()
	n = uint64(head >> 4)
	if ok && n == 15 {
		n, ok = c.number()
	}
	return n, head & 15, ok
}

func (c *compact) octet() (byte, bool) {
	if len(c.left) == 0 {
		return 0, false
	}
	b := c.left[0]
	c.left = c.left[1:]
	return b, true
}

func (c *compact) number() (uint64, bool) {
	n, size := binary.Uvarint(c.left)
	if size <= 0 {
		return 0, false
	}
	c.left = c.left[size:]
	return n, true
}

// integer reads a number that may be below zero.
func (c *compact) integer() (int64, bool) {
	n, ok := c.number()
	return int64(n>>1) ^ -int64(n&1), ok
}

// text reads a text, which lies in what is read.
func (c *compact) text() ([]byte, bool) {
	n, ok := c.number()
	if !ok || n > uint64(len(c.left)) {
		return nil, false
	}
	text := c.left[:n]
	c.left = c.left[n:]
	return text, true
}

func (c *compact) skip(n uint64) bool {
	if n > uint64(len(c.left)) {
		return false
	}
	c.left = c.left[n:]
	return true
}
