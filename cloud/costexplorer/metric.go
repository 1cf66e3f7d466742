package costexplorer

import (
	"math/big"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer/types"

	"interlaken/usage"
)

// metric is a figure of the answer by its name there.
type metric string

const usageQuantity metric = "UsageQuantity"

// costs are the metrics of money. Without discounts, upfront payments and shared reservations, of which there are none
// here, all are what on-demand usage costs (User Guide, "Exploring more data for advanced cost analysis").
var costs = []metric{"AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "UnblendedCost"}

// readMetrics accepts the names of the API reference and their upper-case form, which AWS accepts too.
func readMetrics(names []string) ([]metric, error) {
	if len(names) == 0 {
		return nil, invalid("At least one metric has to be given.")
	}
	var read []metric
	for _, name := range names {
		folded := strings.ReplaceAll(name, "_", "")
		found := metric("")
		for _, known := range append(costs, usageQuantity) {
			if strings.EqualFold(folded, string(known)) {
				found = known
			}
		}
		if found == "" {
			return nil, invalid("The metric %s is not one of AmortizedCost, BlendedCost, NetAmortizedCost, NetUnblendedCost, UnblendedCost and UsageQuantity.", name)
		}
		read = append(read, found)
	}
	return read, nil
}

// sum is what a group used in a period and what it costs.
type sum struct {
	keys  []string
	cost  usage.Picodollars
	used  big.Rat // in the unit
	unit  string
	mixed bool // usage of several units, which Cost Explorer adds all the same (API reference, Metrics)
}

// units are how Cost Explorer counts what a record counts, and how much of a record's unit makes one.
var units = map[usage.Unit]struct {
	name string
	of   int64
}{
	usage.Bytes:      {"Terabytes", 1 << 40},
	usage.Requests:   {"Requests", 1},
	usage.Sessions:   {"Sessions", 1},
	usage.UserMonths: {"User-Month", 1},
}

// add adds a record: its price, and the quantity that is charged, after minimum and rounding.
func (s *sum) add(prices *usage.Prices, r *usage.Record) error {
	cost, err := prices.Price(*r)
	if err != nil {
		return err
	}
	price, err := prices.At(r.UsageType, r.Time)
	if err != nil {
		return err
	}
	billed, err := price.Billed(r.Quantity)
	if err != nil {
		return err
	}
	unit, known := units[r.Unit]
	if !known {
		unit.name, unit.of = string(r.Unit), 1
	}
	if s.unit != "" && s.unit != unit.name {
		s.mixed = true
	}
	s.unit = unit.name
	s.used.Add(&s.used, big.NewRat(billed, unit.of))
	s.cost, err = s.cost.Add(cost)
	return err
}

func (s *sum) show(metrics []metric) map[string]types.MetricValue {
	shown := map[string]types.MetricValue{}
	for _, m := range metrics {
		if m == usageQuantity {
			shown[string(m)] = types.MetricValue{Amount: aws.String(quantity(&s.used)), Unit: aws.String(s.unitName())}
			continue
		}
		shown[string(m)] = types.MetricValue{Amount: aws.String(amount(s.cost)), Unit: aws.String("USD")}
	}
	return shown
}

func (s *sum) unitName() string {
	if s.unit == "" || s.mixed {
		return "N/A"
	}
	return s.unit
}

// amount is money as an exact decimal number of dollars.
func amount(cost usage.Picodollars) string {
	if cost == 0 {
		return "0"
	}
	return cost.String()
}

// quantity is a decimal number with ten places, as Cost Explorer rounds, and no zeros after them.
func quantity(used *big.Rat) string {
	return strings.TrimSuffix(strings.TrimRight(used.FloatString(10), "0"), ".")
}
