package estimate

import (
	"container/list"
	"sync"
)

// Cache keeps footers, the latest used ones, up to a number of bytes in memory. A version of an object never changes, so
// nothing in it goes stale. What one principal has read serves no other, who may have no right to it. It is safe for
// concurrent use.
type Cache struct {
	limit int64

	mu     sync.Mutex
	held   int64
	order  *list.List // of entries, the latest used first
	lookup map[cacheKey]*list.Element
}

type cacheKey struct {
	reader string
	object Object
}

type entry struct {
	key    cacheKey
	footer *Footer
}

// NewCache makes an empty cache of at most so many bytes.
func NewCache(limitBytes int64) *Cache {
	return &Cache{limit: limitBytes, order: list.New(), lookup: map[cacheKey]*list.Element{}}
}

// Get returns the footer of an object's version as a principal has read it, nil where it is not kept.
func (c *Cache) Get(reader string, o Object) *Footer {
	if c == nil {
		return nil
	}
	key := cacheKey{reader, o}
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.lookup[key]
	if !ok {
		return nil
	}
	c.order.MoveToFront(at)
	return at.Value.(entry).footer
}

// Put keeps a footer, and lets go of those that have not been asked for the longest time.
func (c *Cache) Put(reader string, o Object, f *Footer) {
	if c == nil || f.bytes > c.limit {
		return
	}
	key := cacheKey{reader, o}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.lookup[key]; ok {
		return
	}
	c.lookup[key] = c.order.PushFront(entry{key, f})
	for c.held += f.bytes; c.held > c.limit; {
		last := c.order.Remove(c.order.Back()).(entry)
		delete(c.lookup, last.key)
		c.held -= last.footer.bytes
	}
}
