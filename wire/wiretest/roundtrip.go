package wiretest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/smithy-go/middleware"
	"github.com/google/go-cmp/cmp"

	"interlaken/wire"
)

// RoundTrip sends generated inputs through every operation of a service with a real client and lets generated outputs
// come back: what the server decodes must equal what was sent, what the client reads what was answered. newClient
// makes the SDK's client for a URL. skip names operations that cannot be tried, each with its reason.
func RoundTrip(t *testing.T, described *wire.Service, seed uint64, newClient func(url string) any, skip map[string]string) {
	t.Helper()
	t.Logf("seed %d", seed)
	// Generated values keep no documented limit, so this copy of the registry has none.
	plain := *described
	plain.Constraints = nil
	s := wire.NewService(plain)
	var want, answered any
	client := reflect.ValueOf(newClient(Serve(t, s, func(operation string, input any) (any, error) {
		if d := cmp.Diff(want, input, comparison...); d != "" {
			t.Errorf("%s: input (-sent +decoded):\n%s", operation, d)
		}
		return answered, nil
	})))
	tried := 0
	for i := range s.Operations {
		o := &s.Operations[i]
		if reason, ok := skip[o.Name]; ok {
			if reason == "" {
				t.Errorf("%s is skipped without a reason", o.Name)
			}
			continue
		}
		for round := range uint64(3) {
			g := generator{rand.New(rand.NewPCG(seed+round, uint64(i))), s}
			input, output := o.NewInput(), o.NewOutput()
			g.fill(reflect.ValueOf(input).Elem(), 0)
			g.fill(reflect.ValueOf(output).Elem(), 0)
			if o.StatusMember != "" {
				set(reflect.ValueOf(output).Elem().FieldByName(o.StatusMember), 202)
			}
			if id := reflect.ValueOf(output).Elem().FieldByName("RequestId"); id.IsValid() {
				requestID := RequestID // the codec fills it where the service does not
				id.Set(reflect.ValueOf(&requestID))
			}
			want, answered = input, output
			results := client.MethodByName(o.Name).Call([]reflect.Value{reflect.ValueOf(context.Background()), reflect.ValueOf(input)})
			if err, _ := results[1].Interface().(error); err != nil {
				t.Errorf("%s: %v", o.Name, err)
				break
			}
			if d := cmp.Diff(output, results[0].Interface(), comparison...); d != "" {
				t.Errorf("%s: output (-answered +read):\n%s", o.Name, d)
				break
			}
			tried++
		}
	}
	if tried == 0 {
		t.Error("no operation was tried")
	}
	t.Logf("%d exchanges of %d operations", tried, len(s.Operations)-len(skip))
}

var comparison = []cmp.Option{
	cmp.Exporter(func(reflect.Type) bool { return true }),
	cmp.FilterPath(func(p cmp.Path) bool { return p.Last().Type() == reflect.TypeFor[middleware.Metadata]() }, cmp.Ignore()),
	cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }),
}

// deepest is where optional members stay unset, so that recursive types end.
const deepest = 5

type generator struct {
	*rand.Rand
	service *wire.Service
}

func (g generator) fill(v reflect.Value, depth int) {
	t := v.Type()
	if t == reflect.TypeFor[time.Time]() {
		at := time.Unix(g.Int64N(2e9), 0).UTC()
		if g.service.Protocol != wire.AWSQuery {
			// Eighths of a second survive the floating point arithmetic of clients.
			at = at.Add(time.Duration(g.IntN(8)) * 125 * time.Millisecond)
		}
		v.Set(reflect.ValueOf(at))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		g.fill(v.Elem(), depth)
	case reflect.Struct:
		g.fields(v, depth)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(g.text("ab\x00\xff")))
			return
		}
		v.Set(reflect.MakeSlice(t, 1+g.IntN(2), 3))
		for i := range v.Len() {
			g.fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
		for range 1 + g.IntN(2) {
			key, value := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			g.fill(key, depth+1)
			g.fill(value, depth+1)
			v.SetMapIndex(key, value)
		}
	case reflect.Interface:
		if members := g.service.Unions[t]; len(members) > 0 {
			member := reflect.New(reflect.TypeOf(members[g.IntN(len(members))]).Elem())
			g.fill(member.Elem().FieldByName("Value"), depth+1)
			v.Set(member)
		}
	case reflect.String:
		g.string(v)
	case reflect.Bool:
		v.SetBool(g.IntN(2) == 0)
	case reflect.Int32, reflect.Int64:
		v.SetInt(int64(g.Int32()) - 1<<30)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(g.IntN(1e6)) / 64)
	default:
		panic(fmt.Sprintf("wiretest: %s", t))
	}
}

func (g generator) fields(v reflect.Value, depth int) {
	key := v.Type().String()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Name == "ResultMetadata" {
			continue
		}
		required := slices.Contains(g.service.Required[key], f.Name) || f.Type.Kind() == reflect.String ||
			g.service.Protocol == wire.AWSQuery && i == 0 // a form cannot say that a struct is there but empty
		if !required && (depth > deepest || g.IntN(4) == 0 || g.needsDocument(f.Type, 0)) {
			continue
		}
		g.fill(v.Field(i), depth+1)
		if slices.Contains(g.service.Escaped[key], f.Name) {
			v.Field(i).Elem().SetString("unreserved") // clients give it back as it was sent
		}
	}
}

// needsDocument reports whether a value of the type must hold a document, a kind of member that wire refuses.
func (g generator) needsDocument(t reflect.Type, depth int) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return g.needsDocument(t.Elem(), depth)
	case reflect.Interface:
		return len(g.service.Unions[t]) == 0
	case reflect.Struct:
		for _, name := range g.service.Required[t.String()] {
			if f, ok := t.FieldByName(name); ok && depth < deepest && g.needsDocument(f.Type, depth+1) {
				return true
			}
		}
	}
	return false
}

func set(v reflect.Value, n int64) {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	v.SetInt(n)
}

func (g generator) string(v reflect.Value) {
	if method, ok := v.Type().MethodByName("Values"); ok {
		if values := method.Func.Call([]reflect.Value{v})[0]; values.Len() > 0 {
			v.Set(values.Index(g.IntN(values.Len())))
			return
		}
	}
	v.SetString(g.text(`aZ09 <>&"'\/%?#+=;:,.-_~*()[]{}$éß語😀`))
}

// text is never empty: labels must not be.
func (g generator) text(alphabet string) string {
	letters := []rune(alphabet)
	var b strings.Builder
	for range 1 + g.IntN(8) {
		b.WriteRune(letters[g.IntN(len(letters))])
	}
	return b.String()
}
