package walkthrough

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
)

// ask asks the question as an author and holds the rows against the figures of the source file.
func (w *walk) ask(author string) {
	w.t.Helper()
	answer := w.interlaken(author, "query", "--data-source", source, "--csv", question)
	w.queried++
	if d := cmp.Diff(w.figures(), answer); d != "" {
		w.t.Fatalf("rows for %s (-source file +query):\n%s", author, d)
	}
}

// figures are counted by another program, from the file that the owner has put into the bucket.
func (w *walk) figures() string {
	w.t.Helper()
	if w.counted == "" {
		answer, said, err := w.start(pythonProgram, "../figures.py", originalFile)
		if err != nil {
			w.t.Fatalf("figures.py: %v\n%s", err, said)
		}
		w.counted = answer
	}
	return w.counted
}

// queries has both authors ask, the first the data source, the second her data set too.
func (w *walk) queries() {
	w.t.Helper()
	w.step("Both authors ask; the rows are the figures of the source file")
	w.ask("author")
	w.ask("second-author")
	w.step("The data set has every row of the file")
	answer := w.interlaken("second-author", "query", "--data-set", "complaints", "--csv")
	w.queried++
	rows, err := csv.NewReader(strings.NewReader(answer)).ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	if d := cmp.Diff([]string{"product", "company", "state"}, rows[0]); d != "" {
		w.t.Fatalf("columns (-want +got):\n%s", d)
	}
	counted := map[string]int{}
	for _, row := range rows[1:] {
		counted[row[0]]++
	}
	lines := []string{"product,complaints"}
	for product, n := range counted {
		lines = append(lines, fmt.Sprintf("%s,%d", product, n))
	}
	slices.Sort(lines[1:])
	if d := cmp.Diff(w.figures(), strings.Join(lines, "\n")); d != "" {
		w.t.Fatalf("rows of the data set (-source file +data set):\n%s", d)
	}
}

// assumeRoleB has an administrator of the hub account assume role B by hand, as the data source would.
func assumeRoleB() []string {
	return []string{"sts", "assume-role", "--role-arn", roleBARN, "--role-session-name", "by-hand", "--external-id", sourceARN}
}

// rightsOfRoleB shows that role B as published is as strict as it is on AWS (SECURITY S6): what has no ARN that it
// names is refused, although its documents list the action, and the catalog's default database is.
func (w *walk) rightsOfRoleB() {
	w.t.Helper()
	w.step("Role B as published trusts everybody whom the hub account lets: its administrator tries it by hand")
	var session struct {
		Credentials struct{ AccessKeyID, SecretAccessKey, SessionToken string }
	}
	w.awsSecret(&session, "hub-admin", assumeRoleB()...)
	w.profile("role-b-by-hand", session.Credentials.AccessKeyID, session.Credentials.SecretAccessKey, session.Credentials.SessionToken)
	const who = "arn:aws:sts::" + spokeAccount + ":assumed-role/" + roleB + "/by-hand"
	w.equal(who, w.aws("role-b-by-hand", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"))
	w.equal("primary", w.aws("role-b-by-hand", "athena", "get-work-group", "--work-group", "primary", "--query", "WorkGroup.Name", "--output", "text"))
	w.equal("complaints_cfpb", w.aws("role-b-by-hand", "glue", "get-tables", "--database-name", database, "--query", "TableList[].Name", "--output", "text"))
	for _, c := range []struct{ action, arguments string }{
		{"athena:ListWorkGroups", "athena list-work-groups"},
		{"athena:ListDataCatalogs", "athena list-data-catalogs"},
		{"athena:ListEngineVersions", "athena list-engine-versions"},
		{"glue:GetDatabase", "glue get-database --name default"},
		{"glue:GetTables", "glue get-tables --database-name default"},
	} {
		said := w.refused("AccessDeniedException", "role-b-by-hand", strings.Fields(c.arguments)...)
		w.contains(said, "User: "+who+" is not authorized to perform: "+c.action+" on resource: ")
		w.contains(said, " because no identity-based policy allows the "+c.action+" action")
	}
}

// strictForm narrows role B's trust to role A and this one data source: the data source goes on working, and nobody
// and nothing else does.
func (w *walk) strictForm() {
	w.t.Helper()
	w.step("The strict form: role B trusts role A alone, for this data source alone")
	w.aws("consumer-admin", "iam", "update-assume-role-policy", "--role-name", roleB, "--policy-document", "file://role-b-strict-trust-policy.json")
	w.step("A changed data source is proved anew, and answers as before")
	w.equal("UPDATE_IN_PROGRESS", w.aws("author", "quicksight", "update-data-source", "--aws-account-id", hubAccount, "--data-source-id", source,
		"--name", "Athena Cross Account - Consumer Data", "--data-source-parameters", parameters, "--query", "UpdateStatus", "--output", "text"))
	w.settled(source, "UPDATE_SUCCESSFUL")
	w.ask("author")
	w.ask("second-author")
	w.step("The administrator's own hand is refused now, and so is another data source of the same author")
	w.contains(w.refused("AccessDenied", "hub-admin", assumeRoleB()...),
		"User: arn:aws:iam::"+hubAccount+":user/admin is not authorized to perform: sts:AssumeRole on resource: "+roleBARN)
	w.aws("author", createArguments(source+"-2")...)
	w.settled(source+"-2", "CREATION_FAILED")
	w.contains(w.aws("author", "quicksight", "describe-data-source", "--aws-account-id", hubAccount, "--data-source-id", source+"-2",
		"--query", "DataSource.ErrorInfo.[Type,Message]", "--output", "text"), "ACCESS_DENIED\tAccount "+spokeAccount+" refused the second step")
	w.aws("author", "quicksight", "delete-data-source", "--aws-account-id", hubAccount, "--data-source-id", source+"-2", "--query", "DataSourceId", "--output", "text")
}

// event is the part of a CloudTrail record that the walk looks at.
type event struct {
	EventID, SharedEventID, ErrorCode string
	RecipientAccountID                string
	UserIdentity                      struct{ Type, InvokedBy, ARN string }
	RequestParameters                 struct{ RoleArn, RoleSessionName, ExternalID string }
}

// events are all of a name that an account's own history shows.
func (w *walk) events(profile, name string) []event {
	w.t.Helper()
	var records []string
	w.awsJSON(&records, profile, "cloudtrail", "lookup-events", "--lookup-attributes", "AttributeKey=EventName,AttributeValue="+name,
		"--query", "Events[].CloudTrailEvent")
	var all []event
	for _, record := range records {
		var e event
		if err := json.Unmarshal([]byte(record), &e); err != nil {
			w.t.Fatal(err)
		}
		if e.ErrorCode == "" {
			all = append(all, e)
		}
	}
	return all
}

// trails shows that each account's own history tells the whole story: who asked, and through which roles.
func (w *walk) trails() {
	w.t.Helper()
	w.step("The consumer account's history names both people")
	var names []string
	w.awsJSON(&names, "consumer-admin", "cloudtrail", "lookup-events",
		"--lookup-attributes", "AttributeKey=EventName,AttributeValue=StartQueryExecution", "--query", "Events[].Username")
	asked := map[string]int{}
	for _, name := range names {
		person, _, _ := cutLast(name, "-") // the mark that makes the name unmistakable
		asked[person]++
	}
	if d := cmp.Diff(map[string]int{"author": 2, "second-author": 3}, asked); d != "" {
		w.t.Errorf("queries by person (-want +got):\n%s", d)
	}

	w.step("Each step into the consumer account stands in both histories, under one shared id")
	shared := map[string]event{}
	first := 0
	for _, e := range w.events("hub-admin", "AssumeRole") {
		switch e.RequestParameters.RoleArn {
		case roleAARN:
			if e.UserIdentity.InvokedBy != "quicksight.amazonaws.com" {
				w.t.Errorf("role A was assumed by %+v", e.UserIdentity)
			}
			first++
		case roleBARN:
			shared[e.SharedEventID] = e
		}
	}
	spoke := w.events("consumer-admin", "AssumeRole")
	for _, e := range spoke {
		same, ok := shared[e.SharedEventID]
		switch {
		case !ok || e.SharedEventID == "":
			w.t.Errorf("the hub's history has no event with the shared id %q", e.SharedEventID)
		case e.EventID == same.EventID || e.RecipientAccountID != spokeAccount || same.RecipientAccountID != hubAccount:
			w.t.Errorf("two copies of one event: %+v and %+v", same, e)
		case e.RequestParameters.RoleArn != roleBARN || e.RequestParameters.ExternalID != sourceARN:
			w.t.Errorf("role B was assumed otherwise: %+v", e.RequestParameters)
		}
	}
	// Two people before the change and two after it, and once by hand.
	// The service takes role A once for each state of a data source, whoever asks: the second one's only state failed.
	if len(spoke) != 5 || len(shared) != 5 || first != 3 {
		w.t.Errorf("role A %d times, role B %d times in the hub's history and %d times in the consumer's", first, len(shared), len(spoke))
	}
}

// bills shows who pays for the queries.
func (w *walk) bills() {
	w.t.Helper()
	w.step("Both bills: the queries are on the consumer account's, and nothing of them on the hub's")
	now := time.Now().UTC()
	period := "Start=" + now.AddDate(0, 0, -1).Format(time.DateOnly) + ",End=" + now.AddDate(0, 0, 2).Format(time.DateOnly)
	bill := func(profile string) map[string]*big.Rat {
		var lines [][2]string
		w.awsJSON(&lines, profile, "ce", "get-cost-and-usage", "--time-period", period, "--granularity", "DAILY",
			"--metrics", "UnblendedCost", "--group-by", "Type=DIMENSION,Key=SERVICE",
			"--query", "ResultsByTime[].Groups[].[Keys[0],Metrics.UnblendedCost.Amount]")
		sums := map[string]*big.Rat{}
		for _, line := range lines {
			amount, ok := new(big.Rat).SetString(line[1])
			if !ok {
				w.t.Fatalf("%s costs %q", line[0], line[1])
			}
			if sums[line[0]] == nil {
				sums[line[0]] = new(big.Rat)
			}
			sums[line[0]].Add(sums[line[0]], amount)
		}
		return sums
	}
	consumer, hub := bill("consumer-admin"), bill("hub-admin")
	// Each query scans half a megabyte and is charged the least there is: 10 MB of a terabyte at 5 dollars.
	each := big.NewRat(5*10, 1<<20)
	want := new(big.Rat).Mul(each, big.NewRat(int64(w.queried), 1))
	switch got := consumer["Amazon Athena"]; {
	case got == nil:
		w.t.Errorf("the consumer account's bill has no Athena: %v", consumer)
	case got.FloatString(9) != want.FloatString(9):
		w.t.Errorf("Athena costs the consumer account %s, want %s for %d queries", got.FloatString(12), want.FloatString(12), w.queried)
	}
	for _, service := range []string{"Amazon Athena", "AWS Glue"} {
		if hub[service] != nil {
			w.t.Errorf("%s costs the hub account %s", service, hub[service].FloatString(12))
		}
	}
	// Of S3 the hub account has asked for the list of its own buckets, once.
	if got := hub["Amazon Simple Storage Service"]; got == nil || got.FloatString(9) != "0.000005000" {
		w.t.Errorf("S3 costs the hub account %v", got)
	}
}

// cutLast cuts a text around the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(text, separator); i >= 0 {
		return text[:i], text[i+len(separator):], true
	}
	return text, "", false
}
