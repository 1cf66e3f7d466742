package visual

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// ticksAimed is how many steps a scale has, about.
const ticksAimed = 5

// axis lays a scale over figures: steps of 1, 2 or 5 times a power of ten, zero on it unless the range begins at the
// data.
func axis(low, high float64, whole bool, format Format, bounds *Range) ValueAxis {
	if bounds == nil {
		bounds = &Range{}
	}
	if !bounds.FromData {
		low, high = min(low, 0), max(high, 0)
	}
	if bounds.Min != nil {
		low = *bounds.Min
	}
	if bounds.Max != nil {
		high = *bounds.Max
	}
	if !(low < high) || high/ticksAimed-low/ticksAimed < 1e-300 {
		low, high = widened(low)
	}
	mantissa, power := niceStep(high/ticksAimed - low/ticksAimed)
	if whole && power < 0 {
		mantissa, power = 1, 0
	}
	step := float64(mantissa) * math.Pow10(power)
	if from, to := low/step, high/step; math.Abs(from) > 1e15 || math.Abs(to) > 1e15 {
		// The figures lie closer to each other than numbers of their size can be told apart.
		return axis(min(low, 0), max(high, 0), whole, format, nil)
	}
	a := ValueAxis{}
	first, last := int64(math.Floor(low/step+1e-9)), int64(math.Ceil(high/step-1e-9))
	last = max(last, first+1)
	for i := first; i <= last; i++ {
		value, err := strconv.ParseFloat(fmt.Sprintf("%de%d", i*mantissa, power), 64)
		if err != nil { // beyond the largest number that can be drawn
			value = math.Copysign(math.MaxFloat64, float64(i))
		}
		exact := new(big.Rat)
		exact.SetString(strconv.FormatFloat(value, 'e', -1, 64))
		a.Ticks = append(a.Ticks, Tick{value, format.tick(value, exact, power)})
	}
	a.Min, a.Max = a.Ticks[0].Value, a.Ticks[len(a.Ticks)-1].Value
	a.cut(bounds, low, high)
	return a
}

// cut ends the axis where its author said, and leaves out the ticks beyond.
func (a *ValueAxis) cut(bounds *Range, low, high float64) {
	if bounds.Min != nil {
		a.Min = low
	}
	if bounds.Max != nil {
		a.Max = high
	}
	kept := a.Ticks[:0]
	for _, t := range a.Ticks {
		if t.Value >= a.Min && t.Value <= a.Max {
			kept = append(kept, t)
		}
	}
	a.Ticks = kept
}

// widened makes a range of one figure: from it to zero, or from zero to one.
func widened(v float64) (low, high float64) {
	switch {
	case v > 1e-300:
		return 0, v
	case v < -1e-300:
		return v, 0
	}
	return 0, 1
}

// niceStep rounds a step up to 1, 2 or 5 times a power of ten.
func niceStep(rough float64) (mantissa int64, power int) {
	power = int(math.Floor(math.Log10(rough)))
	switch lead := rough / math.Pow10(power); {
	case lead <= 1+1e-9:
		return 1, power
	case lead <= 2+1e-9:
		return 2, power
	case lead <= 5+1e-9:
		return 5, power
	}
	return 1, power + 1
}

// tick prints a mark in the unit that fits it, with no more places than it needs; power is that of the scale's step.
func (f Format) tick(value float64, exact *big.Rat, power int) string {
	unit := f.scale(value, inCell)
	if f.Scale == "" && f.Kind != Percentage {
		unit = fitting(value)
	}
	if f.Kind == Percentage {
		power += 2
	}
	printed := f.shown(exact, unit).FloatString(max(0, unit.power-power))
	places := 0
	if _, rest, point := strings.Cut(strings.TrimRight(printed, "0"), "."); point {
		places = len(rest)
	}
	if f.Kind == Currency && unit.power == 0 && power < 0 {
		places = max(2, -power) // no sum of money has one place
	}
	return f.print(exact, unit, places)
}
