package token

import (
	"fmt"
	"testing"
)

func TestComments(t *testing.T) {
	const text = "a -- one\n'-- none' /* two\n */ b \"--\" --three"
	var got string
	for _, s := range Comments(text, Trino) {
		got += fmt.Sprintf("%d:%d %q; ", s.Start.Line, s.Start.Column, text[s.Start.Offset:s.End.Offset])
	}
	if want := `1:3 "-- one\n"; 2:11 "/* two\n */"; 3:12 "--three"; `; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
