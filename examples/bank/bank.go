// Package bank is the example of a bank in three accounts: the question that no account can answer alone and the
// dashboard over the data of all three. Package tables makes its tables.
//
// It is not a fixture that goes round the product: it gives SQL text and requests of the API, and whoever sets up the
// example puts them into accounts through the same APIs a user would call. It knows no account but by number, opens no
// file and no connection. Only app, cli and tests may import it.
package bank

// The accounts of the example and the database each keeps its tables in.
const (
	RetailAccount      = "222222222222"
	RetailDatabase     = "bank"
	InvestmentAccount  = "333333333333"
	InvestmentDatabase = "market"
	RiskAccount        = "444444444444"
	RiskDatabase       = "lending"
)
