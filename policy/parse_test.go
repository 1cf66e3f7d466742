package policy

import (
	"strings"
	"testing"

	"interlaken/fault"
)

func TestParseRefuses(t *testing.T) {
	const good = `"Effect":"Allow","Action":"s3:GetObject","Resource":"*"`
	for _, c := range []struct {
		name string
		kind Kind
		src  string
		want string // the end of the error
	}{
		{"no JSON", Identity, "", "(line 1, column 1)"},
		{"cut off", Identity, "{\n \"Statement\": [", "(line 2, column 15)"},
		{"trailing text", Identity, `{"Statement":{` + good + `}} x`, "(line 1, column 73)"},
		{"trailing comma", Identity, "{\"Statement\":[{" + good + "},]}", "(line 1, column 73)"},
		{"not UTF-8", Identity, "{\"Id\":\"\xff\"}", "not UTF-8."},
		{"array", Identity, "\n[]", "a policy is a JSON object. (line 2, column 1)"},
		{"no statement", Identity, `{"Version":"2012-10-17"}`, "Statement is missing. (line 1, column 1)"},
		{"empty statement list", Identity, `{"Statement":[]}`, "Statement is empty. (line 1, column 14)"},
		{"statement of a wrong type", Identity, `{"Statement":["x"]}`, "a statement is an object. (line 1, column 15)"},
		{"null", Identity, `{"Statement":null}`, "an array of objects. (line 1, column 14)"},
		{"version", Identity, `{"Version":"2012-10-18","Statement":{` + good + `}}`, "2008-10-17. (line 1, column 12)"},
		{"unknown element of the document", Identity, "{\n  \"Statements\": []}", `unknown element "Statements". (line 2, column 3)`},
		{"unknown element of a statement", Identity, `{"Statement":{"Resources":"*",` + good + `}}`, `unknown element "Resources". (line 1, column 15)`},
		{"case of an element", Identity, `{"Statement":{"action":"s3:*",` + good + `}}`, `unknown element "action". (line 1, column 15)`},
		{"element twice", Identity, `{"Statement":{` + good + `,"Action":"s3:*"}}`, `"Action" stands twice in one object. (line 1, column 71)`},
		{"document element twice", Identity, `{"Id":"a","Id":"b"}`, `"Id" stands twice in one object. (line 1, column 11)`},
		{"operator twice", Identity, `{"Statement":{` + good + `,"Condition":{"Bool":{"a:b":"true"},"Bool":{"a:b":"true"}}}}`, `"Bool" stands twice in one object. (line 1, column 106)`},
		{"key twice", Identity, `{"Statement":{` + good + `,"Condition":{"Bool":{"a:b":"true","a:b":"true"}}}}`, `"a:b" stands twice in one object. (line 1, column 105)`},
		{"principal type twice", Resource, `{"Statement":{` + good + `,"Principal":{"AWS":"*","AWS":"*"}}}`, `"AWS" stands twice in one object. (line 1, column 94)`},
		{"empty actions", Identity, `{"Statement":{"Effect":"Allow","Action":[],"Resource":"*"}}`, "Action is empty. (line 1, column 41)"},
		{"empty values", Identity, `{"Statement":{` + good + `,"Condition":{"Bool":{"a:b":[]}}}}`, "a:b is empty. (line 1, column 98)"},
		{"nested values", Identity, `{"Statement":{` + good + `,"Condition":{"Bool":{"a:b":[["x"]]}}}}`, "a string, number or boolean. (line 1, column 99)"},
		{"too deep", Identity, `{"Statement":[[[[[[[[[1]]]]]]]]]}`, "nested too deeply. (line 1, column 21)"},
		{"no action", Identity, `{"Statement":{"Effect":"Allow","Resource":"*"}}`, "must contain actions. (line 1, column 14)"},
		{"both actions", Identity, `{"Statement":{"NotAction":"s3:*",` + good + `}}`, "not both. (line 1, column 14)"},
		{"both resources", Identity, `{"Statement":{"NotResource":"*",` + good + `}}`, "not both. (line 1, column 14)"},
		{"no effect", Identity, `{"Statement":{"Action":"s3:*","Resource":"*"}}`, "Effect is Allow or Deny. (line 1, column 14)"},
		{"effect in lower case", Identity, `{"Statement":{"Effect":"allow","Action":"s3:*","Resource":"*"}}`, "Invalid effect: allow. (line 1, column 24)"},
		{"action without service", Identity, `{"Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}}`, `"GetObject". (line 1, column 14)`},
		{"action with a wildcard service", Identity, `{"Statement":{"Effect":"Allow","Action":"s*:GetObject","Resource":"*"}}`, `"s*:GetObject". (line 1, column 14)`},
		{"identity without resource", Identity, `{"Statement":{"Effect":"Allow","Action":"s3:*"}}`, "must contain resources. (line 1, column 14)"},
		{"identity with principal", Identity, `{"Statement":{"Principal":"*",` + good + `}}`, "should not specify a principal. (line 1, column 14)"},
		{"boundary with principal", Boundary, `{"Statement":{"Principal":"*",` + good + `}}`, "should not specify a principal. (line 1, column 14)"},
		{"session with NotPrincipal", Session, `{"Statement":{"NotPrincipal":"*",` + good + `}}`, "should not specify a principal. (line 1, column 14)"},
		{"SCP with principal", SCP, `{"Statement":{"Principal":"*",` + good + `}}`, "should not specify a principal. (line 1, column 14)"},
		{"resource policy without principal", Resource, `{"Statement":{` + good + `}}`, "Missing required field Principal. (line 1, column 14)"},
		{"both principals", Resource, `{"Statement":{"Principal":"*","NotPrincipal":"*",` + good + `}}`, "not both. (line 1, column 14)"},
		{"principal text", Resource, `{"Statement":{"Principal":"111111111111",` + good + `}}`, `Invalid principal in policy: "111111111111". (line 1, column 27)`},
		{"principal type", Resource, `{"Statement":{"Principal":{"Group":"x"},` + good + `}}`, `unknown type "Group". (line 1, column 28)`},
		{"empty principal", Resource, `{"Statement":{"Principal":{},` + good + `}}`, "at least one member. (line 1, column 27)"},
		{"trust with resource", Trust, `{"Statement":{"Principal":"*",` + good + `}}`, "Has prohibited field Resource. (line 1, column 14)"},
		{"trust with NotPrincipal", Trust, `{"Statement":{"NotPrincipal":"*","Effect":"Deny","Action":"sts:AssumeRole"}}`, "Has prohibited field NotPrincipal. (line 1, column 14)"},
		{"RCP for one principal", RCP, `{"Statement":{"Principal":{"AWS":"111111111111"},` + good + `}}`, `is "*". (line 1, column 14)`},
		{"RCP with NotAction", RCP, `{"Statement":{"Principal":"*","Effect":"Deny","NotAction":"s3:*","Resource":"*"}}`, "has no NotAction. (line 1, column 14)"},
		{"columns count characters", Identity, "{\"Id\":\"ü\",\"x\":1}", `unknown element "x". (line 1, column 11)`},
		{"kind", "group", `{"Statement":{` + good + `}}`, `There is no policy of kind "group".`},
	} {
		_, err := Parse(c.kind, []byte(c.src))
		if !fault.Is(err, MalformedPolicyDocument) || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s: %v, want … %s", c.name, err, c.want)
		}
	}
}

func TestParseReads(t *testing.T) {
	document, err := Parse(Resource, []byte(`{
		"Id": "x", "Statement": [
			{"Sid": "A b", "Effect": "Deny", "NotPrincipal": {"AWS": ["111111111111", "*"], "Service": "s3.amazonaws.com"},
			 "NotAction": ["s3:Get*", "S3:put?"], "NotResource": "arn:aws:s3:::b/<&>",
			 "Condition": {"Bool": {"aws:SecureTransport": false}, "NumericLessThan": {"s3:max-keys": [10, "20"]}}},
			{"Effect": "Allow", "Principal": "*", "Action": "*"}
		]}`))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"Id":"x","Statement":[{"Sid":"A b","Effect":"Deny","NotPrincipal":{"AWS":["*","111111111111"],"Service":"s3.amazonaws.com"},` +
		`"NotAction":["S3:put?","s3:Get*"],"NotResource":"arn:aws:s3:::b/<&>","Condition":{"Bool":{"aws:SecureTransport":"false"},"NumericLessThan":{"s3:max-keys":["10","20"]}}},` +
		`{"Effect":"Allow","Principal":"*","Action":"*"}]}`
	if got := document.Canonical(); got != want {
		t.Errorf("canonical form\n%s, want\n%s", got, want)
	}
	if got := document.Statement[1].At; got != (Position{6, 4}) {
		t.Errorf("second statement at %v", got)
	}
	if got := document.Statement[0].NotAction[0]; got != "s3:Get*" {
		t.Errorf("Canonical sorted the document itself: %s first", got)
	}
	fixpoint(t, Resource, document)
}

func TestDocumentBuiltByCode(t *testing.T) {
	document := &Document{Version: Version2012, Statement: []Statement{{
		Effect: Allow, Action: Values{"sts:AssumeRole"}, Resource: Values{"arn:aws:iam::222222222222:role/spoke"},
		Condition: Condition{"StringEquals": {"sts:ExternalId": {"arn:aws:quicksight:us-east-1:111111111111:datasource/d"}}},
	}}}
	const want = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/spoke",` +
		`"Condition":{"StringEquals":{"sts:ExternalId":"arn:aws:quicksight:us-east-1:111111111111:datasource/d"}}}]}`
	if got := document.Canonical(); got != want {
		t.Errorf("canonical form %s, want %s", got, want)
	}
	compiled, err := Compile(Source{Kind: Session}, document)
	if err != nil {
		t.Fatal(err)
	}
	document.Statement[0].Action[0] = "iam:*"
	if got := compiled.statements[0].original.Action[0]; got != "sts:AssumeRole" {
		t.Errorf("a compiled policy changes with the document: %s", got)
	}
	document.Statement[0].Condition["StringEquals"]["sts:ExternalId"] = Values{}
	if _, err := Compile(Source{Kind: Session}, document); !fault.Is(err, MalformedPolicyDocument) {
		t.Errorf("an empty value list compiles: %v", err)
	}
	if _, err := Compile(Source{Kind: Session}, &Document{}); !fault.Is(err, MalformedPolicyDocument) {
		t.Errorf("an empty document compiles: %v", err)
	}
	if _, err := Compile(Source{Kind: Resource}, &Document{Statement: []Statement{{Effect: Allow, Principal: &Principals{}, Action: Values{"*"}}}}); !fault.Is(err, MalformedPolicyDocument) {
		t.Errorf("a principal without names compiles: %v", err)
	}
}

func TestSize(t *testing.T) {
	src := []byte("{ \"Id\":\t\"ü\" }\n")
	for kind, want := range map[Kind]int{Identity: 10, Boundary: 10, Trust: 10, Session: 14, SCP: 14, Resource: 14} {
		if got := Size(kind, src); got != want {
			t.Errorf("size of a %s policy: %d, want %d", kind, got, want)
		}
		if err := CheckSize(kind, src, want); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if err := CheckSize(kind, src, want-1); !fault.Is(err, "LimitExceeded") {
			t.Errorf("%s: %v, want LimitExceeded", kind, err)
		}
	}
}

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		kind      Kind
		statement string
		want      string // "" for valid
	}{
		{Identity, `"Sid":"A1","Effect":"Allow","Action":"*","Resource":"arn:aws:sqs"`, ""},
		{Resource, `"Sid":"a b","Effect":"Allow","Principal":"*","Action":"*"`, ""},
		{Identity, `"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"`, "alpha-numeric"},
		{Identity, `"Effect":"Allow","Action":"*","Resource":"bucket"`, `Resource: a resource is "*" or an ARN`},
		{Identity, `"Effect":"Allow","Action":"*","Resource":"arn:aws:s*:::b"`, "service part"},
		{Identity, `"Effect":"Allow","Action":"*","NotResource":"arn:aws:iam::${aws:PrincipalAccount}:role/x"`, "NotResource: policy variables stand after the fifth colon"},
		{Identity, `"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username"`, "not closed"},
		{Identity, `"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username, none}"`, "single quotes"},
		{Identity, `"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"}}`, "Condition StringMatches a:b: there is no such condition operator"},
		{Identity, `"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NullIfExists":{"a:b":"true"}}`, "no such condition operator"},
		{Identity, `"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"a:b":"ten"}}`, "cannot take this value"},
		{Identity, `"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"x"}}`, "is an ARN"},
		{Trust, `"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:role/*"}`, "Invalid principal in policy"},
		{Trust, `"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"account-a"}`, "Invalid principal in policy"},
		{Resource, `"Effect":"Allow","Action":"*","NotPrincipal":"*"`, "deny statements only"},
	} {
		compiled, err := Load(Source{Kind: c.kind}, []byte(`{"Version":"2012-10-17","Statement":[{`+c.statement+`}]}`))
		if err != nil {
			t.Fatalf("%s: %v", c.statement, err)
		}
		err = compiled.Validate()
		if c.want == "" && err != nil || c.want != "" && (!fault.Is(err, MalformedPolicyDocument) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "(line 1, column 38)")) {
			t.Errorf("%s: %v, want %q", c.statement, err, c.want)
		}
		if c.want != "" && !strings.Contains(c.want, "alpha") && len(compiled.Problems()) != 1 {
			t.Errorf("%s: %d problems", c.statement, len(compiled.Problems()))
		}
	}
	twice := loaded(t, Identity, `{"Statement":[{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"}]}`)
	if err := twice.Validate(); err == nil || !strings.Contains(err.Error(), "must be unique") {
		t.Errorf("a Sid that stands twice: %v", err)
	}
}

// loaded compiles a document that has to be right.
func loaded(tb testing.TB, kind Kind, src string) *Policy {
	tb.Helper()
	p, err := Load(Source{Kind: kind, Name: string(kind)}, []byte(src))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}
