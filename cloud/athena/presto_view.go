package athena

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"
)

// prestoView is a view as Athena keeps it in the catalog, so that every engine of the family can read it.
type prestoView struct {
	OriginalSQL string         `json:"originalSql"`
	Catalog     string         `json:"catalog"`
	Schema      string         `json:"schema,omitempty"`
	Columns     []prestoColumn `json:"columns"`
}

type prestoColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// What stands around a view's description in the catalog.
const (
	prestoViewOpening = "/* Presto View: "
	prestoViewClosing = " */"
	prestoViewMark    = "/* Presto View */"
)

// text is the view as the catalog has it.
func (v *prestoView) text() (string, error) {
	described, err := json.Marshal(v)
	return prestoViewOpening + base64.StdEncoding.EncodeToString(described) + prestoViewClosing, err
}

// readPrestoView reads a view out of the catalog.
func readPrestoView(t *glue.Table) (*prestoView, error) {
	text := strings.TrimSpace(aws.ToString(t.ViewOriginalText))
	text, opened := strings.CutPrefix(text, prestoViewOpening)
	text, closed := strings.CutSuffix(text, prestoViewClosing)
	v := &prestoView{}
	described, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err == nil {
		err = json.Unmarshal(described, v)
	}
	if err != nil || !opened || !closed {
		return nil, failed(userError, 1107, fmt.Sprintf("INVALID_VIEW: View '%s.%s' is not one of Athena's: its text in the catalog cannot be read",
			aws.ToString(t.DatabaseName), aws.ToString(t.Name)))
	}
	return v, nil
}
