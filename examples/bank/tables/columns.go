package tables

// The real tables: every column of each original, under a snake_case name and with its type.

const (
	complaintsComment = "Real data: complaints about financial products, a sample of the Consumer Complaint Database of the " +
		"US Consumer Financial Protection Bureau, public domain."
	volatilityComment = "Real data: CBOE volatility index (VIX), daily, from datasets/finance-vix, PDDL."
	exchangeComment   = "Real data: exchange rates to the US dollar, monthly, from datasets/exchange-rates, PDDL."
	loansComment      = "Real data: Lending Club loans from the R package modeldata, MIT. It has no dates."
)

var complaintColumns = []realColumn{
	original("Date received", "date_received", dateUSKind, "Day the bureau received the complaint"),
	original("Product", "product", textKind, "Kind of financial product"),
	original("Sub-product", "sub_product", textKind, "Kind of product in detail, where given"),
	original("Issue", "issue", textKind, "What the complaint is about"),
	original("Sub-issue", "sub_issue", textKind, "What it is about in detail, where given"),
	original("Company", "company", textKind, "Company complained of"),
	original("State", "state", textKind, "US state or territory of the consumer, two letters"),
	original("ZIP code", "zip_code", textKind, "ZIP code of the consumer, the last two digits masked as XX in small areas"),
	original("Consumer consent provided?", "consumer_consent_provided", textKind, "Whether the consumer let the narrative be published; N/A where not asked"),
	original("Submitted via", "submitted_via", textKind, "How the complaint came in"),
	original("Date sent to company", "date_sent_to_company", dateUSKind, "Day the bureau sent it to the company"),
	original("Company response to consumer", "company_response_to_consumer", textKind, "How the company answered"),
	original("Timely response?", "timely_response", booleanKind, "Whether the company answered in time"),
	original("Consumer disputed?", "consumer_disputed", booleanKind, "Whether the consumer disputed the answer, where known"),
}

var volatilityColumns = []realColumn{
	original("DATE", "day", dateKind, "Trading day"),
	original("OPEN", "open", doubleKind, "Index at the opening, in points"),
	original("HIGH", "high", doubleKind, "Highest index of the day, in points"),
	original("LOW", "low", doubleKind, "Lowest index of the day, in points"),
	original("CLOSE", "close", doubleKind, "Index at the close, in points"),
}

var exchangeColumns = []realColumn{
	original("Date", "month", dateKind, "First day of the month"),
	original("Country", "country", textKind, "Country, or Euro for the euro area"),
	original("Exchange rate", "rate", doubleKind, "Exchange rate between the country's currency and the US dollar, as quoted"),
}

var loanColumns = []realColumn{
	original("funded_amnt", "funded_amnt", integerKind, "Amount funded, in US dollars"),
	original("term", "term", textKind, "Term in months: term_36 or term_60"),
	original("int_rate", "int_rate", doubleKind, "Interest rate, in percent a year"),
	original("sub_grade", "sub_grade", textKind, "Grade A to G and a digit 1 to 5, best first"),
	original("addr_state", "addr_state", textKind, "US state of the borrower, two letters"),
	original("verification_status", "verification_status", textKind, "Whether the income, or its source, was verified"),
	original("annual_inc", "annual_inc", moneyKind, "Annual income as stated, in US dollars"),
	original("emp_length", "emp_length", textKind, "Years employed: emp_lt_1, emp_1 to emp_9, emp_ge_10, emp_unk"),
	original("delinq_2yrs", "delinq_2yrs", integerKind, "Delinquencies of 30 days and more in the last two years"),
	original("inq_last_6mths", "inq_last_6mths", integerKind, "Credit inquiries in the last six months"),
	original("revol_util", "revol_util", doubleKind, "Use of revolving credit lines, in percent"),
	original("acc_now_delinq", "acc_now_delinq", integerKind, "Accounts now delinquent"),
	original("open_il_6m", "open_il_6m", integerKind, "Instalment accounts opened in the last six months"),
	original("open_il_12m", "open_il_12m", integerKind, "Instalment accounts opened in the last twelve months"),
	original("open_il_24m", "open_il_24m", integerKind, "Instalment accounts opened in the last 24 months"),
	original("total_bal_il", "total_bal_il", integerKind, "Balance of all instalment accounts, in US dollars"),
	original("all_util", "all_util", integerKind, "Balance to credit limit on all trades, in percent"),
	original("inq_fi", "inq_fi", integerKind, "Personal finance inquiries"),
	original("inq_last_12m", "inq_last_12m", integerKind, "Credit inquiries in the last twelve months"),
	original("delinq_amnt", "delinq_amnt", integerKind, "Amount now past due, in US dollars"),
	original("num_il_tl", "num_il_tl", integerKind, "Number of instalment accounts"),
	original("total_il_high_credit_limit", "total_il_high_credit_limit", integerKind, "Credit limit of all instalment accounts, in US dollars"),
	original("Class", "class", textKind, "good or bad: whether the loan was repaid"),
}
