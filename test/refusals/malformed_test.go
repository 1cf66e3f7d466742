package refusals_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/app"
)

// Requests that no client makes, signed as they have to be: each is refused as the caller's mistake.
func TestMalformedRequests(t *testing.T) {
	w := newWorld(t, func(c *app.Config, _ *app.Options) { c.Limits.BodyBytes = 1 << 20 })
	admin := w.admins[hub]
	body := func(r request, text string) request {
		r.body = text
		return r
	}
	target := func(name string) request {
		r := json11()
		r.header.Set("X-Amz-Target", name)
		return r
	}
	method := func(r request, method, path string) request {
		r.method, r.path = method, path
		return r
	}
	for name, c := range map[string]struct {
		request request
		status  int
		code    string
	}{
		"JSON that breaks off":       {body(json11(), `{"MaxResults":`), 400, "SerializationException"},
		"JSON of another type":       {body(json11(), `{"MaxResults":"many"}`), 400, "SerializationException"},
		"JSON that is a list":        {body(json11(), `[1]`), 400, "SerializationException"},
		"JSON after JSON":            {body(json11(), `{}{}`), 400, "SerializationException"},
		"JSON as deep as it gets":    {body(json11(), strings.Repeat(`{"a":`, 100_000)), 400, "SerializationException"},
		"a body too large":           {body(json11(), `{"CatalogId":"`+strings.Repeat("x", 2<<20)+`"}`), 413, "RequestEntityTooLargeException"},
		"a target that is none":      {target("AWSGlue"), 400, "UnknownOperationException"},
		"a target without operation": {target("AWSGlue."), 400, "UnknownOperationException"},
		"a target that AWS has not":  {target("AWSGlue.DoWhatIWant"), 400, "UnknownOperationException"},
		"a form that breaks off":     {body(query(), "Action=GetCallerIdentity&Version=2011-06-15&a=%zz"), 400, "MalformedInput"},
		"a form without action":      {body(query(), "Version=2011-06-15"), 400, "MissingAction"},
		"a form of another version":  {body(query(), "Action=GetCallerIdentity&Version=1999-01-01"), 400, "InvalidAction"},
		"an action that AWS has not": {body(query(), "Action=DoWhatIWant&Version=2011-06-15"), 400, "InvalidAction"},
		"a path that AWS has not":    {method(restJSON(), "GET", "/accounts/"+hub+"/do-what-i-want"), 400, "UnknownOperationException"},
		"a method that AWS has not":  {method(restJSON(), "PATCH", "/accounts/"+hub+"/data-sources"), 400, "UnknownOperationException"},
		"a path that climbs":         {method(restXML(), "GET", "/..%2f..%2fetc/passwd"), 404, "NoSuchBucket"},
	} {
		before, events := w.kept(), len(w.events()[hub])
		told := answerOf(w.send(admin.sign(c.request, 0)))
		if told.status != c.status || told.code != c.code {
			t.Errorf("%s: %d %s: %s, want %d %s", name, told.status, told.code, told.message, c.status, c.code)
		}
		if changed := changes(before, w.kept()); changed != "" {
			t.Errorf("%s wrote %s", name, changed)
		}
		if fresh := len(w.events()[hub]) - events; fresh > 1 {
			t.Errorf("%s left %d events", name, fresh)
		}
		w.well(name)
	}
}

// Refusals that come all at once are one event each, and the trail holds.
func TestManyRefusalsAtOnce(t *testing.T) {
	w := newWorld(t, nil)
	nobody := w.user(hub, "nobody")
	before, events := w.kept(), len(w.events()[hub])
	const callers, calls = 16, 10
	var done sync.WaitGroup
	for range callers {
		done.Go(func() {
			c := nobody.glue()
			for range calls {
				if err := errorOf(c.GetDatabases(context.Background(), &glue.GetDatabasesInput{CatalogId: aws.String(hub)})); answerOf(err).code != "AccessDeniedException" {
					t.Errorf("it was answered %v", err)
				}
			}
		})
	}
	done.Wait()
	if fresh := len(w.events()[hub]) - events; fresh != callers*calls {
		t.Errorf("%d events of %d refusals", fresh, callers*calls)
	}
	if changed := changes(before, w.kept()); changed != "" {
		t.Errorf("they wrote %s", changed)
	}
	w.well("all of them")
}
