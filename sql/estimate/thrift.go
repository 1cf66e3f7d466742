package estimate

import (
	"encoding/binary"
	"errors"
)

// maxNesting is how deep what a footer says may be nested; Parquet's own definition needs 8.
const maxNesting = 32

var errThrift = errors.New("it is not a well-formed structure of Thrift")

// checkThrift walks a structure in Thrift's compact protocol and allocates nothing. It makes sure that each text and list
// has the room that it claims, so that a decoder that believes claims takes memory in proportion to what was read. Each
// element of a list takes a byte at least.
func checkThrift(data []byte) error {
	w := compact{data}
	if !w.structure(0) {
		return errThrift
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
	if depth > maxNesting {
		return false
	}
	for {
		head, ok := c.octet()
		if !ok || head == compactStop {
			return ok
		}
		if head>>4 == 0 { // the field's number does not follow from the one before
			if _, ok := c.number(); !ok {
				return false
			}
		}
		if kind := head & 15; kind != compactTrue && kind != compactFalse && !c.value(kind, depth) {
			return false
		}
	}
}

func (c *compact) value(kind byte, depth int) bool {
	switch kind {
	case compactTrue, compactFalse, compactByte: // of a list: a field has its truth in its head
		return c.skip(1)
	case compactInt16, compactInt32, compactInt64:
		_, ok := c.number()
		return ok
	case compactDouble:
		return c.skip(8)
	case compactBinary:
		n, ok := c.number()
		return ok && c.skip(n)
	case compactList, compactSet:
		head, ok := c.octet()
		n := uint64(head >> 4)
		if ok && n == 15 {
			n, ok = c.number()
		}
		return ok && c.elements(n, depth, head&15)
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

func (c *compact) skip(n uint64) bool {
	if n > uint64(len(c.left)) {
		return false
	}
	c.left = c.left[n:]
	return true
}
