package service_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/service"
	. "interlaken/service/servicetest"
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
