package cli

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/wire/interlaken"
)

// partForm is name=SQL or name@datasource=SQL; the name is that of a relation of the join.
var partForm = regexp.MustCompile(`^([a-z_][a-z0-9_]{0,63})(?:@([A-Za-z0-9_-]+))?=(?s:(.*))$`)

// parsePart reads one --part.
func parsePart(text, database string) (interlaken.RunPart, error) {
	m := partForm.FindStringSubmatch(text)
	if m == nil || strings.TrimSpace(m[3]) == "" {
		return interlaken.RunPart{}, usageError{fmt.Errorf(
			"--part %q: it has to be NAME='SQL' or NAME@DATA-SOURCE='SQL', where NAME is a lower-case SQL name that the join reads", shortened(text, 40))}
	}
	part := interlaken.RunPart{Name: aws.String(m[1]), DataSourceId: aws.String(m[1]), SqlText: aws.String(m[3])}
	if m[2] != "" {
		part.DataSourceId = aws.String(m[2])
	}
	if database != "" {
		part.Database = aws.String(database)
	}
	return part, nil
}

// asked is what the flags of query say.
type asked struct {
	dataSet, dataSource, database string
	parts                         []string
	maxRows                       int32
}

// request makes the request out of flags and the SQL argument; "-" reads it from in.
func (a asked) request(arguments []string, in io.Reader) (*interlaken.StartRunInput, error) {
	given := 0
	for _, is := range []bool{a.dataSet != "", a.dataSource != "", len(a.parts) > 0} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return nil, usageError{fmt.Errorf("say what to ask with exactly one of --data-source ID, --data-set ID and --part NAME='SQL' (several times)")}
	case a.dataSet != "" && (len(arguments) > 0 || a.database != ""):
		return nil, usageError{fmt.Errorf("--data-set gives the rows that its definition says: it takes no SQL and no --database")}
	case a.dataSource != "" && len(arguments) != 1:
		return nil, usageError{fmt.Errorf("--data-source takes one SQL query in quotes, such as 'SELECT count(*) FROM bank.complaints'")}
	case len(a.parts) > 0 && len(arguments) != 1:
		return nil, usageError{fmt.Errorf("--part takes one more SQL query that joins the parts by their names, such as 'SELECT … FROM retail JOIN risk ON …'")}
	case a.maxRows < 0:
		return nil, usageError{fmt.Errorf("--max-rows is %d; it has to be 1 or more", a.maxRows)}
	}
	request := &interlaken.StartRunInput{}
	if a.maxRows > 0 {
		request.MaxRows = aws.Int32(a.maxRows)
	}
	if a.dataSet != "" {
		request.DataSetId = aws.String(a.dataSet)
		return request, nil
	}
	text := arguments[0]
	if text == "-" {
		read, err := io.ReadAll(io.LimitReader(in, 1<<20))
		if err != nil {
			return nil, fmt.Errorf("the SQL on standard input cannot be read: %w", err)
		}
		text = string(read)
	}
	request.SqlText = aws.String(text)
	if a.dataSource != "" {
		request.DataSourceId = aws.String(a.dataSource)
		if a.database != "" {
			request.Database = aws.String(a.database)
		}
		return request, nil
	}
	for _, p := range a.parts {
		part, err := parsePart(p, a.database)
		if err != nil {
			return nil, err
		}
		request.Parts = append(request.Parts, part)
	}
	return request, nil
}
