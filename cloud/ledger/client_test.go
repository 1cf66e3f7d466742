package ledger_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/gateway"
	"interlaken/identity"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/wire"
	"interlaken/wire/interlaken"
	"interlaken/wire/sigv4"
)

// Answers and errors come through the door, signed and encoded, as they left the operation.
func TestThroughTheDoor(t *testing.T) {
	k := newKit(t)
	client := &wire.Client{
		HTTP:     &http.Client{Transport: gateway.Transport(gateway.New(gateway.Config{Mesh: k.Mesh, Region: "us-east-1"}))},
		Endpoint: "https://cloud.test", Region: "us-east-1", Clock: k.Clock,
	}
	k.Update(func(tx store.Tx) error {
		_, err := k.Directory.CreateUser(tx, identity.IAMUser{Account: Retail, Name: "ana", Path: "/", Policies: map[string]string{
			"p": allow("*", "interlaken:ExplainDecision", "interlaken:GetBill", "iam:GetUserPolicy"),
		}})
		if err != nil {
			return err
		}
		key, plain, err := k.Directory.CreateAccessKey(tx, Retail, "ana")
		client.Credentials = sigv4.Credentials{AccessKeyID: key.ID, Secret: plain}
		return err
	})
	in := ask("glue:GetTable", "arn:aws:glue:us-east-1:222222222222:table/db/t")
	in.Context = map[string][]string{"aws:SourceIp": {"10.0.0.1"}}
	var out interlaken.ExplainDecisionOutput
	if err := client.Call(t.Context(), interlaken.Cloud, "ExplainDecision", in, &out); err != nil {
		t.Fatal(err)
	}
	d := out.Decision
	if *d.Outcome != "implicitDeny" || *d.DecidedBy != "identity" || len(d.Documents) != 1 || *d.Documents[0].Name != "p" ||
		*d.Documents[0].Outcome != "silent" || *d.Documents[0].Statements[0].Outcome != "near" || d.Documents[0].Statements[0].Elements[0].Request[0] != "glue:GetTable" {
		t.Errorf("decision = %+v", d)
	}
	var bill interlaken.GetBillOutput
	if err := client.Call(t.Context(), interlaken.Cloud, "GetBill", &interlaken.GetBillInput{Start: aws.Time(Start), End: aws.Time(Start.Add(time.Hour))}, &bill); err != nil || *bill.Picodollars != 0 || *bill.AccountId != Retail {
		t.Errorf("bill = %+v, %v", bill, err)
	}
	var events interlaken.ListEventsOutput
	if err := client.Call(t.Context(), interlaken.Cloud, "ListEvents", &interlaken.ListEventsInput{}, &events); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("ListEvents = %v", err)
	}
	if err := client.Call(t.Context(), interlaken.Cloud, "GetBill", &interlaken.GetBillInput{}, &bill); !fault.Is(err, fault.Validation) {
		t.Errorf("GetBill without a time = %v", err)
	}
}
