package costexplorer

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/costexplorer"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/usage"
)

// getCostAndUsage adds up the caller's account by time and up to two dimensions.
func (e *explorer) getCostAndUsage() service.Operation {
	all := func(*service.Call, *sdk.GetCostAndUsageInput) string { return "*" }
	return service.Define("GetCostAndUsage", service.On("ce:GetCostAndUsage", all), e.doGetCostAndUsage, service.Reads)
}

func (e *explorer) doGetCostAndUsage(c *service.Call, in *sdk.GetCostAndUsageInput) (*sdk.GetCostAndUsageOutput, error) {
	if err := refuseUnsupported(in); err != nil {
		return nil, err
	}
	periods, err := readPeriods(in.TimePeriod, in.Granularity, c.Now)
	if err != nil {
		return nil, err
	}
	metrics, err := readMetrics(in.Metrics)
	if err != nil {
		return nil, err
	}
	groups, err := readGroups(in.GroupBy)
	if err != nil {
		return nil, err
	}
	keep, err := readFilter(in.Filter)
	if err != nil {
		return nil, err
	}
	sums, err := e.add(c, periods, groups, keep)
	if err != nil {
		return nil, err
	}
	out := &sdk.GetCostAndUsageOutput{
		GroupDefinitions: in.GroupBy, ResultsByTime: make([]types.ResultByTime, len(periods)),
		DimensionValueAttributes: []types.DimensionValuesWithAttributes{},
	}
	for i, p := range periods {
		out.ResultsByTime[i] = result(p, sums[i], groups, metrics, c.Now)
	}
	if slices.ContainsFunc(groups, func(g group) bool { return g.key == string(types.DimensionLinkedAccount) }) {
		out.DimensionValueAttributes, err = e.accountNames(c, sums)
	}
	return out, err
}

func refuseUnsupported(in *sdk.GetCostAndUsageInput) error {
	switch {
	case in.BillingViewArn != nil:
		return fault.New(fault.Unsupported, "Billing views are not supported here.")
	case in.NextPageToken != nil:
		return &types.InvalidNextTokenException{Message: aws.String("Results come in one page here, so no token is valid.")}
	}
	return nil
}

// add sums the account's usage of each period by its group: the values of the group's dimensions, joined.
func (e *explorer) add(c *service.Call, periods []period, groups []group, keep filter) ([]map[string]*sum, error) {
	sums := make([]map[string]*sum, len(periods))
	for i := range sums {
		sums[i] = map[string]*sum{}
	}
	span := usage.Span{Account: c.Account(), From: periods[0].start, To: periods[len(periods)-1].end}
	current := 0
	for r, err := range usage.Scan(c.Tx, span) {
		if err != nil {
			return nil, err
		}
		if !keep(&r) {
			continue
		}
		for !r.Time.Before(periods[current].end) { // records of one account come in the order of time
			current++
		}
		values := make([]string, len(groups))
		for i, g := range groups {
			values[i] = g.of(&r)
		}
		key := strings.Join(values, "\x00")
		s := sums[current][key]
		if s == nil {
			s = &sum{keys: values}
			sums[current][key] = s
		}
		if err := s.add(e.prices, &r); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// result is one period. A grouped one has groups for what was used and an empty total; another has the total, zero
// where nothing was used.
func result(p period, sums map[string]*sum, groups []group, metrics []metric, now time.Time) types.ResultByTime {
	shown := types.ResultByTime{
		TimePeriod: p.interval(), Estimated: p.open(now), Groups: []types.Group{}, Total: map[string]types.MetricValue{},
	}
	if len(groups) == 0 {
		total := sums[""]
		if total == nil {
			total = &sum{}
		}
		shown.Total = total.show(metrics)
		return shown
	}
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		shown.Groups = append(shown.Groups, types.Group{Keys: sums[key].keys, Metrics: sums[key].show(metrics)})
	}
	return shown
}

// accountNames describes the accounts in the answer, as Cost Explorer does for LINKED_ACCOUNT. There is one at most.
func (e *explorer) accountNames(c *service.Call, sums []map[string]*sum) ([]types.DimensionValuesWithAttributes, error) {
	names := []types.DimensionValuesWithAttributes{}
	if !slices.ContainsFunc(sums, func(of map[string]*sum) bool { return len(of) > 0 }) {
		return names, nil
	}
	accounts, err := e.directory.Accounts(c.Tx)
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if a.ID == c.Account() {
			names = append(names, types.DimensionValuesWithAttributes{
				Value: aws.String(a.ID), Attributes: map[string]string{"description": a.Name},
			})
		}
	}
	return names, nil
}
