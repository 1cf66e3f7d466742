package wire_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/wire"
)

type (
	restInput struct {
		Account *string
		ID      *string
		Limit   *int32
		Keys    []string
		Name    *string
	}
	empty       struct{}
	shapesInput struct {
		Text    *string
		Number  *int32
		Share   *float64
		Flag    bool
		At      *time.Time
		Tags    []tag
		Nested  *shapesInput
		ByName  map[string]*string
		Choices []source
	}
)

func bindings() []wire.Binding {
	return []wire.Binding{{"Account", wire.Label, "Account"}, {"ID", wire.Label, "Id"}, {"Limit", wire.Query, "max-results"}, {"Keys", wire.Query, "keys"}}
}

var rest = wire.NewService(wire.Service{ID: "rest", Protocol: wire.RESTJSON1, Operations: []wire.Operation{
	{Name: "List", Method: "GET", URI: "/accounts/{Account}/things", In: (*restInput)(nil), Out: (*empty)(nil), Bindings: bindings()},
	{Name: "Describe", Method: "GET", URI: "/accounts/{Account}/things/{Id}", In: (*restInput)(nil), Out: (*empty)(nil), Bindings: bindings()},
	{Name: "Special", Method: "GET", URI: "/accounts/{Account}/things/special", In: (*restInput)(nil), Out: (*empty)(nil), Bindings: bindings()},
	{Name: "Update", Method: "PUT", URI: "/accounts/{Account}/things/{Id}", In: (*restInput)(nil), Out: (*empty)(nil), Bindings: bindings()},
}})

var query = wire.NewService(wire.Service{ID: "query", Protocol: wire.AWSQuery, APIVersion: "2020-01-01", XMLNamespace: "urn:x", Operations: []wire.Operation{
	{Name: "Act", In: (*shapesInput)(nil), Out: (*shapesInput)(nil)},
}})

func TestRouteREST(t *testing.T) {
	for target, want := range map[string]string{
		"GET /accounts/1/things":             "List",
		"GET /accounts/1/things/a":           "Describe",
		"GET /accounts/1/things/special":     "Special",
		"GET /accounts/1/things/a%2Fb":       "Describe",
		"PUT /accounts/1/things/special":     "Update",
		"GET /accounts/1/things/":            "",
		"GET /accounts//things":              "",
		"GET /accounts/1/things/a/b":         "",
		"GET /accounts/1/things/../things/a": "",
		"POST /accounts/1/things/a":          "",
		"GET /Accounts/1/things":             "",
		"GET /":                              "",
	} {
		method, path, _ := strings.Cut(target, " ")
		o, err := rest.Route(httptest.NewRequest(method, path, nil), nil)
		switch {
		case want == "" && !fault.Is(err, "UnknownOperationException"):
			t.Errorf("%s: %v", target, err)
		case want != "" && (err != nil || o.Name != want):
			t.Errorf("%s: %v, %v, want %s", target, o, err, want)
		}
	}
}

func TestDecodeREST(t *testing.T) {
	// The body has no say in what travels in path and query string, whichever way it spells it.
	const body = `{"Account":"evil","account":"evil","Limit":7,"limit":8,"Name":"n","Unknown":{"x":[1]}}`
	r := httptest.NewRequest("PUT", "/accounts/1%2F2/things/a%20b+c?keys=x&keys=y", nil)
	o, err := rest.Route(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := wire.Decode(r, []byte(body), o)
	if err != nil {
		t.Fatal(err)
	}
	in := decoded.(*restInput)
	if *in.Account != "1/2" || *in.ID != "a b+c" || in.Limit != nil || strings.Join(in.Keys, " ") != "x y" || *in.Name != "n" {
		t.Errorf("%+v", in)
	}
	for _, target := range []string{"/accounts/1/things/a?max-results=x", "/accounts/1/things/a?max-results=1&max-results=2", "/accounts/1/things/a?x=%zz"} {
		if _, err := wire.Decode(httptest.NewRequest("PUT", target, nil), nil, o); !fault.Is(err, "SerializationException") {
			t.Errorf("%s: %v", target, err)
		}
	}
}

func TestRouteTarget(t *testing.T) {
	for name, headers := range map[string][]string{
		"none": {}, "two": {"Example.StartRun", "Example.StartRun"}, "another service": {"Other.StartRun"}, "unknown": {"Example.Nothing"}, "no dot": {"Example"},
	} {
		r := httptest.NewRequest("POST", "/", nil)
		r.Header["X-Amz-Target"] = headers
		if _, err := declared.Route(r, nil); !fault.Is(err, "UnknownOperationException") {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Amz-Target", "Example.StartRun")
	if _, err := declared.Route(r, nil); !fault.Is(err, "UnknownOperationException") {
		t.Errorf("GET: %v", err)
	}
}

func post(body string) *http.Request {
	return httptest.NewRequest("POST", "/", strings.NewReader(body))
}

func TestQuery(t *testing.T) {
	const head = "Action=Act&Version=2020-01-01"
	for body, want := range map[string]fault.Code{
		head:                                   "",
		"Action=Act":                           "InvalidAction",
		"Action=Act&Version=2019-01-01":        "InvalidAction",
		"Action=Nothing&Version=2020-01-01":    "InvalidAction",
		"Version=2020-01-01":                   "MissingAction",
		head + "&Action=Act":                   "MalformedInput",
		head + "&x=%zz":                        "MalformedInput",
		head + "&Number=x":                     "MalformedInput",
		head + "&Number=1&Number=2":            "MalformedInput",
		head + "&Number.x=1":                   "MalformedInput",
		head + "&Tags.member.0.Key=a":          "MalformedInput",
		head + "&Tags.member.01.Key=a":         "MalformedInput",
		head + "&Tags.member.x.Key=a":          "MalformedInput",
		head + "&Tags=a":                       "MalformedInput",
		head + "&ByName.entry.1.key=a":         "MalformedInput",
		head + "&" + strings.Repeat("a.", 200): "MalformedInput",
		head + "&Unknown.member.1=x":           "",
	} {
		o, err := query.Route(post(""), []byte(body))
		if err == nil {
			_, err = wire.Decode(post(""), []byte(body), o)
		}
		if fault.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
	r := httptest.NewRequest("GET", "/?"+head+"&text=lower&Tags.member.2.Key=b&Tags.member.10.Key=c&Tags.member.1.Key=a&ByName.entry.1.key=k&ByName.entry.1.value=v"+
		"&At=2026-01-02T03:04:05Z&Nested.Nested.Flag=true&Choices.member.1.Name=n", nil)
	o, err := query.Route(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wire.Decode(r, nil, o); fault.CodeOf(err) != fault.Unsupported { // query has no unions registered
		t.Errorf("an unregistered union: %v", err)
	}
	r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "&Choices.member.1.Name=n", "", 1)
	decoded, err := wire.Decode(r, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	in := decoded.(*shapesInput)
	if *in.Text != "lower" || len(in.Tags) != 3 || in.Tags[2].Key != "c" || *in.ByName["k"] != "v" || !in.Nested.Nested.Flag ||
		!in.At.Equal(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)) {
		t.Errorf("%+v", in)
	}
}

func TestEncodeQuery(t *testing.T) {
	text, number, at := "<a> & b", int32(-1), time.Date(2026, 1, 2, 3, 4, 5, 6e8, time.UTC)
	w := httptest.NewRecorder()
	err := wire.Encode(w, query.Operation("Act"), &shapesInput{Text: &text, Number: &number, At: &at, Tags: []tag{}, ByName: map[string]*string{"k": &text}}, "id")
	const want = `<ActResponse xmlns="urn:x"><ActResult><Text>&lt;a&gt; &amp; b</Text><Number>-1</Number><Flag>false</Flag><At>2026-01-02T03:04:05Z</At>` +
		`<Tags></Tags><ByName><entry><key>k</key><value>&lt;a&gt; &amp; b</value></entry></ByName></ActResult>` +
		`<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></ActResponse>`
	if err != nil || w.Body.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, w.Body, want)
	}
	if err := wire.Encode(w, query.Operation("Act"), &empty{}, "id"); err == nil {
		t.Error("an output of another type was encoded")
	}
}

func TestJSON(t *testing.T) {
	in := func(body string) (*runInput, error) {
		decoded, err := wire.Decode(post(""), []byte(body), declared.Operation("StartRun"))
		if err != nil {
			return nil, err
		}
		return decoded.(*runInput), nil
	}
	for body, want := range map[string]string{ // "" where it is accepted
		`{}`: "", ``: "", ` `: "", `null`: "", `{"Statement":null}`: "", `{"statement":"s"}`: "", `{"Limit":5.0}`: "", `{"Limit":1e3}`: "",
		`{"After":1700000000.5}`: "", `{"After":"2026-01-02T03:04:05.5+01:00"}`: "", `{"Source":{"__type":"x","Name":"n","Object":null}}`: "",
		`{"Unknown":1}`:                       "",
		`{"Limit":5.5}`:                       "Limit is not a whole number of 64 bits.",
		`{"Limit":"5"}`:                       "Limit must be a whole number.",
		`{"Limit":9223372036854775808}`:       "Limit is not a whole number of 64 bits.",
		`{"Statement":5}`:                     "Statement must be a string.",
		`{"Tags":{}}`:                         "Tags must be an array.",
		`{"Tags":[null]}`:                     "Tags[0] must be a value, not null.",
		`{"Tags":[{"Key":1}]}`:                "Tags[0].Key must be a string.",
		`{"Parts":[]}`:                        "Parts must be an object.",
		`{"After":"yesterday"}`:               "After must be a timestamp.",
		`{"After":1e300}`:                     "After must be a timestamp.",
		`{"Source":{}}`:                       "Source holds none of its known members; it must hold exactly one.",
		`{"Source":{"Name":"n","Object":{}}}`: "Source holds more than one member; it must hold exactly one.",
		`{"Body":"%"}`:                        "Body is not base 64.",
		`[]`:                                  "The request body must be an object.",
		`{} {}`:                               "The request body holds more than one JSON value.",
		`{`:                                   "The request body is not JSON.",
		strings.Repeat(`{"a":`, 101) + "1" + strings.Repeat("}", 101): "The request body nests deeper than 100 levels.",
	} {
		_, err := in(body)
		if (want == "") != (err == nil) || err != nil && (fault.Public(err) != want || !fault.Is(err, "SerializationException")) {
			t.Errorf("%.60s: %v, want %s", body, err, want)
		}
	}
	if got, err := in(`{"statement":"other","Statement":"exact"}`); err != nil || got.Statement != "exact" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestEncodeJSON(t *testing.T) {
	for share, want := range map[float64]string{0.1: "0.1", 1e21: "1e+21", 3: "3", math.Inf(1): `"Infinity"`, math.Inf(-1): `"-Infinity"`, math.NaN(): `"NaN"`} {
		at := time.UnixMilli(1_700_000_000_050).UTC()
		w := httptest.NewRecorder()
		if err := wire.Encode(w, declared.Operation("StartRun"), &runOutput{RunID: "\x01\"\\\n\xff\u2028", Share: share, At: &at}, "id"); err != nil {
			t.Fatal(err)
		}
		if got, whole := w.Body.String(), `{"RunId":"\u0001\"\\\n`+"\ufffd\u2028"+`","Share":`+want+`,"At":1700000000.050,"Done":false}`; got != whole {
			t.Errorf("%s\nwant\n%s", got, whole)
		}
		if w.Header().Get("Content-Type") != "application/x-amz-json-1.1" {
			t.Errorf("content type %s", w.Header().Get("Content-Type"))
		}
	}
}

func TestReadBody(t *testing.T) {
	for size, want := range map[int]fault.Code{10: "", 11: "RequestEntityTooLargeException"} {
		for _, announced := range []bool{true, false} {
			r := post(strings.Repeat("x", size))
			if !announced {
				r.ContentLength = -1
			}
			body, err := wire.ReadBody(r, 10)
			if fault.CodeOf(err) != want || want == "" && len(body) != size {
				t.Errorf("%d bytes: %d, %v", size, len(body), err)
			}
		}
	}
}

func FuzzDecodeJSON(f *testing.F) {
	f.Add([]byte(`{"Statement":"s","Parts":{"a":"b"},"After":1.5,"Limit":1,"Tags":[{"Key":"k"}],"Source":{"Name":"n"},"Body":"AA=="}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		o := declared.Operation("StartRun")
		in, err := wire.Decode(post(""), body, o)
		if err != nil {
			if fault.Is(err, fault.Internal) {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		if err := wire.Validate(o, in); err != nil && !fault.Is(err, fault.Validation) {
			t.Errorf("%q: %v", body, err)
		}
	})
}

func FuzzDecodeForm(f *testing.F) {
	f.Add("Action=Act&Version=2020-01-01&Tags.member.1.Key=a&ByName.entry.1.key=k&ByName.entry.1.value=v&Nested.Flag=true", "")
	f.Fuzz(func(t *testing.T, body, url string) {
		r := post("")
		r.URL.RawQuery = url
		o, err := query.Route(r, []byte(body))
		if err == nil {
			_, err = wire.Decode(r, []byte(body), o)
		}
		if fault.Is(err, fault.Internal) {
			t.Errorf("%q %q: %v", body, url, err)
		}
	})
}

func FuzzDecodeREST(f *testing.F) {
	f.Add("PUT", "/accounts/1/things/a%2Fb?next-token=x", []byte(`{"Name":"n"}`))
	f.Add("GET", "/accounts/1/things?max-results=10", []byte(nil))
	f.Fuzz(func(t *testing.T, method, target string, body []byte) {
		address, err := url.ParseRequestURI(target)
		if err != nil || strings.ContainsAny(method, " \t\r\n") {
			return // which no server hands on
		}
		r := &http.Request{Method: method, URL: address, Header: http.Header{}}
		o, err := rest.Route(r, body)
		if err == nil {
			_, err = wire.Decode(r, body, o)
		}
		if fault.Is(err, fault.Internal) {
			t.Errorf("%q %q %q: %v", method, target, body, err)
		}
	})
}
