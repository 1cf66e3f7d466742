package spelling

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	for _, c := range []struct {
		name string
		most int
		want string
	}{{"SUMM", 2, "sum"}, {"naem", 2, "Name"}, {"naem", 1, ""}, {"", 3, "sum"}, {"sum", 0, "sum"}, {"median", 2, ""}} {
		if got := Nearest(c.name, slices.Values([]string{"sum", "Name", "summe"}), c.most); got != c.want {
			t.Errorf("%s within %d: %q, want %q", c.name, c.most, got, c.want)
		}
	}
}
