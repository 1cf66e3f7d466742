package bank

import (
	_ "embed" // the statements in question/
)

// QuestionText is the demo's question in words.
const QuestionText = "Do complaints rise and do loans go bad, in states and months where markets are nervous?"

// Part is one account's share of a question: a statement that runs in the account that owns its tables and
// returns aggregates only.
type Part struct {
	Name     string // the name under which Join reads its rows
	Account  string
	Database string
	SQL      string // Trino SQL, as Athena takes it
}

// Question is a question over several accounts: each part runs where its data is, Join runs over their rows.
// Its answer has two rows, nervous markets first, with the columns of AnswerRow.
type Question struct {
	Text  string
	Parts []Part
	Join  string // Trino SQL over relations that are named as the parts
}

var (
	//go:embed question/retail.sql
	retailSQL string
	//go:embed question/investment.sql
	investmentSQL string
	//go:embed question/risk.sql
	riskSQL string
	//go:embed question/answer.sql
	answerSQL string
)

// Ask returns the demo's question.
func Ask() Question {
	return Question{
		Text: QuestionText,
		Parts: []Part{
			{"retail", RetailAccount, RetailDatabase, retailSQL},
			{"investment", InvestmentAccount, InvestmentDatabase, investmentSQL},
			{"risk", RiskAccount, RiskDatabase, riskSQL},
		},
		Join: answerSQL,
	}
}
