package service_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/fault"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	registry "interlaken/wire/sts"
)

// TestStagesAroundTheTransaction: an operation waits before its transaction and finishes after it, whether or not it
// was allowed, and an error of finishing is the answer.
func TestStagesAroundTheTransaction(t *testing.T) {
	var stages []string
	var failing error
	k := New(t)
	k.Mesh.Register(&service.Service{Wire: registry.Service, Source: "sts.amazonaws.com", Operations: []service.Operation{
		service.Define("GetCallerIdentity",
			func(*service.Call, *sdk.GetCallerIdentityInput) ([]service.Check, error) {
				return []service.Check{{Action: "sts:GetCallerIdentity", Resource: "*"}}, nil
			},
			func(c *service.Call, _ *sdk.GetCallerIdentityInput) (*sdk.GetCallerIdentityOutput, error) {
				c.After(func() { stages = append(stages, "durable") })
				c.Finish(func(done bool) error {
					stages = append(stages, map[bool]string{true: "done", false: "undone"}[done])
					return failing
				})
				if failing != nil {
					return &sdk.GetCallerIdentityOutput{}, nil
				}
				stages = append(stages, "body")
				return &sdk.GetCallerIdentityOutput{}, nil
			},
			service.Awaits(func(context.Context, *sdk.GetCallerIdentityInput) { stages = append(stages, "await") })),
	}})
	in := &sdk.GetCallerIdentityInput{}
	ana := k.User(Hub, "ana", Everything)
	Must[sdk.GetCallerIdentityOutput](k, ana, "sts", "GetCallerIdentity", in)
	if want := []string{"await", "body", "durable", "done"}; !slices.Equal(stages, want) {
		t.Errorf("stages = %v, want %v", stages, want)
	}
	stages = nil
	if _, err := k.Do(k.User(Hub, "ben"), "sts", "GetCallerIdentity", in); err == nil || !slices.Equal(stages, []string{"await"}) {
		t.Errorf("refused: %v, stages = %v", err, stages)
	}
	failing = errors.New("the file is gone")
	if _, err := k.Do(ana, "sts", "GetCallerIdentity", in); !errors.Is(err, failing) {
		t.Errorf("finishing: %v", err)
	}
	if _, err := k.Do(service.Session{}, "sts", "GetCallerIdentity", in); err == nil || len(stages) != 5 {
		t.Errorf("nobody: %v, stages = %v", err, stages)
	}
}

// TestAnInvalidInputIsRefusedBeforeAnythingIsMadeOfIt: by Do and by Invoke, the model is asked before the operation's
// checks and its work, and the refusal is in the trail.
func TestAnInvalidInputIsRefusedBeforeAnythingIsMadeOfIt(t *testing.T) {
	const sentence = "1 validation error detected: Value 'r' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20"
	var reached []string
	k := New(t)
	k.Mesh.Register(&service.Service{Wire: registry.Service, Source: "sts.amazonaws.com", Operations: []service.Operation{
		service.Define("AssumeRole",
			func(*service.Call, *sdk.AssumeRoleInput) ([]service.Check, error) {
				reached = append(reached, "checks")
				return []service.Check{{Action: "example:AssumeRole", Resource: "*"}}, nil
			},
			func(*service.Call, *sdk.AssumeRoleInput) (*sdk.AssumeRoleOutput, error) {
				reached = append(reached, "do")
				return &sdk.AssumeRoleOutput{}, nil
			}),
		service.Define("GetCallerIdentity", nil,
			func(c *service.Call, _ *sdk.GetCallerIdentityInput) (*sdk.GetCallerIdentityOutput, error) {
				_, err := c.Through("sts.amazonaws.com").Invoke("sts", "AssumeRole", &sdk.AssumeRoleInput{RoleArn: aws.String("r"), RoleSessionName: aws.String("session")})
				return nil, err
			}, service.Opens),
	}})
	ana := k.User(Hub, "ana", Everything)
	for operation, input := range map[string]any{
		"AssumeRole":        &sdk.AssumeRoleInput{RoleArn: aws.String("r"), RoleSessionName: aws.String("session")},
		"GetCallerIdentity": &sdk.GetCallerIdentityInput{},
	} {
		if _, err := k.Do(ana, "sts", operation, input); !fault.Is(err, fault.Validation) || fault.Public(err) != sentence || reached != nil {
			t.Errorf("%s: %v, reached %v", operation, err, reached)
		}
	}
	events := 0
	k.View(func(r store.Reader) error {
		page, _, err := trail.Lookup(r, Hub, trail.Query{})
		for _, e := range page {
			events++
			if e.Event.ErrorCode != "ValidationError" || e.Event.ErrorMessage != sentence {
				t.Errorf("event = %+v", e.Event)
			}
		}
		return err
	})
	if events != 3 { // of the call, of the outer one, and of the inner one that it made
		t.Errorf("%d events", events)
	}
	Must[sdk.AssumeRoleOutput](k, ana, "sts", "AssumeRole", &sdk.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::111111111111:role/r"), RoleSessionName: aws.String("session")})
	if want := []string{"checks", "do"}; !slices.Equal(reached, want) {
		t.Errorf("a valid input reached %v, want %v", reached, want)
	}
}

// TestAnOperationAddsToItsEvent: what an operation adds and shows stands in the record of its own call, also when it
// fails after it has written, and not in that of a call that it makes.
func TestAnOperationAddsToItsEvent(t *testing.T) {
	k := kit(t)
	failing := errors.New("it failed")
	k.Mesh.Register(&service.Service{Wire: registry.Service, Source: "sts.amazonaws.com", Operations: []service.Operation{
		service.Define("GetCallerIdentity", nil,
			func(c *service.Call, in *sdk.GetCallerIdentityInput) (*sdk.GetCallerIdentityOutput, error) {
				c.Add("first", 1)
				c.Add("first", "one")
				c.Add("second", map[string]string{"password": "p"})
				c.ShowParameters(struct {
					*sdk.GetCallerIdentityInput
					More string
				}{in, "shown"})
				through := c.Through("sts.amazonaws.com")
				through.Add("third", true) // it has no event of its own
				if _, err := through.Invoke("example", "Put", &putInput{text("a"), text("hello")}); err != nil {
					return nil, err
				}
				return &sdk.GetCallerIdentityOutput{}, failing
			}, service.Opens),
	}})
	ana := k.User(Hub, "ana", Everything)
	want := []string{
		`GetCallerIdentity {"more":"shown"} {"first":"one","second":{"password":"HIDDEN_DUE_TO_SECURITY_REASONS"}}`,
		`Put {"name":"a","text":"hello"} null`,
		`GetCallerIdentity {"more":"shown"} {"first":"one","second":{"password":"HIDDEN_DUE_TO_SECURITY_REASONS"}}`,
	}
	if _, err := k.Do(ana, "sts", "GetCallerIdentity", &sdk.GetCallerIdentityInput{}); !errors.Is(err, failing) {
		t.Errorf("error = %v", err)
	}
	failing = nil
	Must[sdk.GetCallerIdentityOutput](k, ana, "sts", "GetCallerIdentity", &sdk.GetCallerIdentityInput{})
	var got []string
	for _, e := range events(t, k) {
		parameters, _ := json.Marshal(e.Event.RequestParameters)
		data, _ := json.Marshal(e.Event.AdditionalEventData)
		got = append(got, e.Event.EventName+" "+string(parameters)+" "+string(data))
	}
	if !slices.Equal(got, want) {
		t.Errorf("events = %q\nwant %q", got, want)
	}
}
