package types

import "testing"

func TestParseZone(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"UTC", ""},
		{"z", ""},
		{"+00:00", ""},
		{"-00:30", "-00:30"},
		{"+1400", "+14:00"},
		{"+14:01", "no"},
		{"+05:60", "no"},
		{"Asia/Kathmandu", "Asia/Kathmandu"},
		{"Asia/Atlantis", "no"},
		{"Local", "no"},
		{"", "no"},
	} {
		got, ok := ParseZone(c.text)
		if ok != (c.want != "no") || ok && got != c.want {
			t.Errorf("ParseZone(%q) = %q, %v, want %q", c.text, got, ok, c.want)
		}
	}
	for zone, want := range map[string]int{"": 0, "-00:30": -30, "+14:00": 840} {
		if got, ok := ZoneOffset(zone); !ok || got != want {
			t.Errorf("ZoneOffset(%q) = %d, %v", zone, got, ok)
		}
		if OffsetZone(want) != zone {
			t.Errorf("OffsetZone(%d) = %q", want, OffsetZone(want))
		}
	}
	if _, ok := ZoneLocation(MixedZone); ok {
		t.Error("a mixed zone has a location")
	}
}

// TestZones holds that the zone is no part of a type, and that values of different zones show none in common.
func TestZones(t *testing.T) {
	vienna, utc := Simple(TimestampTZ).In("Europe/Vienna"), Simple(TimestampTZ)
	if !vienna.Equal(utc) || vienna.String() != utc.String() {
		t.Error("the zone is part of the type")
	}
	row := func(t Type) Type { return RowOf(Field{Name: "a", Type: MapOf(Simple(Date), ArrayOf(t))}) }
	for _, c := range []struct {
		a, b  Type
		mixed bool
	}{{vienna, vienna, false}, {vienna, utc, true}, {row(vienna), row(vienna), false}, {row(vienna), row(utc), true}, {vienna, Simple(Unknown), false}, {vienna, Simple(Date), true}} {
		common, ok := Common(c.a, c.b)
		if !ok || common.HasMixedZones() != c.mixed || !common.ShowsZones() {
			t.Errorf("Common(%s, %s) has mixed zones: %v", c.a, c.b, !c.mixed)
		}
	}
	micros := Type{Kind: TimestampTZ, Precision: 6}
	if kept := KeepZones(row(vienna), row(micros)); kept.Fields[0].Type.Value.Element.Zone != "Europe/Vienna" {
		t.Error("a cast loses the zone")
	}
}
