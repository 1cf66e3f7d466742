package visual

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
)

// ticksAimed is how many steps a scale has, about.
const ticksAimed = 5

// axis lays a scale over figures: steps of 1, 2 or 5 times a power of ten, zero on it unless the range begins at the
// data, and every tick printed in one unit with as many places as the step has.
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
	largest := max(math.Abs(float64(first)*step), math.Abs(float64(last)*step))
	unit, places := format.tickUnit(largest, power)
	for i := first; i <= last; i++ {
		value, err := strconv.ParseFloat(fmt.Sprintf("%de%d", i*mantissa, power), 64)
		if err != nil { // beyond the largest number that can be drawn
			value = math.Copysign(math.MaxFloat64, float64(i))
		}
		exact := new(big.Rat)
		exact.SetString(strconv.FormatFloat(value, 'e', -1, 64))
		a.Ticks = append(a.Ticks, Tick{value, format.print(exact, unit, places)})
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

// tickUnit chooses the unit and the places of all ticks of a scale whose step is a multiple of ten to a power.
func (f Format) tickUnit(largest float64, power int) (scale, int) {
	unit := f.scale(largest, inCell)
	if f.Scale == "" && f.Kind != Percentage {
		unit = fitting(largest)
	}
	if f.Kind == Percentage {
		power += 2
	}
	return unit, max(0, unit.power-power)
}
