package types

// Coercion is what Trino does without being asked (io.trino.type.TypeCoercion; documentation, Conversion
// functions): numbers widen, text lengthens, date becomes timestamp, NULL becomes anything. Text and numbers
// never become one another.

// MaxPrecision is the largest precision of a decimal.
const MaxPrecision = 38

// integerDigits are the decimal digits that the values of an integer type need.
var integerDigits = map[Kind]int{Tinyint: 3, Smallint: 5, Integer: 10, Bigint: 19}

// AsDecimal returns the decimal type that holds every value of an integer type, and a decimal type as it is.
func AsDecimal(t Type) (Type, bool) {
	if t.Kind == Decimal {
		return t, true
	}
	if d, ok := integerDigits[t.Kind]; ok {
		return DecimalOf(d, 0), true
	}
	return Type{}, false
}

// Common returns the type to which values of both types are coerced, and false where Trino has none.
func Common(a, b Type) (Type, bool) {
	switch {
	case a.Equal(b):
		return mergeZones(a, b), true
	case a.Kind == Unknown:
		return b, true
	case b.Kind == Unknown:
		return a, true
	case a.Kind == b.Kind:
		return commonSame(a, b)
	case rank(a.Kind) > rank(b.Kind):
		return commonMixed(b, a)
	}
	return commonMixed(a, b)
}

func commonSame(a, b Type) (Type, bool) {
	switch a.Kind {
	case Decimal:
		whole := max(a.Precision-a.Scale, b.Precision-b.Scale)
		scale := max(a.Scale, b.Scale)
		return DecimalOf(min(MaxPrecision, whole+scale), scale), true
	case Varchar, Char:
		return Type{Kind: a.Kind, Length: max(a.Length, b.Length)}, true
	case Time, TimeTZ, Timestamp, TimestampTZ:
		return Type{Kind: a.Kind, Precision: max(a.Precision, b.Precision), Zone: commonZone(a, b)}, true
	case Array:
		e, ok := Common(*a.Element, *b.Element)
		return ArrayOf(e), ok
	case Map:
		k, ok := Common(*a.Key, *b.Key)
		v, ok2 := Common(*a.Value, *b.Value)
		return MapOf(k, v), ok && ok2
	case Row:
		return commonRow(a, b)
	}
	return a, true
}

func commonRow(a, b Type) (Type, bool) {
	if len(a.Fields) != len(b.Fields) {
		return Type{}, false
	}
	fields := make([]Field, len(a.Fields))
	for i := range fields {
		t, ok := Common(a.Fields[i].Type, b.Fields[i].Type)
		if !ok {
			return Type{}, false
		}
		fields[i] = Field{Type: t}
		if a.Fields[i].Name == b.Fields[i].Name {
			fields[i].Name = a.Fields[i].Name
		}
	}
	return RowOf(fields...), true
}

// rank orders kinds so that a narrower one comes first; only kinds of one family are ever compared by it.
func rank(k Kind) int {
	switch k {
	case Tinyint, Smallint, Integer, Bigint:
		return int(k)
	case Decimal:
		return 20
	case Real:
		return 21
	case Double:
		return 22
	case Varchar:
		return 30
	case Char:
		return 31
	case Date:
		return 40
	case Time:
		return 41
	case TimeTZ:
		return 42
	case Timestamp:
		return 43
	case TimestampTZ:
		return 44
	}
	return 100 + int(k)
}

// commonMixed takes the narrower kind first.
func commonMixed(a, b Type) (Type, bool) {
	switch {
	case a.IsNumeric() && b.IsNumeric():
		if b.Kind == Decimal {
			d, _ := AsDecimal(a)
			return commonSame(d, b)
		}
		return b, true
	case a.Kind == Varchar && b.Kind == Char:
		// A char is padded to its length, so a longer varchar asks for a longer char; without bound there is none.
		if a.Length > 65536 {
			return Type{}, false
		}
		return Type{Kind: Char, Length: max(a.Length, b.Length)}, true
	case a.Kind == Date && b.Kind == Timestamp:
		return b, true
	case (a.Kind == Date || a.Kind == Timestamp) && b.Kind == TimestampTZ, a.Kind == Time && b.Kind == TimeTZ:
		// What has no zone is taken to be in the session's, UTC.
		return Type{Kind: b.Kind, Precision: max(a.Precision, b.Precision), Zone: commonZone(a, b)}, true
	}
	return Type{}, false
}

// CanCoerce reports whether a value of one type is taken where the other is asked, without a cast.
func CanCoerce(from, to Type) bool {
	if from.Kind == Varchar && to.Kind == Varchar {
		return from.Length <= to.Length
	}
	c, ok := Common(from, to)
	if !ok {
		return false
	}
	return equalButNames(c, to)
}

// equalButNames compares types and lets the names of row fields differ, as Trino's coercions do.
func equalButNames(a, b Type) bool {
	if a.Kind == Row && b.Kind == Row && len(a.Fields) == len(b.Fields) {
		for i := range a.Fields {
			if !equalButNames(a.Fields[i].Type, b.Fields[i].Type) {
				return false
			}
		}
		return true
	}
	switch {
	case a.Kind == Array && b.Kind == Array:
		return equalButNames(*a.Element, *b.Element)
	case a.Kind == Map && b.Kind == Map:
		return equalButNames(*a.Key, *b.Key) && equalButNames(*a.Value, *b.Value)
	}
	return a.Equal(b)
}

// Comparable reports whether values of the type can be tested for equality, and so grouped: not geometries.
func (t Type) Comparable() bool {
	return t.every(func(k Kind) bool { return k != Function && k != Invalid && k != Geometry && k != SphericalGeography })
}

// Orderable reports whether values of the type can be sorted: not maps, not JSON and not tiles.
func (t Type) Orderable() bool {
	return t.Comparable() && t.every(func(k Kind) bool { return k != Map && k != JSON && k != BingTile })
}

func (t Type) every(ok func(Kind) bool) bool {
	if !ok(t.Kind) {
		return false
	}
	for _, c := range []*Type{t.Element, t.Key, t.Value} {
		if c != nil && !c.every(ok) {
			return false
		}
	}
	for _, f := range t.Fields {
		if !f.Type.every(ok) {
			return false
		}
	}
	return true
}
