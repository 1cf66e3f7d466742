package policy

// truth is the value of an element for a request. unknown means that the element or a key it asks for is not
// understood here, so that AWS might see it either way; a decision that hangs on it is Unsupported.
type truth uint8

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) and(o truth) truth { return min(t, o) }
func (t truth) or(o truth) truth  { return max(t, o) }
func (t truth) not() truth        { return yes - t }
