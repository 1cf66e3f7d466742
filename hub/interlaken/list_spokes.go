package interlaken

import (
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// listSpokes lists accounts that own data: all of them for an administrator; for others the ones that they own, and those
// to which a data source leads that they may see.
func (o operations) listSpokes() service.Operation {
	return service.Define("ListSpokes",
		service.On("interlaken:ListSpokes", func(c *service.Call, _ *wire.ListSpokesInput) string {
			all := "*"
			return spokeARN(c, &all)
		}),
		func(c *service.Call, _ *wire.ListSpokesInput) (*wire.ListSpokesOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			out := &wire.ListSpokesOutput{Spokes: []wire.Spoke{}}
			if caller.Account() != o.Account {
				own, err := hub.GetSpoke(c.Tx, o.Account, caller.Account())
				out.Spokes = append(out.Spokes, shownSpoke(own, true))
				return out, err
			}
			sees, err := share.Lists(c.Tx, caller, share.DescribeDataSource)
			if err != nil {
				return nil, err
			}
			reached := map[string]bool{}
			all, err := hub.Spokes(c.Tx, o.Account, func(d *hub.DataSource) bool { return true })
			if err != nil {
				return nil, err
			}
			for _, s := range all {
				sources, err := hub.SourcesOf(c.Tx, o.Account, s.Account)
				if err != nil {
					return nil, err
				}
				for _, d := range sources {
					reached[s.Account] = reached[s.Account] || sees(d.ARN(), d.Permissions)
				}
				administers, owns := o.administers(caller), s.IsOwner(caller)
				if administers || owns || reached[s.Account] {
					out.Spokes = append(out.Spokes, shownSpoke(s, administers || owns))
				}
			}
			return out, nil
		}, service.Reads)
}
