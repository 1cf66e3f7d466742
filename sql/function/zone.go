package function

import (
	"cmp"
	"time"

	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// A value with time zone lives in the engine as its instant alone, as TIMESTAMPTZ, or as TIME of UTC; the zone that it
// shows is a fact of its type. utc and zoned go from the instant to the wall clock of UTC and back, for what is the same
// in every zone; local and instant go to the wall clock of the value's own zone and back.

// utc turns a timestamp with time zone into the wall clock of UTC, and a time of day into a timestamp of 1970-01-01.
func utc(e ast.Expression, t types.Type) ast.Expression {
	switch t.Kind {
	case types.TimestampTZ:
		return Engine("timezone", ast.String("UTC"), e)
	case types.Time, types.TimeTZ:
		return Engine("make_timestamp", Engine("epoch_us", e))
	}
	return e
}

// zoned is the way back from utc.
func zoned(e ast.Expression, t types.Type) ast.Expression {
	switch t.Kind {
	case types.TimestampTZ:
		return Engine("timezone", ast.String("UTC"), castText(e, "TIMESTAMP"))
	case types.Time, types.TimeTZ:
		return castText(e, "TIME") // which drops the date
	}
	return e
}

// checkZone refuses a value whose zone is not known before the statement runs, where the zone shows.
func checkZone(at token.Pos, t types.Type) error {
	if t.HasZone() && t.Zone == types.MixedZone {
		return Unsupported(at, "A wall clock of values of type %s that are in different time zones, or in one that is not a constant, is not supported", t)
	}
	return nil
}

// local is the wall clock that a value shows, as a timestamp.
func local(at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	if !t.HasZone() {
		return utc(e, t), nil
	}
	if err := checkZone(at, t); err != nil {
		return nil, err
	}
	minutes, fixed := types.ZoneOffset(t.Zone)
	if !fixed {
		clock := Engine("timezone", ast.String(t.Zone), e)
		outside := outsideLimits(t.Zone, utc(e, t), 0)
		if outside == nil {
			return clock, nil
		}
		fail, err := unknownClock(t, types.Simple(types.Timestamp))
		return If(outside, fail, clock), err
	}
	if minutes == 0 {
		return utc(e, t), nil
	}
	return binary(ast.Add, utc(e, t), Engine("to_minutes", ast.Integer(int64(minutes)))), nil
}

// outsideLimits tells whether a timestamp stands where the wall clocks of a zone are not known, or as near as margin; nil
// for a zone without such places.
func outsideLimits(zone string, e ast.Expression, margin time.Duration) ast.Expression {
	constant := func(at time.Time) ast.Expression {
		return &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Timestamp)), Value: at.Format("2006-01-02 15:04:05")}
	}
	from, until := types.ZoneLimits(zone)
	var terms []ast.Expression
	if !from.IsZero() {
		terms = append(terms, binary(ast.Less, e, constant(from.Add(margin))))
	}
	if !until.IsZero() {
		terms = append(terms, binary(ast.GreaterOrEqual, e, constant(until.Add(-margin))))
	}
	if terms == nil {
		return nil
	}
	return ast.Or(terms...)
}

// unknownClock fails with a value of type to.
func unknownClock(t, to types.Type) (ast.Expression, error) {
	return Fail("NOT_SUPPORTED", "The zone "+t.Zone+" is not supported at this time, of which tables of time zones differ", to)
}

// instant is the way back from local. A wall clock that a zone shows twice or never, when its clocks are changed, fails:
// which instant Trino takes for it depends on where it came from.
func instant(env Environment, at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	if err := checkZone(at, t); err != nil {
		return nil, err
	}
	minutes, fixed := types.ZoneOffset(t.Zone)
	switch {
	case !t.HasZone() || fixed && minutes == 0:
		return zoned(e, t), nil
	case fixed:
		return zoned(binary(ast.Subtract, e, Engine("to_minutes", ast.Integer(int64(minutes)))), t), nil
	}
	zone := ast.String(t.Zone)
	clock := func(x ast.Expression) ast.Expression { return Engine("timezone", zone, x) }
	var failure error
	out := Let(env, []ast.Expression{castText(e, "TIMESTAMP")}, func(x []ast.Expression) ast.Expression {
		return Let(env, []ast.Expression{Engine("timezone", zone, x[0])}, func(y []ast.Expression) ast.Expression {
			// The engine takes the later of two instants. The earlier one is the wall clock in the offset of some hours before.
			before := binary(ast.Subtract, y[0], Engine("to_hours", ast.Integer(6)))
			offset := binary(ast.Subtract, clock(before), utc(before, t))
			earlier := zoned(binary(ast.Subtract, x[0], offset), t)
			return Let(env, []ast.Expression{earlier}, func(z []ast.Expression) ast.Expression {
				never := binary(ast.NotEquals, clock(y[0]), x[0])
				twice := ast.And(binary(ast.NotEquals, z[0], y[0]), binary(ast.Equals, clock(z[0]), x[0]))
				fail, err := Fail("NOT_SUPPORTED", "A wall clock that the zone "+t.Zone+" shows twice or never is not supported", t)
				failure = err
				out := If(ast.Or(never, twice), fail, y[0])
				if outside := outsideLimits(t.Zone, x[0], 24*time.Hour); outside != nil {
					unknown, err := unknownClock(t, t)
					failure = cmp.Or(failure, err)
					return If(outside, unknown, out)
				}
				return out
			})
		})
	})
	return out, failure
}

// local is the wall clock that an argument shows.
func (c *Call) local(i int) (ast.Expression, error) {
	return local(c.Place, c.Arguments[i], c.Match.Parameters[i])
}

// offset is the number of minutes from UTC that a value shows; the fraction of a minute that old offsets have is dropped.
func offset(at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	clock, err := local(at, e, t)
	if err != nil {
		return nil, err
	}
	return Engine("date_sub", ast.String("minute"), utc(e, t), clock), nil
}
