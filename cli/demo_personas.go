package cli

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/examples/bank"
	"interlaken/fault"
	"interlaken/hub/web"
)

// personas are whom the demo lets one be by a click.
func personas() []web.Persona {
	return []web.Persona{
		{ID: "admin", Title: "Administrator of the hub", User: "admin", Landing: "/"},
		{ID: "author", Title: "Author of the dashboards", User: authors[0], Landing: "/dashboards/" + bank.DashboardID},
		{ID: "reader", Title: "Reader of one state, California", User: reader, Landing: "/dashboards/" + bank.DashboardID + "-ca"},
		{ID: "owner", Title: "Owner of retail", User: owner, Landing: "/owner/" + demoAccounts[1].id},
	}
}

// demoBreaks are what the demo's page breaks, as the owner of retail.
type demoBreaks struct{ demo *demo }

// owner is who makes the changes.
func (b demoBreaks) owner() (aws.Config, error) {
	if !b.demo.ready.Load() {
		return aws.Config{}, fault.New(fault.Conflict, "The demo is not set up yet: wait until it says that it serves.")
	}
	return b.demo.as(demoAccounts[1].profile)
}

// List implements web.Breaks.
func (b demoBreaks) List(ctx context.Context) ([]web.Break, error) {
	owner, err := b.owner()
	if err != nil {
		return nil, err
	}
	return showBreaks(ctx, owner, b.demo.breakages())
}

// Set implements web.Breaks.
func (b demoBreaks) Set(ctx context.Context, id string, active bool) error {
	found, err := findBreak(b.demo.breakages(), id)
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "There is no way %q to break the chain.", id)
	}
	owner, err := b.owner()
	if err != nil {
		return err
	}
	if active {
		return found.breaks.do(ctx, owner)
	}
	return found.mends.do(ctx, owner)
}

// personaLink is where a browser signs in as a persona.
type personaLink struct{ As, Address string }

func (d *demo) links() []personaLink {
	var links []personaLink
	for _, p := range personas() {
		links = append(links, personaLink{p.ID, d.system.PersonaLink(p.ID)})
	}
	return links
}

func (l personaLink) line() string { return fmt.Sprintf("%-14s %s", l.As, l.Address) }
