package dashboards

import (
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/app"
	"interlaken/clock"
	"interlaken/secret"
	"interlaken/wire"
	"interlaken/wire/sigv4"
)

const (
	hub    = "111111111111"
	retail = "222222222222"
	risk   = "444444444444"
	region = "us-east-1"
	roleA  = "arn:aws:iam::" + hub + ":role/role-a"
)

// world is a hub account and two that own data, reached through the door alone.
type world struct {
	*app.System
	t      *testing.T
	folder string // of its data
	admins map[string]sigv4.Credentials
	author sigv4.Credentials
}

func newWorld(t *testing.T, changes ...func(*app.Config, *app.Options)) *world {
	t.Helper()
	w := openWorld(t, t.TempDir(), changes...)
	w.populate()
	return w
}

// populate makes the accounts' administrators, role A and the author ann.
func (w *world) populate() {
	w.t.Helper()
	for _, account := range accounts {
		key, plain, _, err := w.CreateAccount(context.Background(), account, "account "+account)
		w.must(err)
		w.admins[account] = sigv4.Credentials{AccessKeyID: key, Secret: plain}
	}
	w.role(roleA, allow("sts:AssumeRole", map[string]any{"Principal": map[string]string{"Service": "quicksight.amazonaws.com"}}),
		allow("sts:AssumeRole", map[string]any{"Resource": []string{roleB(retail), roleB(risk)}}))
	w.author = w.makeAuthor("ann")
}

var accounts = []string{hub, retail, risk}

// openWorld starts the system in a folder, where another one may have been.
func openWorld(t *testing.T, folder string, changes ...func(*app.Config, *app.Options)) *world {
	t.Helper()
	c := app.Default()
	c.Listen, c.Volatile, c.Engine.InProcess = "127.0.0.1:8400", true, true
	c.Data, c.RootKey = filepath.Join(folder, "data"), filepath.Join(folder, "root.key")
	c.Hub = app.Hub{Account: hub, AnyRoleB: true}
	for _, account := range accounts {
		c.Accounts = append(c.Accounts, app.Account{ID: account, Name: "account " + account})
	}
	o := app.Options{Clock: clock.System, Report: func(err error) { t.Errorf("reported: %v", err) }}
	for _, change := range changes {
		change(&c, &o)
	}
	system, err := app.Open(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := system.Close(context.Background()); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return &world{System: system, t: t, folder: c.Data, admins: map[string]sigv4.Credentials{}}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) config(who sigv4.Credentials) aws.Config {
	return aws.Config{
		Region: region, BaseEndpoint: aws.String(w.Endpoint()), HTTPClient: &http.Client{Transport: w.Transport()},
		Credentials: credentials.NewStaticCredentialsProvider(who.AccessKeyID, who.Secret.Reveal(), ""),
	}
}

func (w *world) quicksight() *quicksight.Client { return quicksight.NewFromConfig(w.config(w.author)) }

func (w *world) own() *wire.Client { return w.as(w.author) }

func (w *world) as(who sigv4.Credentials) *wire.Client {
	return &wire.Client{
		HTTP: &http.Client{Transport: w.Transport()}, Endpoint: w.Endpoint(), Region: region, Credentials: who, Clock: clock.System,
	}
}

// allow is a document of one statement with further members.
func allow(action any, more map[string]any) string {
	statement := map[string]any{"Effect": "Allow", "Action": action}
	for name, value := range more {
		statement[name] = value
	}
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{statement}})
	if err != nil {
		panic(err) // maps of texts have JSON
	}
	return string(text)
}

func roleB(account string) string { return "arn:aws:iam::" + account + ":role/role-b" }

func (w *world) role(arn, trust, permissions string) {
	w.t.Helper()
	account, name := strings.Split(arn, ":")[4], arn[strings.LastIndexByte(arn, '/')+1:]
	admin := iam.NewFromConfig(w.config(w.admins[account]))
	_, err := admin.CreateRole(context.Background(), &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: &trust})
	w.must(err)
	_, err = admin.PutRolePolicy(context.Background(), &iam.PutRolePolicyInput{RoleName: &name, PolicyName: aws.String("permissions"), PolicyDocument: &permissions})
	w.must(err)
}

// makeAuthor makes an IAM user who is an author of the hub and may pass role A.
func (w *world) makeAuthor(name string) sigv4.Credentials {
	w.t.Helper()
	ctx, admin := context.Background(), iam.NewFromConfig(w.config(w.admins[hub]))
	_, err := admin.CreateUser(ctx, &iam.CreateUserInput{UserName: &name})
	w.must(err)
	policy := allow([]string{"quicksight:*", "interlaken:*", "iam:PassRole"}, map[string]any{"Resource": "*"})
	_, err = admin.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: &name, PolicyName: aws.String("author"), PolicyDocument: &policy})
	w.must(err)
	made, err := admin.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: &name})
	w.must(err)
	_, err = quicksight.NewFromConfig(w.config(w.admins[hub])).RegisterUser(ctx, &quicksight.RegisterUserInput{
		AwsAccountId: aws.String(hub), Namespace: aws.String("default"), IdentityType: types.IdentityTypeIam, UserRole: types.UserRoleAuthor,
		Email: aws.String(name + "@example.com"), IamArn: aws.String("arn:aws:iam::" + hub + ":user/" + name),
	})
	w.must(err)
	return sigv4.Credentials{AccessKeyID: *made.AccessKey.AccessKeyId, Secret: secret.NewText(*made.AccessKey.SecretAccessKey)}
}

// spoke gives an account tables of text files, a role B that reads them, and a data source that leads to it.
func (w *world) spoke(account, source string, tables map[string]table) {
	w.t.Helper()
	ctx, admin := context.Background(), w.config(w.admins[account])
	objects := s3.NewFromConfig(admin, func(o *s3.Options) { o.UsePathStyle = true })
	data, results := aws.String("data-"+account), aws.String("aws-athena-query-results-"+account+"-"+region)
	for _, bucket := range []*string{data, results} {
		_, err := objects.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: bucket})
		w.must(err)
	}
	catalog := glue.NewFromConfig(admin)
	_, err := catalog.CreateDatabase(ctx, &glue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: aws.String("bank")}})
	w.must(err)
	for name, t := range tables {
		_, err := objects.PutObject(ctx, &s3.PutObjectInput{Bucket: data, Key: aws.String(name + "/a.csv"), Body: strings.NewReader(t.text)})
		w.must(err)
		_, err = catalog.CreateTable(ctx, &glue.CreateTableInput{DatabaseName: aws.String("bank"), TableInput: &gluetypes.TableInput{
			Name: &name, TableType: aws.String("EXTERNAL_TABLE"), StorageDescriptor: &gluetypes.StorageDescriptor{
				Location: aws.String("s3://" + *data + "/" + name + "/"), Columns: t.glueColumns(),
				SerdeInfo: &gluetypes.SerDeInfo{
					SerializationLibrary: aws.String("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"), Parameters: map[string]string{"field.delim": ","},
				},
				InputFormat:  aws.String("org.apache.hadoop.mapred.TextInputFormat"),
				OutputFormat: aws.String("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"),
			},
		}})
		w.must(err)
	}
	w.role(roleB(account), allow("sts:AssumeRole", map[string]any{"Principal": map[string]string{"AWS": "arn:aws:iam::" + hub + ":root"}}),
		allow([]string{"athena:*", "glue:*", "s3:*"}, map[string]any{"Resource": "*"}))
	_, err = w.quicksight().CreateDataSource(ctx, &quicksight.CreateDataSourceInput{
		AwsAccountId: aws.String(hub), DataSourceId: &source, Name: &source, Type: types.DataSourceTypeAthena,
		DataSourceParameters: &types.DataSourceParametersMemberAthenaParameters{Value: types.AthenaParameters{
			WorkGroup: aws.String("primary"), RoleArn: aws.String(roleA), ConsumerAccountRoleArn: aws.String(roleB(account)),
		}},
	})
	w.must(err)
	for {
		out, err := w.quicksight().DescribeDataSource(ctx, &quicksight.DescribeDataSourceInput{AwsAccountId: aws.String(hub), DataSourceId: &source})
		w.must(err)
		switch out.DataSource.Status {
		case types.ResourceStatusCreationInProgress:
			continue
		case types.ResourceStatusCreationSuccessful:
			return
		}
		w.t.Fatalf("data source %s is %s: %+v", source, out.DataSource.Status, out.DataSource.ErrorInfo)
	}
}

// table is a file of text and what its columns are called and are, in Glue and in the hub.
type table struct {
	text    string
	columns [][3]string
}

func (t table) glueColumns() (all []gluetypes.Column) {
	for _, c := range t.columns {
		all = append(all, gluetypes.Column{Name: aws.String(c[0]), Type: aws.String(c[1])})
	}
	return all
}

// on is the table in a data source, as a data set names it.
func (t table) on(source, name string) types.PhysicalTable {
	r := types.RelationalTable{
		DataSourceArn: aws.String("arn:aws:quicksight:" + region + ":" + hub + ":datasource/" + source), Catalog: aws.String("AwsDataCatalog"),
		Schema: aws.String("bank"), Name: &name,
	}
	for _, c := range t.columns {
		r.InputColumns = append(r.InputColumns, types.InputColumn{Name: aws.String(c[0]), Type: types.InputColumnDataType(c[2])})
	}
	return &types.PhysicalTableMemberRelationalTable{Value: r}
}
