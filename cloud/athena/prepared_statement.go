package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/sql/ast"
	"interlaken/sql/printer"
	"interlaken/store"
)

// preparedStatement is a prepared statement of a workgroup as it is kept: the API's shape and whose it is.
type preparedStatement struct {
	Account   string                  `json:"account"`
	Statement types.PreparedStatement `json:"statement"`
}

var preparedStatements = store.Collection[preparedStatement]{
	Table: "athena.prepared", Schema: 1,
	Key: func(p *preparedStatement) string {
		return store.Key(p.Account, *p.Statement.WorkGroupName, *p.Statement.StatementName)
	},
}

// findPrepared returns a prepared statement of a workgroup.
func findPrepared(r store.Reader, account, group, name string) (preparedStatement, error) {
	p, err := preparedStatements.Get(r, store.Key(account, group, name))
	if fault.Is(err, fault.NotFound) {
		return p, &types.ResourceNotFoundException{
			Message: aws.String("PreparedStatement " + name + " was not found in workGroup " + group), ResourceName: &name,
		}
	}
	return p, err
}

// mayPrepare asks for what a statement about prepared statements needs beside StartQueryExecution (Athena User Guide,
// "Allow access to prepared statements").
func (e *execution) mayPrepare(c *service.Call, action string) error {
	check, err := checkWorkGroup(c, "athena:"+action, &e.WorkGroup)
	if err != nil {
		return err
	}
	return c.Authorize(check)
}

// prepare is PREPARE name FROM statement.
func prepare(c *service.Call, e *execution, s *ast.Prepare) error {
	if err := e.mayPrepare(c, "CreatePreparedStatement"); err != nil {
		return err
	}
	text, err := printer.Print(s.Statement, printer.Options{Pretty: true})
	if err != nil {
		return err
	}
	err = preparedStatements.Create(c.Tx, preparedStatement{Account: e.Account, Statement: types.PreparedStatement{
		StatementName: aws.String(s.Name.Text), WorkGroupName: &e.WorkGroup, QueryStatement: &text, LastModifiedTime: &c.Now,
	}})
	if fault.Is(err, fault.AlreadyExists) {
		return failed(userError, 1000, "Prepared statement "+s.Name.Text+" already exists in workGroup "+e.WorkGroup)
	}
	return err
}

// deallocate is DEALLOCATE PREPARE name.
func deallocate(c *service.Call, e *execution, s *ast.Deallocate) error {
	if err := e.mayPrepare(c, "DeletePreparedStatement"); err != nil {
		return err
	}
	p, err := findPrepared(c.Tx, e.Account, e.WorkGroup, s.Name.Text)
	if err != nil {
		return failed(userError, 1300, fault.Public(err))
	}
	return preparedStatements.Delete(c.Tx, preparedStatements.Key(&p))
}
