package trail

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"interlaken/secret"
)

//lint:file-ignore U1000 The types below are made as those of the AWS SDK are, marker and all.

type (
	parameters interface{ isParameters() }
	// ParametersMemberAthena is a union member.
	parametersMemberAthena struct {
		Value athena
		noDocument
	}
	athena struct {
		WorkGroup *string
		RoleArn   *string
		noDocument
	}
	noDocument struct{}
	state      string
	input      struct {
		Name       *string
		Max        *int32
		State      state
		Unset      *string
		Empty      []string
		Parameters parameters
		Tags       []athena
		Body       io.Reader
		Password   *string
		Token      map[string]string
		At         *time.Time
		Bytes      []byte
		Enabled    bool
		Sealed     secret.Text
		noDocument
	}
)

func (*parametersMemberAthena) isParameters() {}

func TestElements(t *testing.T) {
	text := func(s string) *string { return &s }
	at := time.Date(2020, 6, 16, 18, 21, 36, 0, time.FixedZone("", 3600))
	five := int32(5)
	for _, c := range []struct {
		name string
		in   any
		want string
	}{
		{"nothing", nil, `null`},
		{"a nil pointer", (*input)(nil), `null`},
		{"an input", &input{
			Name: text("n"), Max: &five, State: "ON", Parameters: &parametersMemberAthena{Value: athena{WorkGroup: text("w")}},
			Tags: []athena{{RoleArn: text("r")}, {}}, Body: strings.NewReader("stream"), Password: text("p"),
			Token: map[string]string{"Key": "v", "SessionToken": "t"}, At: &at, Bytes: []byte("ab"), Sealed: secret.NewText("s"),
		}, `{"at":"Jun 16, 2020, 5:21:36 PM","bytes":"YWI=","enabled":false,"max":5,"name":"n","parameters":{"athena":{"workGroup":"w"}},` +
			`"password":"HIDDEN_DUE_TO_SECURITY_REASONS","sealed":"[redacted]","state":"ON","tags":[{"roleArn":"r"},{}],"token":{"Key":"v","SessionToken":"` + TokenHash("t") + `"}}`},
		{"JSON tags", struct {
			A string `json:"b"`
			C string `json:"c,omitempty"`
			D string `json:"-"`
			E int    `json:",omitempty"`
		}{"x", "", "y", 0}, `{"b":"x"}`},
		{"JSON text", json.RawMessage(`{"a":[1,{"clientSecret":"x"}],"n":1e400}`), `{"a":[1,{"clientSecret":"HIDDEN_DUE_TO_SECURITY_REASONS"}],"n":1e400}`},
		{"a token that is no text", map[string]any{"sessionToken": []string{"x"}}, `{"sessionToken":"HIDDEN_DUE_TO_SECURITY_REASONS"}`},
	} {
		tree, err := Elements(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got, err := json.Marshal(tree)
		if err != nil || string(got) != c.want {
			t.Errorf("%s:\n got %s, %v\nwant %s", c.name, got, err, c.want)
		}
		// What is a tree already stays as it is.
		again, err := Elements(tree)
		second, _ := json.Marshal(again)
		if err != nil || string(second) != string(got) {
			t.Errorf("%s, once more: %s, %v", c.name, second, err)
		}
	}
}

func TestElementsEnds(t *testing.T) {
	type list struct{ Next *list }
	circle := &list{}
	circle.Next = circle
	if _, err := Elements(circle); err == nil {
		t.Error("a circle was taken")
	}
	if got := TokenHash(TokenHash("a")); got != TokenHash("a") || TokenHash("a") == TokenHash("b") || !strings.HasPrefix(got, "sha256:") {
		t.Errorf("hash of the hash is %s", got)
	}
	if TokenHash("sha256:zz") == "sha256:zz" {
		t.Error("a token that looks like a hash was taken for one")
	}
}
