package policy

import (
	"errors"
	"strconv"
	"strings"
)

// Places says where each element of a document's text stands, by its path: "Statement[0].Action[1]",
// "Statement[0].Condition.StringEquals.aws:SourceAccount[0]". What stands alone where a list may stand has index 0. The
// text has to be JSON; whether it is a policy does not matter.
func Places(src []byte) (map[string]Position, error) {
	root, err := readTree(src)
	if err != nil {
		return nil, err
	}
	places := map[string]Position{}
	root.place(places, "")
	return places, nil
}

func (n *node) place(places map[string]Position, path string) {
	if path != "" {
		places[path] = n.at
	}
	switch n.shape {
	case object:
		if path == "Statement" { // an only statement stands for a list of one
			path = "Statement[0]"
			places[path] = n.at
		}
		if path != "" {
			path += "."
		}
		for i, name := range n.names {
			n.items[i].place(places, path+name)
		}
	case array:
		for i := range n.items {
			n.items[i].place(places, path+"["+strconv.Itoa(i)+"]")
		}
	default:
		if path != "" && !strings.HasSuffix(path, "]") {
			places[path+"[0]"] = n.at
		}
	}
}

// PlaceOf returns where in the text the cause of an error of Parse, Compile or Validate stands.
func PlaceOf(err error) (Position, bool) {
	var at placed
	if errors.As(err, &at) {
		return at.Position, true
	}
	return Position{}, false
}

// placed is the cause of an error of this package.
type placed struct{ Position }

func (p placed) Error() string {
	return "line " + strconv.Itoa(p.Line) + ", column " + strconv.Itoa(p.Column)
}
