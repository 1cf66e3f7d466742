package sts_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/cloud/sts"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
)

func newKit(t *testing.T) *Kit {
	k := New(t)
	k.Mesh.Register(sts.New(sts.Config{Directory: k.Directory}))
	return k
}

// mayAssume allows actions on any role.
func mayAssume(actions ...string) string {
	text, _ := json.Marshal(actions)
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%s,"Resource":"*"}]}`, text)
}

// trusts is a trust policy with a condition.
func trusts(principal, condition string, actions ...string) string {
	if len(actions) == 0 {
		actions = []string{"sts:AssumeRole"}
	}
	text, _ := json.Marshal(actions)
	if condition == "" {
		condition = "{}"
	}
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,"Action":%s,"Condition":%s}]}`, principal, text, condition)
}

const hubRoot = `{"AWS":"arn:aws:iam::111111111111:root"}`

func request(role, session string) *sdk.AssumeRoleInput {
	return &sdk.AssumeRoleInput{RoleArn: aws.String(role), RoleSessionName: aws.String(session)}
}

// refused runs AssumeRole, which has to fail with the code, and returns the sentence.
func refused(t *testing.T, k *Kit, s service.Session, in *sdk.AssumeRoleInput, code fault.Code) string {
	t.Helper()
	_, err := k.Do(s, "sts", "AssumeRole", in)
	if !fault.Is(err, code) {
		t.Fatalf("AssumeRole = %v, want %s", err, code)
	}
	return fault.Public(err)
}

// resume is the session that a client has with the credentials of AssumeRole.
func resume(t *testing.T, k *Kit, out *sdk.AssumeRoleOutput) service.Session {
	t.Helper()
	var c identity.Credential
	k.View(func(r store.Reader) (err error) {
		c, err = k.Directory.Credential(r, *out.Credentials.AccessKeyId, *out.Credentials.SessionToken)
		return err
	})
	return service.Session{Principal: c.Principal, Region: "us-east-1"}
}

func events(k *Kit, account string) []trail.Event {
	var found []trail.Event
	k.View(func(r store.Reader) error {
		page, _, err := trail.Lookup(r, account, trail.Query{OldestFirst: true})
		for _, e := range page {
			found = append(found, e.Event)
		}
		return err
	})
	return found
}

// serviceSession is QuickSight's of the hub account, on behalf of a data source.
func serviceSession(t *testing.T, k *Kit, source string) service.Session {
	t.Helper()
	key, _, err := k.Directory.NewServiceKey("quicksight.amazonaws.com", Hub)
	if err != nil {
		t.Fatal(err)
	}
	s := service.Session{Region: "us-east-1"}
	k.View(func(r store.Reader) error {
		c, err := k.Directory.Credential(r, key, "")
		s.Principal = c.Principal
		return err
	})
	if source != "" {
		s.SourceAccount, s.SourceARN = Hub, source
	}
	return s
}
