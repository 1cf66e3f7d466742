package quicksight_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/hub"
	"interlaken/internal/shared"
	"interlaken/store"
)

// sending replaces the body that the SDK's client sends, before it is signed.
func sending(change func(body []byte) []byte) func(*sdk.Options) {
	add := func(stack *middleware.Stack) error {
		return stack.Build.Add(middleware.BuildMiddlewareFunc("sending", func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
			request := in.Request.(*smithyhttp.Request)
			body, err := io.ReadAll(request.GetStream())
			if err == nil {
				in.Request, err = request.SetStream(bytes.NewReader(change(body)))
			}
			if err != nil {
				return middleware.BuildOutput{}, middleware.Metadata{}, err
			}
			return next.HandleBuild(ctx, in)
		}), middleware.After)
	}
	return func(o *sdk.Options) { o.APIOptions = append(o.APIOptions, add) }
}

// receiving keeps the body that the SDK's client is answered with.
func receiving(body *[]byte) func(*sdk.Options) {
	add := func(stack *middleware.Stack) error {
		return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("receiving", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
			out, metadata, err := next.HandleDeserialize(ctx, in)
			if response, ok := out.RawResponse.(*smithyhttp.Response); ok && err == nil {
				if *body, err = io.ReadAll(response.Body); err == nil {
					response.Body = io.NopCloser(bytes.NewReader(*body))
				}
			}
			return out, metadata, err
		}), middleware.After)
	}
	return func(o *sdk.Options) { o.APIOptions = append(o.APIOptions, add) }
}

// described is the definition of a dashboard as the API answers it, byte for byte.
func (k *kit) described(client *sdk.Client, id string) string {
	k.t.Helper()
	var body []byte
	out, err := client.DescribeDashboardDefinition(k.t.Context(), &sdk.DescribeDashboardDefinitionInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String(id),
	}, receiving(&body))
	if err != nil {
		k.t.Fatal(err)
	}
	if out.Definition == nil || len(out.Definition.Sheets) == 0 || *out.DashboardId != id || out.Status != 200 {
		k.t.Errorf("the client reads %+v", out)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		k.t.Fatal(err)
	}
	return string(members["Definition"])
}

// odd is a definition with a member that the SDK does not know, blanks, signs that HTML escapes, and a number that no
// float holds.
const odd = `{ "DataSetIdentifierDeclarations" : [{"Identifier": "Set", "DataSetArn": "arn:aws:quicksight:us-east-1:111111111111:dataset/s"}],
	"Glow": {"Radius": 3.00000000000000000001, "Text": "<a> & \u003cb\u003e é"},
	"Sheets": [{"SheetId": "one", "Name": "First"}] }`

// TestDefinitionsAreKeptAsTheyCame: a definition is given back byte for byte, whatever the SDK knows of it, by
// CreateDashboard and by UpdateDashboard.
func TestDefinitionsAreKeptAsTheyCame(t *testing.T) {
	k := withSet(t)
	k.Clock.Advance(time.Since(k.Clock.Now())) // the client signs with the machine's time
	ann := k.client("ann")
	in := newBoard("state")
	if _, err := ann.CreateDashboard(t.Context(), in, sending(func([]byte) []byte {
		return []byte(`{"Name": "The board", "Definition": ` + odd + `}`)
	})); err != nil {
		t.Fatal(err)
	}
	if now := k.described(ann, "board"); now != odd {
		t.Errorf("after CreateDashboard it is\n%s\nnot\n%s", now, odd)
	}
	next := odd[:len(odd)-1] + `, "Shade": null}`
	if _, err := ann.UpdateDashboard(t.Context(), &sdk.UpdateDashboardInput{
		AwsAccountId: in.AwsAccountId, DashboardId: in.DashboardId, Name: in.Name, Definition: in.Definition,
	}, sending(func([]byte) []byte { return []byte(`{"Name": "The board", "Definition": ` + next + `}`) })); err != nil {
		t.Fatal(err)
	}
	if now := k.described(ann, "board"); now != odd {
		t.Errorf("before the second version is published the definition is\n%s", now)
	}
	if _, err := ann.UpdateDashboardPublishedVersion(t.Context(), &sdk.UpdateDashboardPublishedVersionInput{
		AwsAccountId: in.AwsAccountId, DashboardId: in.DashboardId, VersionNumber: aws.Int64(2),
	}); err != nil {
		t.Fatal(err)
	}
	if now := k.described(ann, "board"); now != next {
		t.Errorf("after UpdateDashboard it is\n%s\nnot\n%s", now, next)
	}
}

// timestamp finds a date parameter's timestamp in the form for people, which the AWS CLI prints and no client reads.
var timestamp = regexp.MustCompile(`"20\d\d-\d\d-\d\dT[0-9:.]*Z"`)

var declaredARN = regexp.MustCompile(`("DataSetArn"\s*:\s*)"[^"]*"`)

// TestRealDefinitionsAreKeptAsTheyCame: the definitions of real dashboards come back byte for byte, and are kept in a
// quarter of their size or less. Two have timestamps for people: they are kept as they came, and told in the clients'
// spelling. Their data sets' ARNs are made the test's, for nobody may pass a data set that is not.
func TestRealDefinitionsAreKeptAsTheyCame(t *testing.T) {
	folder := shared.Path(t, "corpus", "quicksight", "definitions")
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%s has %d definitions (%v); at least 10 are needed to say anything", folder, len(files), err)
	}
	k := withSet(t)
	k.Clock.Advance(time.Since(k.Clock.Now())) // the client signs with the machine's time
	ann := k.client("ann")
	sent, kept, told := 0, 0, 0
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text = bytes.TrimSpace(declaredARN.ReplaceAll(text, []byte(`$1"arn:aws:quicksight:us-east-1:111111111111:dataset/s"`)))
		id := fmt.Sprintf("real-%d", i)
		in := newBoard("state")
		in.DashboardId = &id
		if _, err := ann.CreateDashboard(t.Context(), in, sending(func([]byte) []byte {
			return fmt.Appendf(nil, `{"Name": "Real", "ValidationStrategy": {"Mode": "LENIENT"}, "Definition": %s}`, text)
		})); err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		now := k.described(ann, id)
		if timestamp.Match(text) {
			told++
		} else if now != string(text) {
			t.Errorf("%s: %d bytes came, %d others are given back", file, len(text), len(now))
		}
		k.View(func(r store.Reader) error {
			v, err := hub.GetDashboardVersion(r, account, region, id, 1)
			if err != nil {
				return err
			}
			sent, kept = sent+len(text), kept+len(v.Definition)
			whole, err := v.Definition.Text()
			if !bytes.Equal(whole, text) {
				t.Errorf("%s: %d bytes came, %d others are kept", file, len(text), len(whole))
			}
			return err
		})
	}
	if told != 2 {
		t.Errorf("%d definitions have timestamps for people; the corpus has two", told)
	}
	t.Logf("%d definitions of %d bytes are kept in %d", len(files), sent, kept)
	if kept*4 > sent {
		t.Errorf("%d bytes are kept in %d", sent, kept)
	}
}

// TestOlderVersionsAreRead: a version of before definitions were compressed is read as any other.
func TestOlderVersionsAreRead(t *testing.T) {
	k := withSet(t)
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	k.Update(func(tx store.Tx) error {
		_, err := tx.Put("hub.dashboardVersion", store.Record{
			Key: store.Key(account, region, "board", int64(1)), Schema: 1,
			Value: []byte(`{"account":"111111111111","region":"us-east-1","dashboard":"board","number":1,"description":"older","definition":{"Glow":1.50}}`),
		}, store.Any)
		return err
	})
	k.View(func(r store.Reader) error {
		v, err := hub.GetDashboardVersion(r, account, region, "board", 1)
		if err != nil {
			return err
		}
		text, err := v.Definition.Text()
		if string(text) != `{"Glow":1.50}` || v.Description != "older" {
			t.Errorf("it is read as %s of %+v", text, v)
		}
		return err
	})
}
