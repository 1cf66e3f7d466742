// Command cedar decides with cedar-go, a policy engine that the bench is held against, what is the chain's own request in
// Cedar's language: a session of role A, scoped down to role B, assumes role B with the ExternalId of its data source. It
// prints the median of the mean times of many decisions, and their allocations, as one JSON object. It is a module of its
// own, so that the product does not depend on a peer. The bench runs it: cedar SAMPLES BATCH.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
)

// What identity, session and trust policy say, each for itself: the request is allowed if each of the three allows it, so
// that each is asked, as IAM asks them.
var documents = []string{
	`permit (principal in Role::"111111111111/role-a", action == Action::"sts:AssumeRole", resource == Role::"222222222222/role-b")
	 when { context.externalId like "arn:aws:quicksight:*:111111111111:datasource/*" };`,
	`permit (principal, action == Action::"sts:AssumeRole", resource == Role::"222222222222/role-b");`,
	`permit (principal in Account::"111111111111", action == Action::"sts:AssumeRole", resource)
	 when { context.externalId like "arn:aws:quicksight:*:111111111111:datasource/*" };`,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cedar:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 2 {
		return fmt.Errorf("usage: cedar SAMPLES BATCH")
	}
	samples, err := strconv.Atoi(arguments[0])
	if err != nil {
		return err
	}
	batch, err := strconv.Atoi(arguments[1])
	if err != nil {
		return err
	}
	var sets []*cedar.PolicySet
	for i, text := range documents {
		set, err := cedar.NewPolicySetFromBytes(fmt.Sprintf("document-%d", i), []byte(text))
		if err != nil {
			return err
		}
		sets = append(sets, set)
	}
	uid := func(kind, id string) types.EntityUID {
		return types.NewEntityUID(types.EntityType(kind), types.String(id))
	}
	session, role, account := uid("Session", "QuickSight-RoleSession-1"), uid("Role", "111111111111/role-a"), uid("Account", "111111111111")
	entities := types.EntityMap{
		session: {UID: session, Parents: types.NewEntityUIDSet(role)},
		role:    {UID: role, Parents: types.NewEntityUIDSet(account)},
		account: {UID: account},
	}
	request := cedar.Request{
		Principal: session, Action: uid("Action", "sts:AssumeRole"), Resource: uid("Role", "222222222222/role-b"),
		Context: types.NewRecord(types.RecordMap{
			"externalId":      types.String("arn:aws:quicksight:us-east-1:111111111111:datasource/retail"),
			"roleSessionName": types.String("QuickSight-RoleSession-1"),
			"sourceIp":        types.String("127.0.0.1"), "secureTransport": types.True, "requestedRegion": types.String("us-east-1"),
		}),
	}
	once := func() error {
		for range batch {
			for _, set := range sets {
				if decision, _ := cedar.Authorize(set, entities, request); decision != cedar.Allow {
					return fmt.Errorf("the decision is a refusal")
				}
			}
		}
		return nil
	}
	var taken []float64
	for range samples {
		began := time.Now()
		if err := once(); err != nil {
			return err
		}
		taken = append(taken, float64(time.Since(began).Nanoseconds())/1000/float64(batch))
	}
	slices.Sort(taken)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := once(); err != nil {
		return err
	}
	runtime.ReadMemStats(&after)
	return json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"microseconds": taken[len(taken)/2], "allocations": float64(after.Mallocs-before.Mallocs) / float64(batch),
	})
}
