package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// getDashboardView lays a dashboard out for who may query it. It runs nothing and needs no data source to be ready.
func (o operations) getDashboardView() service.Operation {
	return service.Define("GetDashboardView",
		service.On("interlaken:GetDashboardView", func(c *service.Call, in *wire.GetDashboardViewInput) string {
			return hub.DashboardARN(c.Session.Region, c.Account(), aws.ToString(in.DashboardId))
		}),
		func(c *service.Call, in *wire.GetDashboardViewInput) (*wire.GetDashboardViewOutput, error) {
			d, err := findDashboard(c, in.DashboardId, in.VersionNumber)
			if err != nil {
				return nil, err
			}
			sets, err := d.dataSets(c.Tx)
			if err != nil {
				return nil, err
			}
			sources, err := dataSources(c.Tx, sets)
			if err != nil {
				return nil, err
			}
			view := shownView(definition.Lay(d.definition, definition.Ask{Now: c.Now, Columns: d.outputColumns(sets)}), sources, d.author, o.accountName)
			view.DashboardId, view.Name = aws.String(d.dashboard.ID), aws.String(d.dashboard.Name)
			view.VersionNumber, view.UpdatedAt = aws.Int64(d.version.Number), aws.Time(d.version.Created)
			return &wire.GetDashboardViewOutput{View: &view}, nil
		}, service.Reads)
}

// accountName is what people call an account; its number where the hub was told no name.
func (o operations) accountName(account string) string {
	if o.AccountName != nil {
		if name := o.AccountName(account); name != "" {
			return name
		}
	}
	return account
}
