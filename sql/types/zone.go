package types

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones have to be the same on every machine
)

// MixedZone is the Zone of values that do not all show the same one.
const MixedZone = "?"

// HasZone reports the kinds with time zone.
func (t Type) HasZone() bool { return t.Kind == TimeTZ || t.Kind == TimestampTZ }

// In returns the type with a time zone to show.
func (t Type) In(zone string) Type {
	t.Zone = zone
	return t
}

// HasMixedZones reports whether a value of the type, or a part of one, shows a zone that is not known before it runs.
func (t Type) HasMixedZones() bool {
	if t.HasZone() && t.Zone == MixedZone {
		return true
	}
	for _, part := range []*Type{t.Element, t.Key, t.Value} {
		if part != nil && part.HasMixedZones() {
			return true
		}
	}
	for _, f := range t.Fields {
		if f.Type.HasMixedZones() {
			return true
		}
	}
	return false
}

// ShowsZones reports whether a value of the type, or a part of one, shows another zone than UTC.
func (t Type) ShowsZones() bool {
	if t.Zone != "" {
		return true
	}
	for _, part := range []*Type{t.Element, t.Key, t.Value} {
		if part != nil && part.ShowsZones() {
			return true
		}
	}
	for _, f := range t.Fields {
		if f.Type.ShowsZones() {
			return true
		}
	}
	return false
}

// KeepZones returns the type that a cast leads to, showing the zones that the values had before.
func KeepZones(from, to Type) Type {
	part := func(x, y *Type) *Type {
		t := KeepZones(*x, *y)
		return &t
	}
	switch {
	case from.HasZone() && to.HasZone():
		to.Zone = from.Zone
		if _, fixed := ZoneOffset(from.Zone); from.Kind == TimestampTZ && to.Kind == TimeTZ && !fixed {
			to.Zone = MixedZone // a time of day has an offset, which is each value's own
		}
	case from.Element != nil && to.Element != nil:
		to.Element = part(from.Element, to.Element)
	case from.Key != nil && to.Key != nil:
		to.Key, to.Value = part(from.Key, to.Key), part(from.Value, to.Value)
	case from.Kind == Row && to.Kind == Row && len(from.Fields) == len(to.Fields):
		fields := make([]Field, len(to.Fields))
		for i, f := range to.Fields {
			fields[i] = Field{Name: f.Name, Type: KeepZones(from.Fields[i].Type, f.Type)}
		}
		to.Fields = fields
	}
	return to
}

// commonZone is the zone that both show, or MixedZone.
func commonZone(a, b Type) string {
	if a.Zone == b.Zone {
		return a.Zone
	}
	return MixedZone
}

// mergeZones returns a, which is the same type as b, with the zones that values of either show.
func mergeZones(a, b Type) Type {
	part := func(x, y *Type) *Type {
		t := mergeZones(*x, *y)
		return &t
	}
	switch {
	case !a.ShowsZones() && !b.ShowsZones(): // nearly always
	case a.HasZone():
		a.Zone = commonZone(a, b)
	case a.Element != nil:
		a.Element = part(a.Element, b.Element)
	case a.Key != nil:
		a.Key, a.Value = part(a.Key, b.Key), part(a.Value, b.Value)
	case a.Fields != nil:
		fields := make([]Field, len(a.Fields))
		for i, f := range a.Fields {
			fields[i] = Field{Name: f.Name, Type: mergeZones(f.Type, b.Fields[i].Type)}
		}
		a.Fields = fields
	}
	return a
}

var offsetForm = regexp.MustCompile(`^([+-])([0-9]{2}):?([0-9]{2})$`)

// maxOffset is the furthest offset that Trino has, in minutes.
const maxOffset = 14 * 60

// ParseZone reads the name of a time zone or an offset as statements spell it and returns the Zone of a Type.
func ParseZone(text string) (zone string, ok bool) {
	switch strings.ToUpper(text) {
	case "UTC", "Z", "UT", "UCT", "GMT", "ETC/UTC", "ETC/GMT", "ETC/UCT", "ZULU", "UNIVERSAL", "GREENWICH":
		return "", true // Trino shows them all as UTC
	}
	if m := offsetForm.FindStringSubmatch(text); m != nil {
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		if total := hours*60 + minutes; total <= maxOffset && minutes < 60 {
			if m[1] == "-" {
				total = -total
			}
			return OffsetZone(total), true
		}
		return "", false
	}
	if !strings.Contains(text, "/") {
		return "", false
	}
	_, err := time.LoadLocation(text)
	return text, err == nil
}

// OffsetZone is the Zone of an offset from UTC in minutes.
func OffsetZone(minutes int) string {
	if minutes == 0 {
		return ""
	}
	sign := "+"
	if minutes < 0 {
		sign, minutes = "-", -minutes
	}
	return fmt.Sprintf("%s%02d:%02d", sign, minutes/60, minutes%60)
}

// ZoneOffset returns the minutes from UTC of a zone that is an offset, false for one with a name.
func ZoneOffset(zone string) (minutes int, ok bool) {
	if zone == "" {
		return 0, true
	}
	m := offsetForm.FindStringSubmatch(zone)
	if m == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi(m[2])
	minutes, _ = strconv.Atoi(m[3])
	minutes += hours * 60
	if m[1] == "-" {
		minutes = -minutes
	}
	return minutes, true
}

// ZoneLocation returns the location of a Zone, which ParseZone gave.
func ZoneLocation(zone string) (*time.Location, bool) {
	if minutes, ok := ZoneOffset(zone); ok {
		return time.FixedZone(zone, minutes*60), true
	}
	l, err := time.LoadLocation(zone)
	return l, err == nil && zone != MixedZone
}

// ZoneText is how Trino shows a Zone after a timestamp.
func ZoneText(zone string) string {
	if zone == "" {
		return "UTC"
	}
	return zone
}

// OffsetText is how Trino shows a Zone that is an offset after a time.
func OffsetText(zone string) string {
	if zone == "" {
		return "+00:00"
	}
	return zone
}
