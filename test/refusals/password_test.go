package refusals_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/app"
	"interlaken/fault"
	"interlaken/wire/interlaken"
)

// everythingOfQuickSight is the policy of an author who signs requests, without the hub's own operations.
const everythingOfQuickSight = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"quicksight:*","Resource":"*"}]}`

// invite registers a local user as an administrator does with the AWS CLI, and returns the invitation's code.
func (w *world) invite(name string, role qstypes.UserRole) string {
	w.t.Helper()
	out, err := w.admins[hub].quicksight().RegisterUser(context.Background(), &quicksight.RegisterUserInput{
		AwsAccountId: aws.String(hub), Namespace: aws.String("default"), IdentityType: qstypes.IdentityTypeQuicksight, UserRole: role,
		Email: aws.String(name + "@example.com"), UserName: aws.String(name),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	address, code, _ := strings.Cut(aws.ToString(out.UserInvitationUrl), "#")
	if address != w.Endpoint()+"/invitation" || len(code) != 43 || out.User.Active {
		w.t.Fatalf("the invitation is %s#…, of %d characters, for %+v", address, len(code), out.User)
	}
	return code
}

// TestLocalUsers: outside the demo people sign in with a password, which each of them chooses, and act as the user that
// an administrator registered, no more (SECURITY S20).
func TestLocalUsers(t *testing.T) {
	w := newWorld(t, nil)
	code := w.invite("lea", qstypes.UserRoleReader)
	b := &browser{w: w, site: "same-origin"}
	if got := b.send("POST", "/web/session", `{"persona":"reader","token":""}`, asJSON); got.status != 403 {
		t.Errorf("a persona outside the demo: %d %s", got.status, got.text)
	}
	in := b.send("POST", "/web/session", `{"invitation":"`+code+`","password":"eleven purple ladders"}`, asJSON)
	if in.status != 200 || in.body["user"] != "lea" || in.body["role"] != "READER" {
		t.Fatalf("the invitation: %d %s", in.status, in.text)
	}
	described := func() *qstypes.User {
		out, err := w.admins[hub].quicksight().DescribeUser(t.Context(), &quicksight.DescribeUserInput{AwsAccountId: aws.String(hub), Namespace: aws.String("default"), UserName: aws.String("lea")})
		if err != nil {
			t.Fatal(err)
		}
		return out.User
	}
	if u := described(); !u.Active || u.IdentityType != qstypes.IdentityTypeQuicksight {
		t.Errorf("the user is %+v", u)
	}
	if got := b.own("GetCaller", "{}"); got.status != 200 || !strings.Contains(got.text, "user/default/lea") {
		t.Errorf("as whom: %d %s", got.status, got.text)
	}
	if got := b.send("GET", "/accounts/"+hub+"/namespaces/default/users", "", nil); got.status != 401 {
		t.Errorf("users listed by a reader: %d %s", got.status, got.text)
	}
	for _, e := range w.events()[hub] {
		if e.Event.EventName == "GetCaller" && (e.Event.UserIdentity.ARN != "arn:aws:sts::111111111111:assumed-role/interlaken:reader/lea" ||
			e.Event.UserIdentity.PrincipalID != strings.TrimPrefix(*described().PrincipalId, "local/")) {
			t.Errorf("the event says %+v", e.Event.UserIdentity)
		}
	}
	// Promoted and put back, so that the role is the one of the sign-in again: the session is over all the same.
	for _, role := range []qstypes.UserRole{qstypes.UserRoleAdmin, qstypes.UserRoleReader} {
		w.clock.ahead.Add(int64(time.Second))
		_, err := w.admins[hub].quicksight().UpdateUser(t.Context(), &quicksight.UpdateUserInput{
			AwsAccountId: aws.String(hub), Namespace: aws.String("default"), UserName: aws.String("lea"), Email: aws.String("lea@example.com"), Role: role,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if !over(b) {
		t.Error("the session goes on under a role that was given anew")
	}
	if got := b.send("POST", "/web/session", `{"user":"lea","password":"eleven purple ladders"}`, asJSON); got.status != 200 || over(b) {
		t.Errorf("the password: %d %s", got.status, got.text)
	}
}

// TestAnotherInvitation: an administrator invites anew who lost the invitation or forgot the password, and nobody else
// does: whoever may invite an administrator is one.
func TestAnotherInvitation(t *testing.T) {
	w := newPersonaWorld(t)
	first := w.invite("lea", qstypes.UserRoleAdmin)
	invite := func(p person, in *interlaken.InviteUserInput) (*interlaken.InviteUserOutput, error) {
		out := new(interlaken.InviteUserOutput)
		return out, p.own().Call(t.Context(), interlaken.Hub, "InviteUser", in, out)
	}
	out, err := invite(w.admins[hub], &interlaken.InviteUserInput{UserName: aws.String("lea")})
	if err != nil || out.ExpiresAt.Sub(w.clock.Now()).Round(time.Hour) != 7*24*time.Hour {
		t.Fatalf("%v, %v", out, err)
	}
	_, second, _ := strings.Cut(*out.UserInvitationUrl, "#")
	for _, c := range []struct {
		code   string
		status int
	}{{first, 403}, {second, 200}, {second, 403}} {
		b := &browser{w: w, site: "same-origin"}
		if got := b.send("POST", "/web/session", `{"invitation":"`+c.code+`","password":"eleven purple ladders"}`, asJSON); got.status != c.status {
			t.Errorf("%d %s, want %d", got.status, got.text, c.status)
		}
	}
	for name, c := range map[string]struct {
		who  person
		user string
		code fault.Code
	}{
		"of an IAM principal": {w.admins[hub], "rita", fault.Validation},
		"of nobody":           {w.admins[hub], "nobody", fault.NotFound},
		"without a name":      {w.admins[hub], "", fault.Validation},
		"by another account":  {w.admins[retail], "lea", fault.NotFound},
		"by an author":        {w.user(hub, "arthur", everythingOfQuickSight), "lea", fault.AccessDenied},
	} {
		if out, err := invite(c.who, &interlaken.InviteUserInput{UserName: &c.user}); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, %v", name, out, err)
		}
	}
	for _, e := range w.events()[hub] {
		if strings.Contains(string(e.JSON), second) || strings.Contains(string(e.JSON), "invitation#") {
			t.Errorf("the trail holds an invitation: %s", e.JSON)
		}
	}
}

// TestSignInsThatAreGuessed: after ten failures the next is refused, right or wrong, and says until when.
func TestSignInsThatAreGuessed(t *testing.T) {
	w := newWorld(t, nil)
	b := &browser{w: w, site: "same-origin"}
	if got := b.send("POST", "/web/session", `{"invitation":"`+w.invite("lea", qstypes.UserRoleReader)+`","password":"eleven purple ladders"}`, asJSON); got.status != 200 {
		t.Fatalf("the invitation: %d %s", got.status, got.text)
	}
	guesser := &browser{w: w, site: "same-origin"}
	for i := range 10 {
		if got := guesser.send("POST", "/web/session", `{"user":"lea","password":"a guess"}`, asJSON); got.status != 403 {
			t.Fatalf("guess %d: %d %s", i, got.status, got.text)
		}
	}
	got := guesser.send("POST", "/web/session", `{"user":"lea","password":"eleven purple ladders"}`, asJSON)
	if got.status != 429 || guesser.cookie != "" || !strings.HasPrefix(got.body["message"].(string), "Too many sign-ins have failed: after 10 within 15 minutes") {
		t.Errorf("the eleventh: %d %s", got.status, got.text)
	}
	if over(b) {
		t.Error("the session of who is signed in has ended")
	}
}

// TestHubSettingsThatDoNotStart: what would send passwords in clear, or bounds that bound nothing.
func TestHubSettingsThatDoNotStart(t *testing.T) {
	for words, change := range map[string]func(*app.Hub){
		"it has to be https":        func(h *app.Hub) { h.Address = "http://bi.example.com" },
		"a URL without a path":      func(h *app.Hub) { h.Address = "https://bi.example.com/hub" },
		"signInAttempts of":         func(h *app.Hub) { h.SignInAttempts = -1 },
		"invitationHours of":        func(h *app.Hub) { h.InvitationHours = -1 },
		"sessionHours of the hub":   func(h *app.Hub) { h.SessionHours = -1 },
		"idleMinutes of the hub":    func(h *app.Hub) { h.IdleMinutes = -1 },
		`address of the hub is ":"`: func(h *app.Hub) { h.Address = ":" },
	} {
		c := app.Default()
		c.Data = t.TempDir()
		change(&c.Hub)
		if err := c.Complete(); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v, want %q", err, words)
		}
	}
	for _, good := range []string{"https://bi.example.com", "https://bi.example.com/", "http://localhost:8400", "http://127.0.0.1:8400", "http://[::1]:8400"} {
		c := app.Default()
		c.Data, c.Hub.Address = t.TempDir(), good
		if err := c.Complete(); err != nil || c.Hub.Address != strings.TrimSuffix(good, "/") {
			t.Errorf("%s: %s, %v", good, c.Hub.Address, err)
		}
	}
}
