package policy

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/internal/shared"
)

// refused are the documents of the corpus without template parameters that Parse refuses, with the words that the
// error has to hold. All but the last are also findings of the validator that the corpus was checked with.
var refused = map[string]string{
	"session/id_session-tags-1-e486fd390e.json":       "should not specify a principal", // trust policies, filed as session policies
	"session/tutorial_abac-saml-1-38d11c4567.json":    "should not specify a principal",
	"trust/test_iam-6-be1b4a23bc.json":                "prohibited field Resource",
	"permission/test_iam_policies-3-ab4ecefba2.json":  "valid version string",
	"permission/test_iam_policies-6-1118ea9c71.json":  "unknown element",
	"permission/test_iam_policies-9-7aaafe4517.json":  "Id is a string",
	"permission/test_iam_policies-10-db6713e0b2.json": "Invalid effect",
	"permission/test_iam_policies-27-a3e9fda3b6.json": "must contain resources",
	"permission/test_iam_policies-34-b84f10edc1.json": "must contain actions",
	"permission/test_iam_policies-40-35c557e352.json": "Resource is a string or an array of strings",
	"permission/test_iam_policies-45-ce2e8ddb7b.json": "Condition is an object",
	"permission/test_iam_policies-47-e64e60a509.json": "holds an object of condition keys",
	"permission/test_iam_policies-49-305cfefd04.json": "holds an object of condition keys",
	"permission/test_iam_policies-50-a186774b3b.json": "string, number or boolean",
	"permission/test_iam_policies-58-04f60b5628.json": "Sid is a string",
	"permission/test_iam_policies-59-8d2859b086.json": "",
	"permission/test_iam_policies-61-12a62d21dc.json": "not both",
	"permission/test_iam_policies-63-2a6522c230.json": "Invalid effect: denY",
	"permission/test_iam_policies-66-e9478c2f76.json": "Invalid effect: denY",
	"permission/test_iam_policies-28-a4a15fc4fc.json": "Resource is empty", // AWS refuses empty lists; the validator does not look
}

func TestRealDocuments(t *testing.T) {
	root := shared.Path(t, "cases", "iam", "policies")
	index, err := os.ReadFile(filepath.Join(root, "index.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	plain, templates, templatesParsed := 0, 0, 0
	for _, line := range strings.Split(strings.TrimSpace(string(index)), "\n") {
		var entry struct {
			File, Kind   string
			Placeholders bool
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		src, err := os.ReadFile(filepath.Join(root, entry.File))
		if err != nil {
			t.Fatal(err)
		}
		kind := map[string]Kind{"permission": Identity, "trust": Trust, "resource": Resource, "scp": SCP, "boundary": Boundary, "session": Session}[entry.Kind]
		document, err := Parse(kind, src)
		if entry.Placeholders {
			templates++
			if err == nil {
				templatesParsed++
			}
		} else {
			plain++
			want, malformed := refused[entry.File]
			switch {
			case malformed && (!fault.Is(err, MalformedPolicyDocument) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "(line ")):
				t.Errorf("%s: %v, want a refusal that holds %q and a position", entry.File, err, want)
			case !malformed && err != nil:
				t.Errorf("%s: %v", entry.File, err)
			}
		}
		if err != nil {
			continue
		}
		if _, err := Compile(Source{Kind: kind, Name: entry.File}, document); err != nil {
			t.Errorf("%s: %v", entry.File, err)
		}
		fixpoint(t, kind, document)
	}
	t.Logf("%d documents, %d of them refused as listed; %d of %d templates parse", plain, len(refused), templatesParsed, templates)
	if plain < 400 || templatesParsed < 190 {
		t.Errorf("too few: %d documents, %d templates", plain, templatesParsed)
	}
}

// fixpoint: what Canonical prints is read back as the same document.
func fixpoint(t *testing.T, kind Kind, document *Document) {
	t.Helper()
	printed := document.Canonical()
	again, err := Parse(kind, []byte(printed))
	if err != nil {
		t.Fatalf("the canonical form is refused: %v\n%s", err, printed)
	}
	if second := again.Canonical(); second != printed {
		t.Fatalf("the canonical form changes:\n%s\n%s", printed, second)
	}
}
