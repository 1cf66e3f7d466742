package policy

import (
	"encoding/json"
	"testing"
)

// TestExplain: the reasons of one refused AssumeRole, whole and in order.
func TestExplain(t *testing.T) {
	load := func(source Source, src string) *Policy {
		p, err := Load(source, []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	request := &Request{Principal: session, Action: "sts:AssumeRole", Resource: "arn:aws:iam::222222222222:role/b"}
	request.Context.Set("sts:ExternalId", "wrong")
	set := &Set{
		Identity: []*Policy{load(Source{Identity, "chain", home, ""}, `{"Version":"2012-10-17","Statement":[
			{"Sid":"Hop","Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/*"},
			{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"},
			{"Effect":"Deny","Action":"sts:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`)},
		Resource: load(Source{Trust, "b", other, "arn:aws:iam::222222222222:role/b"}, `{"Version":"2012-10-17","Statement":
			{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"right"}}}}`),
		SCPs: [][]*Policy{{FullAWSAccess}},
	}
	want := `{"verdict":{"allowed":false,"outcome":"implicitDeny","decidedBy":"trust"},"documents":[` +
		`{"kind":"scp","name":"FullAWSAccess","account":"aws","arn":"arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess","outcome":"allows","asked":1,"statements":[` +
		`{"index":0,"effect":"Allow","outcome":"matched","elements":[` +
		`{"element":"Action","outcome":"matched","policy":["*"],"request":["sts:AssumeRole"]},` +
		`{"element":"Resource","outcome":"matched","policy":["*"],"request":["arn:aws:iam::222222222222:role/b"]}]}]},` +
		`{"kind":"trust","name":"b","account":"222222222222","arn":"arn:aws:iam::222222222222:role/b","outcome":"silent","asked":1,"statements":[` +
		`{"index":0,"line":2,"column":4,"effect":"Allow","outcome":"near","names":"account","elements":[` +
		`{"element":"Principal","outcome":"matched","policy":["AWS: 111111111111"],"request":["arn:aws:sts::111111111111:assumed-role/reader/s1","arn:aws:iam::111111111111:role/team/reader"]},` +
		`{"element":"Action","outcome":"matched","policy":["sts:AssumeRole"],"request":["sts:AssumeRole"]},` +
		`{"element":"Condition","operator":"StringEquals","key":"sts:ExternalId","outcome":"failed","policy":["right"],"request":["wrong"]}]}]},` +
		`{"kind":"identity","name":"chain","account":"111111111111","outcome":"allows","asked":3,"statements":[` +
		`{"index":0,"sid":"Hop","line":2,"column":4,"effect":"Allow","outcome":"matched","elements":[` +
		`{"element":"Action","outcome":"matched","policy":["sts:AssumeRole"],"request":["sts:AssumeRole"]},` +
		`{"element":"Resource","outcome":"matched","policy":["arn:aws:iam::222222222222:role/*"],"request":["arn:aws:iam::222222222222:role/b"]}]},` +
		`{"index":2,"line":4,"column":4,"effect":"Deny","outcome":"near","elements":[` +
		`{"element":"Action","outcome":"matched","policy":["sts:*"],"request":["sts:AssumeRole"]},` +
		`{"element":"Resource","outcome":"matched","policy":["*"],"request":["arn:aws:iam::222222222222:role/b"]},` +
		`{"element":"Condition","operator":"Bool","key":"aws:SecureTransport","outcome":"failed","policy":["false"],"request":null,"absent":true}]}]}]}`
	for range 3 { // the same each time
		got, err := encode(Explain(request, set))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Fatalf("got\n%s, want\n%s", got, want)
		}
	}
}

// TestExplainOutcomes: what a document as a whole says, and control policies that do not bind.
func TestExplainOutcomes(t *testing.T) {
	managed := ana
	managed.ManagementAccount = true
	request := &Request{Principal: managed, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: home}
	identity := func(statements string) *Policy {
		return loaded(t, Identity, `{"Version":"2012-10-17","Statement":[`+statements+`]}`)
	}
	const allow, deny = `{"Effect":"Allow","Action":"*","Resource":"*"}`, `{"Effect":"Deny","Action":"*","Resource":"*"}`
	const unclear = `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"}}}`
	explanation := Explain(request, &Set{
		SCPs:     [][]*Policy{{FullAWSAccess}, {FullAWSAccess}},
		Identity: []*Policy{identity(allow), identity(allow + "," + unclear), identity(deny + "," + unclear), identity(`{"Effect":"Allow","Action":"s3:Put*","Resource":"arn:aws:s3:::c"}`)},
		Boundary: loaded(t, Boundary, `{"Version":"2012-10-17","Statement":`+allow+`}`),
		Session:  []*Policy{loaded(t, Session, `{"Version":"2012-10-17","Statement":`+allow+`}`)},
	})
	var got []string
	for _, d := range explanation.Documents {
		got = append(got, string(d.Kind)+" "+d.Outcome)
	}
	want := []string{"scp exempt", "scp exempt", "identity allows", "identity unsupported", "identity denies", "identity silent", "boundary allows", "session allows"}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("documents %s, want %s", a, b)
	}
	if explanation.Documents[1].Level != 1 || len(explanation.Documents[5].Statements) != 0 {
		t.Errorf("level %d; a statement in which two elements fail is shown: %v", explanation.Documents[1].Level, explanation.Documents[5].Statements)
	}
	unsupported := explanation.Documents[3].Statements[1]
	if unsupported.Outcome != Unclear || unsupported.Elements[2].Problem != "there is no such condition operator" {
		t.Errorf("the unclear statement: %+v", unsupported)
	}
	if explanation.Verdict != (Verdict{false, ExplicitDeny, Identity}) {
		t.Errorf("verdict %+v", explanation.Verdict)
	}
}
