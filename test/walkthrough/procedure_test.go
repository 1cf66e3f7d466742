package walkthrough

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The names of the procedure, and those of the owner's data.
const (
	roleA        = "qs-athena-cross-account-role-a"
	roleB        = "qs-athena-consumer-role"
	roleAARN     = "arn:aws:iam::" + hubAccount + ":role/" + roleA
	roleBARN     = "arn:aws:iam::" + spokeAccount + ":role/" + roleB
	source       = "athena-cross-account"
	sourceARN    = "arn:aws:quicksight:" + region + ":" + hubAccount + ":datasource/" + source
	parameters   = `{"AthenaParameters":{"WorkGroup":"primary","RoleArn":"` + roleAARN + `","ConsumerAccountRoleArn":"` + roleBARN + `"}}`
	userARN      = "arn:aws:quicksight:" + region + ":" + hubAccount + ":user/default/"
	database     = "consumer_data"
	dataBucket   = "consumer-data-" + spokeAccount
	resultBucket = "aws-athena-query-results-" + spokeAccount + "-" + region
	originalFile = "../../../examples/bank/tables/data/consumer_complaints.csv" // from the documents' folder
)

// The actions that the procedure grants on a data source.
const (
	viewerActions = `"quicksight:DescribeDataSource","quicksight:DescribeDataSourcePermissions","quicksight:PassDataSource"`
	ownerActions  = viewerActions + `,"quicksight:UpdateDataSource","quicksight:DeleteDataSource","quicksight:UpdateDataSourcePermissions"`
)

// question is what both authors ask; figures.py answers it from the source file.
const question = "SELECT product, count(*) AS complaints FROM " + database + ".complaints_cfpb GROUP BY product ORDER BY product"

// TestPublishedProcedure goes through the procedure in its order, then through what it promises to both accounts, and
// leaves everything as it was.
func TestPublishedProcedure(t *testing.T) {
	w := &walk{terminal: newTerminal(t, newSystem(t), awsProgram), keys: map[string]string{}}
	w.step("What there is before the first step")
	before := w.inventory()

	w.ownData()
	w.createRoleA()
	w.createRoleB()
	w.registerAuthors()
	w.createDataSource()
	w.share()
	w.queries()
	w.rightsOfRoleB()
	w.strictForm()
	w.trails()
	w.bills()
	w.cleanUp()

	w.step("What there is after the last step: the same")
	if d := cmp.Diff(before, w.inventory()); d != "" {
		t.Errorf("the clean-up left something (-before +after):\n%s", d)
	}
}

// walk is a person's way through the procedure.
type walk struct {
	*terminal
	keys    map[string]string // access key by author
	queried int               // queries that have succeeded
	counted string            // what figures.py says, once it was asked
}

// inventory is what may not change over the whole walk: the names of roles, data sources and buckets.
func (w *walk) inventory() map[string][]string {
	w.t.Helper()
	found := map[string][]string{}
	list := func(profile string, arguments ...string) {
		var names []string
		w.awsJSON(&names, profile, arguments...)
		if names == nil {
			w.t.Fatalf("%s %s answered without a list", arguments[0], arguments[1])
		}
		slices.Sort(names)
		found[profile+": "+arguments[0]+" "+arguments[1]] = names
	}
	for _, profile := range []string{"hub-admin", "consumer-admin"} {
		list(profile, "iam", "list-roles", "--query", "Roles[].RoleName")
		list(profile, "s3api", "list-buckets", "--query", "Buckets[].Name")
	}
	list("hub-admin", "quicksight", "list-data-sources", "--aws-account-id", hubAccount, "--query", "DataSources[].DataSourceId")
	return found
}

// ownData is the owner's part, long before anybody thinks of a hub: a bucket with a file, and a table over it.
func (w *walk) ownData() {
	w.t.Helper()
	w.step("The consumer account's data: a file in its bucket, a table in its catalog")
	w.aws("consumer-admin", "s3", "mb", "s3://"+dataBucket)
	w.aws("consumer-admin", "s3", "cp", originalFile, "s3://"+dataBucket+"/complaints_cfpb/", "--no-progress")
	w.aws("consumer-admin", "glue", "create-database", "--database-input", "Name="+database)
	w.aws("consumer-admin", "glue", "create-table", "--database-name", database, "--table-input", "file://complaints-table.json")
}

func (w *walk) createRoleA() {
	w.t.Helper()
	w.step("Role A, in the hub account: QuickSight may assume it, and it may assume role B")
	w.equal(roleAARN, w.aws("hub-admin", "iam", "create-role", "--role-name", roleA,
		"--assume-role-policy-document", "file://role-a-trust-policy.json",
		"--description", "Quick Athena Cross Account - RunAsRole", "--query", "Role.Arn", "--output", "text"))
	w.aws("hub-admin", "iam", "put-role-policy", "--role-name", roleA,
		"--policy-name", "AssumeConsumerRolePolicy", "--policy-document", "file://assume-consumer-role-policy.json")
}

func (w *walk) createRoleB() {
	w.t.Helper()
	w.step("Role B, in the consumer account: the hub account may assume it for its data sources; it may query and read")
	w.equal(roleBARN, w.aws("consumer-admin", "iam", "create-role", "--role-name", roleB,
		"--assume-role-policy-document", "file://role-b-trust-policy.json", "--query", "Role.Arn", "--output", "text"))
	w.aws("consumer-admin", "iam", "put-role-policy", "--role-name", roleB,
		"--policy-name", "AthenaGlueS3Access", "--policy-document", "file://athena-glue-s3-access.json")
	w.aws("consumer-admin", "s3", "mb", "s3://"+resultBucket)
}

// registerAuthors makes two IAM users of the hub account and maps each to a user of QuickSight. Only the first may pass
// role A.
func (w *walk) registerAuthors() {
	w.t.Helper()
	w.step("Two authors: the first may hand role A to QuickSight, the second may not")
	for _, name := range []string{"author", "second-author"} {
		w.aws("hub-admin", "iam", "create-user", "--user-name", name, "--query", "User.Arn", "--output", "text")
		w.aws("hub-admin", "iam", "put-user-policy", "--user-name", name,
			"--policy-name", "Author", "--policy-document", "file://author-policy.json")
		var made struct {
			AccessKey struct{ AccessKeyID, SecretAccessKey string }
		}
		w.awsSecret(&made, "hub-admin", "iam", "create-access-key", "--user-name", name)
		w.keys[name] = made.AccessKey.AccessKeyID
		w.profile(name, made.AccessKey.AccessKeyID, made.AccessKey.SecretAccessKey, "")
		w.equal(userARN+name, w.aws("hub-admin", "quicksight", "register-user", "--aws-account-id", hubAccount, "--namespace", "default",
			"--identity-type", "IAM", "--iam-arn", "arn:aws:iam::"+hubAccount+":user/"+name, "--user-role", "AUTHOR",
			"--email", name+"@example.com", "--query", "User.Arn", "--output", "text"))
	}
	w.aws("hub-admin", "iam", "put-user-policy", "--user-name", "author",
		"--policy-name", "PassRoleA", "--policy-document", "file://pass-role-policy.json")
}

// createArguments are those of the published create-data-source, for a data source of any id.
func createArguments(id string) []string {
	return []string{
		"quicksight", "create-data-source", "--aws-account-id", hubAccount, "--data-source-id", id,
		"--name", "Athena Cross Account - Consumer Data", "--type", "ATHENA", "--data-source-parameters", parameters,
		"--permissions", `[{"Principal":"` + userARN + `author","Actions":[` + ownerActions + `]}]`,
		"--query", "[Arn,CreationStatus]", "--output", "text",
	}
}

func (w *walk) createDataSource() {
	w.t.Helper()
	w.step("The data source: who may not pass role A is refused; for the author the chain is walked")
	said := w.refused("AccessDeniedException", "second-author", createArguments(source)...)
	w.contains(said, "iam:PassRole on resource: "+roleAARN+" because no identity-based policy allows the iam:PassRole action")
	w.equal(sourceARN+"\tCREATION_IN_PROGRESS", w.aws("author", createArguments(source)...))
	w.settled(source, "CREATION_SUCCESSFUL")
}

// status is what a data source says of itself, as the procedure asks for it.
type status struct{ Name, Status, Type string }

// settled asks for the data source's status until it is no longer in progress, and compares it.
func (w *walk) settled(id, want string) {
	w.t.Helper()
	var got status
	for range 60 { // each takes the CLI the better part of a second
		w.awsJSON(&got, "author", "quicksight", "describe-data-source", "--aws-account-id", hubAccount, "--data-source-id", id,
			"--query", "DataSource.{Name:Name,Status:Status,Type:Type}")
		if !strings.HasSuffix(got.Status, "_IN_PROGRESS") {
			break
		}
	}
	if d := cmp.Diff(status{"Athena Cross Account - Consumer Data", want, "ATHENA"}, got); d != "" {
		w.t.Fatalf("data source (-want +got):\n%s\n%s", d, w.aws("author", "quicksight", "describe-data-source",
			"--aws-account-id", hubAccount, "--data-source-id", id, "--query", "DataSource.ErrorInfo"))
	}
}

// dataSetArguments are those of the data set that the second author makes.
func dataSetArguments(id string) []string {
	return []string{
		"quicksight", "create-data-set", "--aws-account-id", hubAccount, "--data-set-id", id, "--name", "Complaints",
		"--import-mode", "DIRECT_QUERY", "--physical-table-map", "file://complaints-physical-table.json",
		"--permissions", `[{"Principal":"` + userARN + `second-author","Actions":[` + dataSetActions + `]}]`,
		"--query", "Arn", "--output", "text",
	}
}

// dataSetActions are an owner's (QuickSight API Reference, CreateDataSet, Permissions).
const dataSetActions = `"quicksight:DescribeDataSet","quicksight:DescribeDataSetPermissions","quicksight:PassDataSet",` +
	`"quicksight:DescribeIngestion","quicksight:ListIngestions","quicksight:UpdateDataSet","quicksight:DeleteDataSet",` +
	`"quicksight:CreateIngestion","quicksight:CancelIngestion","quicksight:UpdateDataSetPermissions"`

// share gives the second author the viewer's actions, takes them, and gives them again; between these, making a data
// set succeeds and fails.
func (w *walk) share() {
	w.t.Helper()
	change := func(flag string) {
		w.equal(sourceARN, w.aws("author", "quicksight", "update-data-source-permissions", "--aws-account-id", hubAccount, "--data-source-id", source,
			flag, `{"Principal":"`+userARN+`second-author","Actions":[`+viewerActions+`]}`, "--query", "DataSourceArn", "--output", "text"))
	}
	hidden := func(id string) {
		said := w.refused("ResourceNotFoundException", "second-author", dataSetArguments(id)...)
		w.contains(said, sourceARN+" is not found, or it is not shared with you.")
	}
	w.step("Before it is shared, the second author cannot make a data set on the data source")
	hidden("complaints")
	w.step("Once it is shared, that works")
	change("--grant-permissions")
	w.equal("arn:aws:quicksight:"+region+":"+hubAccount+":dataset/complaints", w.aws("second-author", dataSetArguments("complaints")...))
	w.step("The grant is revoked: the second author can neither make another one nor ask")
	change("--revoke-permissions")
	hidden("complaints-again")
	w.contains(w.interlakenRefused("second-author", "query", "--data-source", source, question), "is not found, or it is not shared with you")
	w.step("And granted again, for the queries")
	change("--grant-permissions")
}

func (w *walk) equal(want, got string) {
	w.t.Helper()
	if want != got {
		w.t.Fatalf("got %q, want %q", got, want)
	}
}

func (w *walk) contains(text, part string) {
	w.t.Helper()
	if !strings.Contains(text, part) {
		w.t.Fatalf("%q does not say %q", text, part)
	}
}
