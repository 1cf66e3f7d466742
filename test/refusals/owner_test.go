package refusals_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/wire/interlaken"
)

// ask calls one of the hub's own operations as a person.
func ask[Out any](p person, operation string, in any) (*Out, error) {
	out := new(Out)
	return out, p.own().Call(context.Background(), interlaken.Hub, operation, in, out)
}

// obtain is ask for what has to succeed.
func obtain[Out any](w *world, p person, operation string, in any) *Out {
	w.t.Helper()
	out, err := ask[Out](p, operation, in)
	if err != nil {
		w.t.Fatalf("%s: %v", operation, err)
	}
	return out
}

// share gives an author what a viewer of the data source may do.
func (w *world) share(owner person, with string) {
	w.t.Helper()
	if _, err := owner.quicksight().UpdateDataSourcePermissions(context.Background(), &quicksight.UpdateDataSourcePermissionsInput{
		AwsAccountId: aws.String(hub), DataSourceId: aws.String("athena-cross-account"),
		GrantPermissions: []types.ResourcePermission{{
			Principal: aws.String(userARN(with)),
			Actions:   []string{"quicksight:DescribeDataSource", "quicksight:DescribeDataSourcePermissions", "quicksight:PassDataSource"},
		}},
	}); err != nil {
		w.t.Fatal(err)
	}
}

func userARN(name string) string {
	return "arn:aws:quicksight:" + region + ":" + hub + ":user/default/" + name
}

func (w *world) works(p person, when string) *interlaken.Run {
	w.t.Helper()
	run, err := w.run(p, everyRow)
	if err != nil || run.State != interlaken.RunSucceeded {
		w.t.Fatalf("%s: %+v, %v", when, run, err)
	}
	return run
}

// SECURITY S13, S14: the owner sees who reads what, also from what the hub still holds, and can end it, copies included.
func TestTheOwnersSwitch(t *testing.T) {
	w := newWorld(t, nil)
	ann, owner := w.consumer(), w.admins[retail]
	ben := w.author("ben", passRoleA)
	w.share(ann, "ben")
	obtain[interlaken.PutSpokeOutput](w, w.admins[hub], "PutSpoke", &interlaken.PutSpokeInput{Spoke: &interlaken.Spoke{
		AccountId: aws.String(retail), Name: aws.String("retail"), Contact: aws.String("data@retail.example"), Owners: []string{userARN("ben")},
	}})
	first := w.works(ann, "before")
	w.rows(ann, first)
	w.rows(ann, first)

	reads := obtain[interlaken.ListReadsOutput](w, owner, "ListReads", &interlaken.ListReadsInput{AccountId: aws.String(retail)}).Reads
	if len(reads) != 1 {
		t.Fatalf("%d reads", len(reads))
	}
	r := reads[0]
	if *r.PersonName != "ann" || *r.PersonArn != userARN("ann") || *r.DataSourceId != "athena-cross-account" || *r.Runs != 1 || *r.Copies != 1 ||
		*r.ScannedBytes != *first.Parts[0].ScannedBytes || *r.Picodollars != *first.Picodollars || *r.LastRunId != *first.RunId {
		t.Errorf("the read: %s", text(r))
	}

	// Both who own the account see the same; who does not, learns nothing, not even whether the hub knows an account.
	if again := obtain[interlaken.ListReadsOutput](w, ben, "ListReads", &interlaken.ListReadsInput{AccountId: aws.String(retail)}).Reads; text(again) != text(reads) {
		t.Errorf("the named owner sees %s", text(again))
	}
	const unknown = "555555555555"
	for _, stranger := range []person{ann, w.admins[investment], w.admins[risk]} {
		for _, account := range []string{retail, unknown} {
			for operation, in := range map[string]any{
				"ListReads":       &interlaken.ListReadsInput{AccountId: &account},
				"ListProblems":    &interlaken.ListProblemsInput{AccountId: &account},
				"ListSuspensions": &interlaken.ListSuspensionsInput{AccountId: &account},
				"GetSwitch":       &interlaken.GetSwitchInput{AccountId: &account},
				"SuspendAccess":   &interlaken.SuspendAccessInput{AccountId: &account, DataSourceId: aws.String("athena-cross-account"), Reason: aws.String("x")},
				"ResumeAccess":    &interlaken.ResumeAccessInput{AccountId: &account, SuspensionId: aws.String("x")},
			} {
				want := "Account " + account + " is not yours here. Its owners are its own principals, and users of the hub to whom an administrator has granted it."
				err := stranger.own().Call(context.Background(), interlaken.Hub, operation, in, interlaken.Hub.Operation(operation).NewOutput())
				if !fault.Is(err, fault.NotFound) || fault.Public(err) != want {
					t.Errorf("%s of %s by account %s: %v", operation, account, stranger.account, err)
				}
			}
		}
	}

	// Suspended: the next run, and the rows of the one before.
	suspended := obtain[interlaken.SuspendAccessOutput](w, owner, "SuspendAccess", &interlaken.SuspendAccessInput{
		AccountId: aws.String(retail), DataSourceId: aws.String("athena-cross-account"), Reason: aws.String("audit of November"),
	})
	const sentence = "retail (account " + retail + ") has suspended this data source: audit of November. Ask data@retail.example."
	events := len(w.events()[retail])
	for _, p := range []person{ann, ben} {
		run, err := w.run(p, everyRow)
		if err != nil || run.State != interlaken.RunFailed || *run.Failure.Code != "Suspended" || *run.Failure.Message != sentence || *run.Failure.Ask != "data@retail.example" {
			t.Errorf("a run while it is suspended: %s, %v", text(run), err)
		}
	}
	if _, err := ask[interlaken.GetRunResultsOutput](ann, "GetRunResults", &interlaken.GetRunResultsInput{RunId: first.RunId}); fault.CodeOf(err) != "Suspended" || fault.Public(err) != sentence {
		t.Errorf("rows that the hub still holds: %v", err)
	}
	if fresh := len(w.events()[retail]) - events; fresh != 0 {
		t.Errorf("%d events in the account while it is suspended", fresh)
	}
	for _, account := range []string{hub, retail} {
		if e := w.events()[account]; !slices.ContainsFunc(w.named(account, "SuspendAccess"), func(id string) bool { return id != "" }) {
			t.Errorf("account %s has no event of the suspension among %d", account, len(e))
		}
	}
	if _, err := ask[interlaken.SuspendAccessOutput](owner, "SuspendAccess", &interlaken.SuspendAccessInput{
		AccountId: aws.String(retail), DataSourceId: aws.String("athena-cross-account"), Reason: aws.String("again"),
	}); !fault.Is(err, fault.AlreadyExists) {
		t.Errorf("the same a second time: %v", err)
	}
	listed := obtain[interlaken.ListSuspensionsOutput](w, owner, "ListSuspensions", &interlaken.ListSuspensionsInput{AccountId: aws.String(retail)}).Suspensions
	if len(listed) != 1 || *listed[0].SuspensionId != *suspended.SuspensionId || *listed[0].Reason != "audit of November" || *listed[0].DataSourceId != "athena-cross-account" {
		t.Errorf("the suspensions: %s", text(listed))
	}
	obtain[interlaken.ResumeAccessOutput](w, owner, "ResumeAccess", &interlaken.ResumeAccessInput{AccountId: aws.String(retail), SuspensionId: suspended.SuspensionId})
	w.works(ann, "after the undo")

	// One person: others go on.
	obtain[interlaken.SuspendAccessOutput](w, ben, "SuspendAccess", &interlaken.SuspendAccessInput{
		AccountId: aws.String(retail), PersonArn: aws.String(userARN("ann")), Reason: aws.String("left the project"),
	})
	if run, err := w.run(ann, everyRow); err != nil || run.State != interlaken.RunFailed || !strings.Contains(*run.Failure.Message, "has suspended your access to its data: left the project.") {
		t.Errorf("a run of the suspended person: %s, %v", text(run), err)
	}
	w.works(ben, "another person")
	if _, err := ask[interlaken.SuspendAccessOutput](owner, "SuspendAccess", &interlaken.SuspendAccessInput{AccountId: aws.String(retail), Reason: aws.String("a\nb")}); !fault.Is(err, fault.Validation) {
		t.Errorf("a reason of two lines: %v", err)
	}
}

// named are the ids of an account's events of a name.
func (w *world) named(account, name string) (ids []string) {
	w.t.Helper()
	for _, e := range w.events()[account] {
		if e.Event.EventName == name && e.Event.ErrorCode == "" {
			ids = append(ids, e.Event.EventID)
		}
	}
	return ids
}

func text(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// SECURITY S14: the same switch as a statement holds although the hub does not know of it, for sessions that are there
// already; its undo restores.
func TestTheSwitchHoldsAgainstAHubThatDoesNotObey(t *testing.T) {
	w := newWorld(t, nil)
	ann, owner := w.consumer(), w.admins[retail]
	ben := w.author("ben", passRoleA)
	w.share(ann, "ben")
	w.works(ann, "before")
	w.works(ben, "before")
	shell := newTerminal(t, owner)

	fails := func(p person, when string) {
		t.Helper()
		if run, err := w.run(p, everyRow); err != nil || run.State != interlaken.RunFailed || aws.ToString(run.Failure.Account) != retail {
			t.Errorf("%s: %+v, %v", when, run, err)
		}
	}
	one := obtain[interlaken.GetSwitchOutput](w, owner, "GetSwitch", &interlaken.GetSwitchInput{AccountId: aws.String(retail), PersonArn: aws.String(userARN("ann"))})
	if !strings.Contains(*one.Statement, `"aws:userid":"*:ann-`) {
		t.Errorf("the statement for a person: %s", *one.Statement)
	}
	shell.run(*one.Command)
	fails(ann, "the person who is switched off, with a lease from before")
	w.works(ben, "another person")
	shell.run(*one.Undo)
	w.works(ann, "the person after the undo")

	whole := obtain[interlaken.GetSwitchOutput](w, owner, "GetSwitch", &interlaken.GetSwitchInput{AccountId: aws.String(retail), DataSourceId: aws.String("athena-cross-account")})
	shell.run(*whole.Command)
	fails(ann, "the role is switched off")
	fails(ben, "the role is switched off")
	shell.run(*whole.Undo)
	w.works(ann, "after the undo")

	// A second data source on the same role: the first one alone is switched off, by its ExternalId and by time.
	if err := create(ann, "second", roleA, roleB); err != nil {
		t.Fatal(err)
	}
	w.proved(ann, "second")
	shared := obtain[interlaken.GetSwitchOutput](w, owner, "GetSwitch", &interlaken.GetSwitchInput{AccountId: aws.String(retail), DataSourceId: aws.String("athena-cross-account")})
	shell.run(*shared.Command)
	fails(ann, "one of two data sources, with a lease from before")
	if err := update(ann, "second", "primary", roleA, roleB); err != nil {
		t.Fatal(err)
	}
	if d := w.proved(ann, "second"); d.Status != types.ResourceStatusUpdateSuccessful {
		// Sessions of the very second in which the switch was turned are over too; the next ones stand.
		t.Logf("the other data source was proved within the switch's second: %s", d.Status)
	}
	shell.run(*shared.Undo)

	if _, err := ask[interlaken.GetSwitchOutput](owner, "GetSwitch", &interlaken.GetSwitchInput{AccountId: aws.String(retail), PersonArn: aws.String(userARN("nobody-here"))}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a person who read nothing: %v", err)
	}
}

// PRODUCT, moment 3: each refusal comes with what mends it, and that, given to a shell as it stands, does.
func TestRemediesMend(t *testing.T) {
	w := newWorld(t, nil)
	ann, owner := w.consumer(), w.admins[retail]
	shell := newTerminal(t, owner)
	people := 0
	// Somebody who has no lease yet: credentials live on when a trust policy ends, as on AWS.
	somebody := func() person {
		people++
		name := "person" + string(rune('a'+people))
		p := w.author(name, passRoleA)
		w.share(ann, name)
		return p
	}
	for _, c := range []struct {
		name, breaks string
		step         int32
		statement    string
	}{
		{
			"a wrong ExternalId",
			"aws iam update-assume-role-policy --role-name qs-athena-consumer-role --policy-document '" + strings.ReplaceAll(trustB(hub), "datasource/*", "datasource/other") + "'", 2,
			`{"Effect":"Allow","Principal":{"AWS":"` + roleA + `"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"` + dataSource + `"}}}`,
		},
		{
			"trust on another account",
			"aws iam update-assume-role-policy --role-name qs-athena-consumer-role --policy-document '" + trustB(risk) + "'", 2,
			`{"Effect":"Allow","Principal":{"AWS":"` + roleA + `"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"` + dataSource + `"}}}`,
		},
		{
			"one prefix not granted",
			"aws iam put-role-policy --role-name qs-athena-consumer-role --policy-name permissions --policy-document '" + withoutObjects() + "'", 3,
			`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::` + retailData + `/complaints/*"}`,
		},
		{"the workgroup off", "aws athena update-work-group --work-group primary --state DISABLED", 3, ""},
	} {
		shell.run(c.breaks)
		p := somebody()
		run, err := w.run(p, everyRow)
		if err != nil || run.State != interlaken.RunFailed || aws.ToInt32(run.Failure.Step) != c.step || aws.ToString(run.Failure.Account) != retail {
			t.Fatalf("%s: %s, %v", c.name, text(run), err)
		}
		if aws.ToString(run.Failure.Ask) == "" || !strings.Contains(aws.ToString(run.Failure.Request), *run.RunId) || !strings.Contains(*run.Failure.Request, dataSource) {
			t.Errorf("%s: the request is %q", c.name, aws.ToString(run.Failure.Request))
		}
		found := obtain[interlaken.ListProblemsOutput](w, owner, "ListProblems", &interlaken.ListProblemsInput{AccountId: aws.String(retail)}).Problems
		if len(found) != 1 || aws.ToString(found[0].RunId) != *run.RunId {
			t.Fatalf("%s: the problems are %s", c.name, text(found))
		}
		if got := aws.ToString(found[0].Remedy.Statement); got != c.statement {
			t.Errorf("%s: the statement is\n%s, want\n%s", c.name, got, c.statement)
		}
		shell.run(aws.ToString(found[0].Remedy.Command))
		w.works(p, c.name+", mended")
		if left := obtain[interlaken.ListProblemsOutput](w, owner, "ListProblems", &interlaken.ListProblemsInput{AccountId: aws.String(retail)}).Problems; len(left) > 0 {
			t.Errorf("%s: after it was mended there is %s", c.name, text(left))
		}
	}
}

// withoutObjects is role B's policy with no object of the data granted.
func withoutObjects() string {
	all := permissionsB()
	for i := range all {
		if resources, ok := all[i].Resource.([]string); ok {
			all[i].Resource = slices.DeleteFunc(slices.Clone(resources), func(r string) bool { return r == "arn:aws:s3:::"+retailData+"/*" })
		}
	}
	return document(all...)
}

// SECURITY S12: a trace shows each side what that side may see, and the hub reads no trail that its account has not opened.
func TestTracesStayWithinTheirSide(t *testing.T) {
	w := newWorld(t, nil)
	ann := w.consumer()
	ben := w.author("ben", passRoleA)
	run := w.works(ann, "a run")
	in := &interlaken.GetTraceInput{RunId: run.RunId}
	whole := obtain[interlaken.GetTraceOutput](w, ann, "GetTrace", in).Trace
	notes := strings.Join(whole.Notes, "\n")
	for _, want := range []string{
		`{"Effect":"Allow","Action":"interlaken:ListEvents","Resource":"arn:aws:interlaken::` + retail + `:trail/own"}`,
		`{"Effect":"Allow","Action":"interlaken:ListEvents","Resource":"arn:aws:interlaken::` + hub + `:trail"}`,
	} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes do not name %s:\n%s", want, notes)
		}
	}
	if len(whole.Parts) != 1 || len(whole.Parts[0].Events) != 0 || len(whole.HubEvents) != 0 {
		t.Errorf("without a right the trace has events: %s", text(whole))
	}

	// Both sides open what they want to.
	w.permit(roleB, document(append(permissionsB(), statement{Action: "interlaken:ListEvents", Resource: "arn:aws:interlaken::" + retail + ":trail/own"})...))
	const reader = "arn:aws:iam::" + hub + ":role/interlaken-trace"
	w.role(reader, trustService(), document(statement{Action: "interlaken:ListEvents", Resource: "arn:aws:interlaken::" + hub + ":trail"}))
	obtain[interlaken.PutHubSettingsOutput](w, w.admins[hub], "PutHubSettings", &interlaken.PutHubSettingsInput{Settings: &interlaken.HubSettings{TraceRoleArn: aws.String(reader)}})
	whole = obtain[interlaken.GetTraceOutput](w, ann, "GetTrace", in).Trace
	if len(whole.Notes) > 0 {
		t.Errorf("the notes: %q", whole.Notes)
	}
	if got := names(whole.HubEvents); !slices.Equal(got, []string{"AssumeRole", "AssumeRole", "StartRun"}) {
		t.Errorf("the hub's events are %v", got)
	}
	if got := names(whole.Parts[0].Events); !slices.Contains(got, "StartQueryExecution") || !slices.Contains(got, "GetObject") || !slices.Contains(got, "GetTable") {
		t.Errorf("the spoke's events are %v", got)
	}
	if want := []string{"s3://" + retailData + "/complaints/month=2020-01/a.csv", "s3://" + retailData + "/complaints/month=2020-02/b.csv"}; !slices.Equal(whole.Parts[0].Objects, want) {
		t.Errorf("the objects are %v", whole.Parts[0].Objects)
	}
	for _, side := range []struct {
		account string
		events  []interlaken.TraceEvent
	}{{hub, whole.HubEvents}, {retail, whole.Parts[0].Events}} {
		for _, e := range side.events {
			if !slices.Contains(w.named(side.account, *e.EventName), *e.EventId) {
				t.Errorf("%s is no event of account %s", *e.EventId, side.account)
			}
		}
	}

	// The owner sees the own part, with the same events; others have no such run.
	own := obtain[interlaken.GetTraceOutput](w, w.admins[retail], "GetTrace", in).Trace
	if len(own.Parts) != 1 || len(own.HubEvents) != 0 || own.HubAccountId != nil || text(own.Parts[0].Events) != text(whole.Parts[0].Events) {
		t.Errorf("the owner sees %s", text(own))
	}
	for _, stranger := range []person{ben, w.admins[risk], w.admins[investment]} {
		for _, id := range []string{*run.RunId, "00000000-0000-4000-8000-000000000000"} {
			if _, err := ask[interlaken.GetTraceOutput](stranger, "GetTrace", &interlaken.GetTraceInput{RunId: &id}); !fault.Is(err, fault.NotFound) || fault.Public(err) != "Run "+id+" is not found." {
				t.Errorf("a stranger of %s: %v", stranger.account, err)
			}
		}
	}

	// trail/own is no more than that: the session reads neither the whole trail nor what others did.
	w.trailOfOwn(t)
}

func (w *world) trailOfOwn(t *testing.T) {
	session := w.atTheEnd()
	var out interlaken.ListEventsOutput
	if err := session.own().Call(context.Background(), interlaken.Cloud, "ListEvents", &interlaken.ListEventsInput{}, &out); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("the whole trail: %v", err)
	}
	in := &interlaken.ListEventsInput{Own: aws.Bool(true), MaxResults: aws.Int32(1000)}
	if err := session.own().Call(context.Background(), interlaken.Cloud, "ListEvents", in, &out); err != nil || len(out.Events) == 0 {
		t.Fatalf("the own trail: %d, %v", len(out.Events), err)
	}
	for _, e := range out.Events {
		made := *e.EventName == "AssumeRole" && strings.Contains(*e.Record, `"assumedRoleUser":{"arn":"arn:aws:sts::`+retail+`:assumed-role/qs-athena-consumer-role/`)
		if !made && !strings.Contains(*e.Record, `"userName":"qs-athena-consumer-role"`) {
			t.Errorf("an event of somebody else: %s", *e.Record)
		}
	}
	if err := w.admins[retail].own().Call(context.Background(), interlaken.Cloud, "ListEvents", in, &out); !fault.Is(err, fault.Validation) {
		t.Errorf("own events of a user: %v", err)
	}
}

func names(events []interlaken.TraceEvent) (all []string) {
	for _, e := range events {
		all = append(all, *e.EventName)
	}
	slices.Sort(all)
	return all
}

func trustService() string {
	return document(statement{
		Principal: map[string]string{"Service": "quicksight.amazonaws.com"}, Action: "sts:AssumeRole",
		Condition: map[string]any{"StringEquals": map[string]string{"aws:SourceAccount": hub, "aws:SourceArn": "arn:aws:interlaken:" + region + ":" + hub + ":trace"}},
	})
}

// SECURITY S12: whatever a spoke's documents refuse, no word of them comes back in failures, problems, remedies, traces or
// switches: the hub words them from what it was told.
func TestRemediesQuoteNoDocument(t *testing.T) {
	w := newWorld(t, nil)
	ann := w.consumer()
	w.permit(roleB, withCanaries(statement{Effect: "Deny", Action: "s3:GetObject", Resource: "*", Condition: map[string]any{"StringNotEquals": map[string]string{"aws:PrincipalTag/team": canary}}}))
	run, err := w.run(ann, everyRow)
	if err != nil || run.State != interlaken.RunFailed {
		t.Fatalf("the run: %s, %v", text(run), err)
	}
	w.register("admin", types.UserRoleAdmin)
	account := &interlaken.ListProblemsInput{AccountId: aws.String(retail)}
	found := obtain[interlaken.ListProblemsOutput](w, w.admins[hub], "ListProblems", account).Problems
	if len(found) != 1 || found[0].Remedy.Command != nil || !strings.Contains(*found[0].Remedy.What, "A Deny statement") {
		t.Errorf("the problems: %s", text(found))
	}
	if again := obtain[interlaken.ListProblemsOutput](w, w.admins[retail], "ListProblems", account).Problems; text(again) != text(found) {
		t.Errorf("the owner sees %s", text(again))
	}
	obtain[interlaken.GetTraceOutput](w, ann, "GetTrace", &interlaken.GetTraceInput{RunId: run.RunId})
	obtain[interlaken.GetTraceOutput](w, w.admins[hub], "GetTrace", &interlaken.GetTraceInput{RunId: run.RunId})
	obtain[interlaken.GetSwitchOutput](w, w.admins[retail], "GetSwitch", &interlaken.GetSwitchInput{AccountId: aws.String(retail)})
	for account, served := range map[string][]byte{hub: w.answers.to(hub), retail: w.answers.to(retail)} {
		if bytes.Contains(served, []byte(canary)) {
			t.Errorf("a word of the spoke's documents was served to account %s", account)
		}
	}
}
