package athena

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/store"
)

// omitted stands in the trail for a query's text, as CloudTrail has it.
const omitted = "***OMITTED***"

// startQueryExecution queues a query. It checks in Athena's order: token, workgroup, output location, syntax, and then
// whether the token was used before. What is wrong with a statement beyond its syntax shows when it runs.
func (a *athena) startQueryExecution() service.Operation {
	return service.Define("StartQueryExecution",
		onWorkGroup("athena:StartQueryExecution", func(in *sdk.StartQueryExecutionInput) *string { return in.WorkGroup }), a.doStart,
		omitting(func(shown *sdk.StartQueryExecutionInput) {
			shown.QueryString = aws.String(omitted)
			if shown.ExecutionParameters != nil {
				shown.ExecutionParameters = []string{omitted}
			}
		}))
}

// omitting leaves a query's text out of the event of an operation.
func omitting[In any](blank func(shown *In)) service.Option {
	return service.Shows(func(input any) any {
		shown := *input.(*In)
		blank(&shown)
		return &shown
	}, nil)
}

func (a *athena) doStart(c *service.Call, in *sdk.StartQueryExecutionInput) (*sdk.StartQueryExecutionOutput, error) {
	token := aws.ToString(in.ClientRequestToken)
	switch {
	case token == "":
		return nil, invalid("INVALID_INPUT", "clientRequestToken is null or empty")
	case len(token) < 32 || len(token) > 128:
		return nil, invalid("INVALID_INPUT", "clientRequestToken has a length of %d, and needs one of 32 to 128", len(token))
	case in.EngineConfiguration != nil:
		return nil, fault.New(fault.Unsupported, "Engine configurations are not offered here.")
	}
	c.Run = token
	group, err := findWorkGroup(c, in.WorkGroup)
	if err != nil {
		return nil, err
	}
	if group.State == types.WorkGroupStateDisabled {
		return nil, invalid("INVALID_INPUT", "WorkGroup %s is disabled.", *group.Name)
	}
	e := execution{
		Account: c.Account(), WorkGroup: *group.Name, Session: c.Session, Token: token, Query: *in.QueryString,
		Parameters: in.ExecutionParameters, State: types.QueryExecutionStateQueued, Submitted: c.Now,
		CutoffBytes: aws.ToInt64(group.Configuration.BytesScannedCutoffPerQuery), ReuseAge: reuseAge(in.ResultReuseConfiguration),
	}
	if x := in.QueryExecutionContext; x != nil {
		e.Catalog, e.Database = aws.ToString(x.Catalog), aws.ToString(x.Database)
	}
	folder, err := e.place(&group, in.ResultConfiguration)
	if err != nil {
		return nil, err
	}
	statement, err := parser.ParseStatement(e.Query)
	if err != nil {
		return nil, invalid("MALFORMED_QUERY", "%s", fault.Public(err))
	}
	if id, err := e.earlier(c); id != "" || err != nil {
		return &sdk.StartQueryExecutionOutput{QueryExecutionId: &id}, err
	}
	if statement, err = e.prepared(c, statement); err != nil {
		return nil, err
	}
	e.Type, e.Subtype = classify(statement)
	if err := e.found(c, statement); err != nil {
		return nil, err
	}
	if err := a.admit(c, e.quota()); err != nil {
		return nil, err
	}
	bucket, _, _ := parseLocation(folder)
	if _, err := a.Objects.Location(c.Through(source), bucket, e.Owner); err != nil {
		if fault.Is(err, fault.Internal) || fault.Is(err, fault.Unavailable) {
			return nil, err
		}
		return nil, invalid("INVALID_INPUT", "Unable to verify/create output bucket %s", bucket)
	}
	e.ID = a.Mesh.IDs().UUID()
	e.Output = folder + outputName(statement, e.ID)
	if err := executions.Create(c.Tx, e); err != nil {
		return nil, err
	}
	return &sdk.StartQueryExecutionOutput{QueryExecutionId: &e.ID}, a.Queue.Enqueue(c.Tx, e.Account, jobKind, e.ID, nil)
}

// place decides where the result goes: the workgroup's settings where it enforces them, else the client's, else the
// workgroup's (Athena User Guide, "Override client-side settings"). It returns the folder.
func (e *execution) place(group *types.WorkGroup, asked *types.ResultConfiguration) (string, error) {
	if asked == nil {
		asked = &types.ResultConfiguration{}
	}
	e.AskedOutput = aws.ToString(asked.OutputLocation)
	own := group.Configuration.ResultConfiguration
	if own == nil {
		own = &types.ResultConfiguration{}
	}
	chosen := asked
	e.Enforced = aws.ToBool(group.Configuration.EnforceWorkGroupConfiguration)
	if e.Enforced || asked.OutputLocation == nil && own.OutputLocation != nil {
		chosen = own
	}
	if err := acceptResults(chosen); err != nil {
		return "", err
	}
	folder := aws.ToString(chosen.OutputLocation)
	if folder == "" {
		return "", invalid("INVALID_INPUT", "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.")
	}
	if _, _, ok := parseLocation(folder); !ok {
		return "", invalid("INVALID_INPUT", "outputLocation is not a valid S3 path.")
	}
	e.Owner = aws.ToString(chosen.ExpectedBucketOwner)
	return strings.TrimSuffix(folder, "/") + "/", nil
}

// acceptResults refuses settings whose promise could not be kept.
func acceptResults(r *types.ResultConfiguration) error {
	if r == nil {
		return nil
	}
	if x := r.EncryptionConfiguration; x != nil && x.EncryptionOption != types.EncryptionOptionSseS3 {
		return fault.New(fault.Unsupported, "Results encrypted under a KMS key are not offered here.")
	}
	if location := aws.ToString(r.OutputLocation); location != "" {
		if _, _, ok := parseLocation(location); !ok {
			return invalid("INVALID_INPUT", "outputLocation is not a valid S3 path.")
		}
	}
	return nil
}

// earlier returns the execution that the same token has begun, "" where there is none. Parameters and workgroup are
// not compared (facts: measured).
func (e *execution) earlier(c *service.Call) (string, error) {
	for item, err := range executions.ScanIndex(c.Tx, byToken, store.Range{Prefix: store.Key(e.Account, e.Token), Limit: 1}) {
		if err != nil {
			return "", err
		}
		o := item.Value
		if o.Query != e.Query || o.Catalog != e.Catalog || o.Database != e.Database || o.AskedOutput != e.AskedOutput {
			return "", invalid("IDEMPOTENT_PARAMETER_MISMATCH", "Idempotent parameters do not match")
		}
		return o.ID, nil
	}
	return "", nil
}

// found refuses DESCRIBE and SHOW COLUMNS of a table that is not there, as Athena does at the start (facts: measured). What
// else is wrong with them, a refusal of the catalog included, shows when they run.
func (e *execution) found(c *service.Call, s ast.Statement) error {
	k := &catalog{c: c.Through(source), e: e}
	var n tableName
	var err error
	switch s := s.(type) {
	case *ast.Describe:
		n, err = e.resolve(s.Name)
	case *ast.Show:
		if s.Kind != ast.ShowColumns {
			return nil
		}
		n, err = k.shown(s)
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	there, err := k.exists(n)
	switch {
	case err == nil && !there:
		return invalid("INVALID_INPUT", "Entity Not Found (Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: %s; Proxy: null)", c.RequestID)
	case err != nil && statementFailure(err) == nil:
		return err
	}
	return nil
}

// admit holds the account to its number of active queries, of DML and of DDL apart.
func (a *athena) admit(c *service.Call, quota types.StatementType) error {
	active, most := 0, a.ActiveDML
	if quota == types.StatementTypeDdl {
		most = a.ActiveDDL
	}
	for _, err := range executions.ScanIndex(c.Tx, byActivity, store.Range{Prefix: store.Key(c.Account(), quota), Limit: most}) {
		if err != nil {
			return err
		}
		active++
	}
	if active < most {
		return nil
	}
	return &types.TooManyRequestsException{
		Message: aws.String("You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of concurrent queries submitted by this account."),
		Reason:  types.ThrottleReasonConcurrentQueryLimitExceeded,
	}
}
