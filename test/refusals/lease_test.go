package refusals_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
	"interlaken/wire/interlaken"
)

// steps are the roles that were assumed for the hub so far, and whose sessions.
func (w *world) steps() (all []string) {
	w.t.Helper()
	for _, e := range w.events()[hub] {
		if e.Event.EventName == "AssumeRole" && e.Event.ErrorCode == "" {
			all = append(all, e.Event.Resources[0].ARN)
		}
	}
	return all
}

// SECURITY S7: a lease is one person's, for one state of the data source. A change of it ends the lease: nothing goes on
// in the account that it pointed at before.
func TestLeasesEndWithTheDataSourceTheyWereFor(t *testing.T) {
	w, ctx := newWorld(t, nil), context.Background()
	ann := w.consumer()
	run := func(p person, want interlaken.RunState) *interlaken.Run {
		t.Helper()
		r, err := w.run(p, everyRow)
		if err != nil || r.State != want {
			t.Fatalf("the run: %+v, %v, want %s", r, err, want)
		}
		return r
	}
	run(ann, interlaken.RunSucceeded)
	before := len(w.steps())
	first := run(ann, interlaken.RunSucceeded)
	if again := len(w.steps()); again != before {
		t.Errorf("a second run of the same person assumed %d roles more", again-before)
	}

	// Another person shares the first step, which names nobody, and nothing in the spoke.
	ben := w.author("ben", passRoleA)
	if _, err := ann.quicksight().UpdateDataSourcePermissions(ctx, &quicksight.UpdateDataSourcePermissionsInput{
		AwsAccountId: aws.String(hub), DataSourceId: aws.String("athena-cross-account"),
		GrantPermissions: []types.ResourcePermission{{
			Principal: aws.String("arn:aws:quicksight:us-east-1:" + hub + ":user/default/ben"),
			Actions:   []string{"quicksight:DescribeDataSource", "quicksight:DescribeDataSourcePermissions", "quicksight:PassDataSource"},
		}},
	}); err != nil {
		t.Fatal(err)
	}
	before = len(w.steps())
	second := run(ben, interlaken.RunSucceeded)
	if fresh := w.steps()[before:]; len(fresh) != 1 || fresh[0] != roleB {
		t.Errorf("another person's run assumed %v", fresh)
	}
	if a, b := aws.ToString(first.Parts[0].RoleBSession), aws.ToString(second.Parts[0].RoleBSession); !strings.HasPrefix(a[strings.LastIndexByte(a, '/')+1:], "ann") || a == b {
		t.Errorf("the sessions are %s and %s", a, b)
	}

	// Pointed at another spoke, which does not take it: no run reaches the first one by its old lease.
	w.role(otherB, trustB(risk), "")
	if err := update(ann, "athena-cross-account", "primary", roleA, otherB); err != nil {
		t.Fatal(err)
	}
	w.proved(ann, "athena-cross-account")
	events := len(w.events()[retail])
	for _, p := range []person{ann, ben} {
		if r, err := w.run(p, everyRow); !fault.Is(err, fault.Conflict) || fault.Public(err) != "The data source athena-cross-account cannot be used while it is UPDATE_FAILED." {
			t.Errorf("a run on a data source that could not be proved: %+v, %v", r, err)
		}
	}
	if fresh := w.events()[retail][events:]; len(fresh) > 0 {
		t.Errorf("%d events in the account that the data source pointed at before, the first %s", len(fresh), fresh[0].Event.EventName)
	}

	// Pointed back: a new walk, and the account is reached again. Deleted: nothing runs.
	before = len(w.steps())
	if err := update(ann, "athena-cross-account", "primary", roleA, roleB); err != nil {
		t.Fatal(err)
	}
	w.proved(ann, "athena-cross-account")
	run(ann, interlaken.RunSucceeded)
	if fresh := w.steps()[before:]; !slices.Equal(fresh, []string{roleA, roleB}) {
		t.Errorf("pointed back, the chain was walked by %v; what was leased before is not good any more", fresh)
	}
	if _, err := ann.quicksight().DeleteDataSource(ctx, &quicksight.DeleteDataSourceInput{AwsAccountId: aws.String(hub), DataSourceId: aws.String("athena-cross-account")}); err != nil {
		t.Fatal(err)
	}
	events = len(w.events()[retail])
	if r, err := w.run(ann, everyRow); !fault.Is(err, fault.NotFound) {
		t.Errorf("a deleted data source answers: %+v, %v", r, err)
	}
	if fresh := len(w.events()[retail]) - events; fresh > 0 {
		t.Errorf("a deleted data source left %d events in its account", fresh)
	}
}

// A chained session lives one hour at most, and cannot be had for longer.
func TestChainedSessionsEndInTime(t *testing.T) {
	w := newWorld(t, nil)
	w.role(roleA, trustA(), permissionsA(roleB))
	w.role(roleB, trustB(hub), "")
	session := w.atTheEnd()
	if err := w.send(session.sign(query(), 0)); err != nil {
		t.Fatal(err)
	}
	w.refuse(refusal{
		name: "a chained session after an hour", status: 403, code: "ExpiredToken", message: expired,
		do: func() error {
			return w.later(time.Hour+time.Second, func() error { return w.send(session.sign(query(), 0)) })
		},
	})
	first := w.firstStep(w.service(hub), roleA, scope(roleB))
	w.refuse(refusal{
		name: "a chained session for longer", status: 400, code: "ValidationError", event: "AssumeRole", account: hub,
		message: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
		do: func() error {
			return errorOf(first.sts().AssumeRole(context.Background(), &sts.AssumeRoleInput{
				RoleArn: aws.String(roleB), RoleSessionName: aws.String("ann"), ExternalId: aws.String(dataSource), DurationSeconds: aws.Int32(3601),
			}))
		},
	})
}

// SECURITY S5: the hub's own first step is for one role B under one external id, as the trail shows it.
func TestTheFirstStepIsScopedDown(t *testing.T) {
	w := newWorld(t, nil)
	w.consumer()
	var policies []string
	for _, e := range w.events()[hub] {
		if e.Event.EventName != "AssumeRole" || e.Event.UserIdentity.Type != "AWSService" {
			continue
		}
		var record struct {
			RequestParameters struct{ Policy string }
		}
		if err := json.Unmarshal(e.JSON, &record); err != nil {
			t.Fatal(err)
		}
		policies = append(policies, record.RequestParameters.Policy)
	}
	if len(policies) != 1 {
		t.Fatalf("the service assumed role A %d times", len(policies))
	}
	var got, want any
	if err := errors.Join(json.Unmarshal([]byte(policies[0]), &got), json.Unmarshal([]byte(scope(roleB)), &want)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the session policy (-want +got):\n%s", d)
	}
}
