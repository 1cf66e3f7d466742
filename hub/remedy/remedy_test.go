package remedy_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"interlaken/hub"
	"interlaken/hub/remedy"
)

func source(id string) hub.DataSource {
	return hub.DataSource{
		Account: "111111111111", Region: "us-east-1", ID: id, Name: "Retail bank", Epoch: 1,
		Athena: hub.Athena{WorkGroup: "primary", RoleARN: "arn:aws:iam::111111111111:role/role-a", ConsumerAccountRoleARN: "arn:aws:iam::222222222222:role/service/role-b"},
	}
}

func refused(step int, account, code, message string) remedy.Case {
	return remedy.Case{
		Refusal: hub.Refusal{Step: step, Account: account, Code: code, Message: message}, Source: source("retail"),
		Spoke: hub.Spoke{Hub: "111111111111", Account: "222222222222", Name: "retail", Contact: "data@retail.example"},
		Run:   "run-1", At: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC),
	}
}

const denied = "PERMISSION_DENIED: User: arn:aws:sts::222222222222:assumed-role/role-b/ana is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::secret-bucket/complaints/month=2018-01/part-0.parquet because no identity-based policy allows the s3:GetObject action"

// SECURITY S12: a reader is told the account, the step and whom to ask, and no role, bucket, workgroup or query.
func TestWhatAReaderIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		remedy.Case
		says, ask string
	}{
		"role A":        {refused(1, "111111111111", "AccessDenied", "User: x is not authorized to perform: sts:AssumeRole on resource: role-a"), "The hub's own account 111111111111 refused step 1, to take the hub's own role for the data source Retail bank. Ask an administrator of the hub.", "an administrator of the hub"},
		"role A to B":   {refused(2, "111111111111", "AccessDenied", "role-a role-b"), "The hub's own account 111111111111 refused step 2, to go on from the hub's own role for the data source Retail bank. Ask an administrator of the hub.", "an administrator of the hub"},
		"role B":        {refused(2, "222222222222", "AccessDenied", "role-a role-b"), "retail (account 222222222222) refused step 2, to let the hub in for the data source Retail bank. Ask data@retail.example.", "data@retail.example"},
		"the workgroup": {refused(3, "222222222222", "WorkGroupDisabled", "primary is off"), "retail (account 222222222222) refused step 3, to run the query for the data source Retail bank, because its workgroup is switched off. Ask data@retail.example.", "data@retail.example"},
		"the data":      {refused(3, "222222222222", "QUERY_FAILED", denied), "retail (account 222222222222) refused step 3, to read the data for the data source Retail bank. Ask data@retail.example.", "data@retail.example"},
		"no answer":     {refused(2, "222222222222", "Unreachable", "role-b"), "retail (account 222222222222) did not answer at step 2, to let the hub in for the data source Retail bank. Try again in a moment, or ask data@retail.example.", "data@retail.example"},
		"a query":       {refused(3, "222222222222", "QUERY_FAILED", "SELECT secret-bucket"), "The query for the data source Retail bank failed in retail (account 222222222222) at step 3. Ask data@retail.example.", "data@retail.example"},
	} {
		if got := c.Sentences(); got != c.says {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
		if got := c.Ask(); got != c.ask {
			t.Errorf("%s: ask %q", name, got)
		}
		request := c.Request()
		for _, want := range []string{"run-1", "arn:aws:quicksight:us-east-1:111111111111:datasource/retail", "2026-11-02 09:00:00 UTC", "Retail bank"} {
			if !strings.Contains(request, want) {
				t.Errorf("%s: the request does not say %q:\n%s", name, want, request)
			}
		}
		for _, word := range []string{"role-a", "role-b", "secret-bucket", "SELECT", "primary"} {
			if strings.Contains(c.Sentences()+request, word) {
				t.Errorf("%s tells a reader %q", name, word)
			}
		}
	}
	unnamed := refused(2, "222222222222", "AccessDenied", "")
	unnamed.Spoke = hub.Spoke{Account: "222222222222", Name: "222222222222"}
	if got := unnamed.Sentences(); got != "Account 222222222222 refused step 2, to let the hub in for the data source Retail bank. Ask the owner of account 222222222222." {
		t.Errorf("an account without a name: %q", got)
	}
}

// What is granted is what was denied, on the table and not on the bucket; patterns in names are no patterns.
func TestGrantsAreNarrow(t *testing.T) {
	sentence := func(action, resource string) string {
		return "User: x is not authorized to perform: " + action + " on resource: " + resource + " because no identity-based policy allows the " + action + " action"
	}
	for name, c := range map[string]struct{ message, statement string }{
		"a partition":         {denied, `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::secret-bucket/complaints/*"}`},
		"at the top":          {sentence("s3:GetObject", "arn:aws:s3:::b/one.csv"), `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`},
		"names with patterns": {sentence("s3:GetObject", "arn:aws:s3:::b/it's a *${x}?/one.csv"), `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/it's a ${*}${$}{x}${?}/*"}`},
		"Athena's own words":  {"Access Denied (Service: Amazon S3; Status Code: 403) (Path: s3://b/t/p=1/x.parquet)", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/t/*"}`},
		"the list":            {sentence("s3:ListBucket", "arn:aws:s3:::b"), `{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}`},
		"the result":          {"Access denied when writing to location: s3://results/retail/1.csv", `{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::results/retail/*"}`},
		"the catalog":         {sentence("glue:GetTable", "arn:aws:glue:us-east-1:222222222222:table/bank/complaints"), `{"Effect":"Allow","Action":"glue:GetTable","Resource":"arn:aws:glue:us-east-1:222222222222:table/bank/complaints"}`},
		"the workgroup":       {"Account 2 refused. (" + sentence("athena:GetWorkGroup", "arn:aws:athena:us-east-1:222222222222:workgroup/primary") + ")", `{"Effect":"Allow","Action":["athena:GetWorkGroup","athena:StartQueryExecution","athena:GetQueryExecution","athena:GetQueryResults","athena:StopQueryExecution"],"Resource":"arn:aws:athena:us-east-1:222222222222:workgroup/primary"}`},
	} {
		mend := refused(3, "222222222222", "QUERY_FAILED", c.message).Mend()
		if mend.Statement != c.statement {
			t.Errorf("%s: %s, want %s", name, mend.Statement, c.statement)
		}
		if !strings.HasPrefix(mend.Command, "aws iam put-role-policy --role-name role-b --policy-name InterlakenAllow-") || strings.Contains(mend.Command, "--profile") {
			t.Errorf("%s: %s", name, mend.Command)
		}
		if name != "names with patterns" && !strings.Contains(mend.Command, "'"+`{"Version":"2012-10-17","Statement":[`+c.statement+`]}`+"'") {
			t.Errorf("%s: %s", name, mend.Command)
		}
		if strings.Contains(c.message, "it's") && !strings.Contains(mend.Command, `it'\''s a`) {
			t.Errorf("%s: the quote is not quoted: %s", name, mend.Command)
		}
	}
	for name, message := range map[string]string{
		"an explicit Deny": "User: x is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k with an explicit deny in an identity-based policy",
		"a failed query":   "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved",
	} {
		if mend := refused(3, "222222222222", "QUERY_FAILED", message).Mend(); mend.Command != "" || mend.Statement != "" || mend.What == "" {
			t.Errorf("%s: %+v", name, mend)
		}
	}
	if bucket, key, ok := remedy.DeniedObject(denied); bucket != "secret-bucket" || key != "complaints/month=2018-01/part-0.parquet" || !ok {
		t.Errorf("the denied object is %s, %s, %v", bucket, key, ok)
	}
}

// Trust policies that are replaced keep every data source of the hub that ends in the role.
func TestTrustKeepsTheOthers(t *testing.T) {
	c := refused(2, "222222222222", "AccessDenied", "")
	other := source("second")
	other.Athena.RoleARN = "arn:aws:iam::111111111111:role/other-a"
	elsewhere := source("third")
	elsewhere.Athena.ConsumerAccountRoleARN = "arn:aws:iam::222222222222:role/other-b"
	c.Sharing = []hub.DataSource{source("retail"), other, elsewhere}
	want := `{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111111111111:role/other-a","arn:aws:iam::111111111111:role/role-a"]},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":["arn:aws:quicksight:us-east-1:111111111111:datasource/retail","arn:aws:quicksight:us-east-1:111111111111:datasource/second"]}}}`
	if got := c.Mend().Statement; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for step, account := range map[int]string{1: "111111111111", 2: "111111111111"} {
		mend := refused(step, account, "AccessDenied", "").Mend()
		if !strings.Contains(mend.Command, "--role-name role-a ") || mend.Statement == "" {
			t.Errorf("step %d in the hub: %+v", step, mend)
		}
	}
}

// SECURITY S14: the switch names a person by the session's name, a role whole where it is the data source's alone, and
// else the data source by its ExternalId and the time.
func TestSwitchOff(t *testing.T) {
	one, two := source("retail"), source("second")
	person := remedy.SwitchOff([]hub.DataSource{one}, []hub.DataSource{one, two}, []string{"ana-abc"})
	if person.Statement != `{"Sid":"InterlakenSwitch","Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringLike":{"aws:userid":"*:ana-abc"}}}` ||
		!strings.HasPrefix(person.Undo, "aws iam delete-role-policy --role-name role-b --policy-name InterlakenSwitch-") {
		t.Errorf("a person: %+v", person)
	}
	whole := remedy.SwitchOff([]hub.DataSource{one}, []hub.DataSource{one}, nil)
	if whole.Command != `aws iam put-role-policy --role-name role-b --policy-name InterlakenSwitch --policy-document '{"Version":"2012-10-17","Statement":[{"Sid":"InterlakenSwitch","Effect":"Deny","Action":"*","Resource":"*"}]}'` {
		t.Errorf("a role: %s", whole.Command)
	}
	shared := remedy.SwitchOff([]hub.DataSource{one}, []hub.DataSource{one, two}, nil)
	for _, want := range []string{
		`"Condition":{"StringEquals":{"sts:ExternalId":"arn:aws:quicksight:us-east-1:111111111111:datasource/second"}}},{"Sid":"InterlakenSwitch","Effect":"Deny"`,
		`"aws:TokenIssueTime":"'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'"`, "> role-b-trust-before-", " &&\n",
	} {
		if !strings.Contains(shared.Command, want) {
			t.Errorf("a data source of a shared role: no %s in\n%s", want, shared.Command)
		}
	}
	if !json.Valid([]byte(shared.Statement)) || !strings.Contains(shared.Undo, "file://role-b-trust-before-") || !strings.Contains(shared.Note, "Other data sources") {
		t.Errorf("a data source of a shared role: %+v", shared)
	}
	other := two
	other.Athena.ConsumerAccountRoleARN = "arn:aws:iam::222222222222:role/other-b"
	all := remedy.SwitchOff([]hub.DataSource{one, other}, []hub.DataSource{one, other}, nil)
	if strings.Count(all.Command, "put-role-policy") != 2 || strings.Count(all.Undo, "delete-role-policy") != 2 || !json.Valid([]byte(all.Statement)) {
		t.Errorf("two roles: %+v", all)
	}
}
