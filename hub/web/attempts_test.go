package web

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func TestAttempts(t *testing.T) {
	a := newAttempts(3)
	try := func(user, address string, now time.Time) string {
		if refused := a.begin(user, address, now); refused != nil {
			return refused.Error()
		}
		return ""
	}
	for range 3 {
		if said := try("ana", "192.0.2.1", noon); said != "" {
			t.Fatal(said)
		}
	}
	refused := a.begin("ana", "192.0.2.1", noon.Add(time.Minute))
	if refused == nil || !refused.first || refused.wait != 14*time.Minute ||
		!strings.HasSuffix(refused.Error(), "Too many sign-ins have failed: after 3 within 15 minutes, the next one is taken at 12:15:00 UTC.") {
		t.Fatalf("%+v", refused)
	}
	if again := a.begin("ana", "192.0.2.1", noon.Add(time.Minute)); again == nil || again.first {
		t.Errorf("%+v", again)
	}
	if said := try("ana", "192.0.2.2", noon); said != "" {
		t.Errorf("ana from elsewhere: %s", said)
	}
	if said := try("ben", "192.0.2.1", noon); said != "" {
		t.Errorf("ben from there: %s", said)
	}
	a.succeeded("ben", "192.0.2.1")
	if said := try("ana", "192.0.2.1", noon.Add(15*time.Minute)); said != "" {
		t.Errorf("a quarter of an hour later: %s", said)
	}
}

// A name is bound wherever it is tried from, and an address whatever name it tries; one half of version 6 is one address.
func TestAttemptsFromManyPlaces(t *testing.T) {
	for name, attempt := range map[string]func(int) (string, string){
		"many addresses": func(i int) (string, string) { return "ana", fmt.Sprintf("192.0.2.%d", i) },
		"many names":     func(i int) (string, string) { return fmt.Sprintf("user%d", i), "192.0.2.1" },
		"no name":        func(int) (string, string) { return "", "192.0.2.1" },
		"version 6":      func(i int) (string, string) { return fmt.Sprintf("user%d", i), fmt.Sprintf("2001:db8::%x", i) },
	} {
		a, taken := newAttempts(2), 0
		for i := range 100 {
			if user, address := attempt(i); a.begin(user, address, noon) == nil {
				taken++
			}
		}
		if taken != 2*manyAttempts {
			t.Errorf("%s: %d were taken", name, taken)
		}
	}
}

// Who gets in is not counted, however often.
func TestAttemptsThatSucceed(t *testing.T) {
	a := newAttempts(2)
	for range 100 {
		if refused := a.begin("ana", "192.0.2.1", noon); refused != nil {
			t.Fatal(refused)
		}
		a.succeeded("ana", "192.0.2.1")
	}
}

func TestAttemptsAtOnce(t *testing.T) {
	a := newAttempts(5)
	var wait sync.WaitGroup
	var mu sync.Mutex
	taken := 0
	for range 50 {
		wait.Go(func() {
			if a.begin("ana", "192.0.2.1", noon) == nil {
				mu.Lock()
				taken++
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if taken != 5 {
		t.Errorf("%d were taken", taken)
	}
}

// The counts have a bound, beyond which nobody new is taken until some are over.
func TestAttemptsAreBounded(t *testing.T) {
	a := newAttempts(2)
	for i := range mostCounted {
		a.begin("", fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), noon)
	}
	if refused := a.begin("ana", "192.0.2.1", noon); refused == nil || !strings.Contains(refused.Error(), "too many addresses") {
		t.Errorf("%v", refused)
	}
	if refused := a.begin("ana", "192.0.2.1", noon.Add(time.Hour)); refused != nil || len(a.counts) > 3 {
		t.Errorf("%v, %d counts", refused, len(a.counts))
	}
}
