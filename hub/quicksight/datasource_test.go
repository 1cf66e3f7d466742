package quicksight_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service/servicetest"
	"interlaken/store"
)

func TestDataSourceIsProvedAsItsAuthor(t *testing.T) {
	k := newKit(t)
	hold := make(chan struct{})
	k.probes.set(nil, hold)
	out := must[sdk.CreateDataSourceOutput](k, k.ann, "CreateDataSource", newSource("d"))
	if *out.Arn != sourceARN("d") || out.CreationStatus != types.ResourceStatusCreationInProgress || out.Status != 202 {
		t.Errorf("the answer is %s, %s, %d", *out.Arn, out.CreationStatus, out.Status)
	}
	if d := k.describe(k.ann, "d"); d.Status != types.ResourceStatusCreationInProgress {
		t.Errorf("before the proof it is %s", d.Status)
	}
	close(hold)
	k.proved("d", 1)
	d := k.describe(k.ann, "d")
	p := d.DataSourceParameters.(*types.DataSourceParametersMemberAthenaParameters).Value
	if d.Status != types.ResourceStatusCreationSuccessful || d.ErrorInfo != nil || d.Type != types.DataSourceTypeAthena ||
		*p.WorkGroup != "primary" || *p.RoleArn != roleA || *p.ConsumerAccountRoleArn != roleB {
		t.Errorf("after the proof it is %s, %+v, %+v", d.Status, d.ErrorInfo, p)
	}
	asked := k.probes.last(t)
	want := hub.Person{Account: account, Namespace: "default", Name: "ann", ID: k.ann.Principal.UniqueID, ARN: userARN("ann")}
	if asked.person != want || asked.source.ARN() != sourceARN("d") || asked.source.Athena.Account() != servicetest.Retail {
		t.Errorf("%s was probed as %+v", asked.source.ARN(), asked.person)
	}
}

func TestDataSourceThatDoesNotWork(t *testing.T) {
	k := newKit(t)
	k.probes.set(&hub.ProbeFailure{Type: types.DataSourceErrorInfoTypeAccessDenied, Message: "Account 222222222222 refused."}, nil)
	k.make("d")
	d := k.describe(k.ann, "d")
	if d.Status != types.ResourceStatusCreationFailed || d.ErrorInfo == nil || d.ErrorInfo.Type != "ACCESS_DENIED" || *d.ErrorInfo.Message != "Account 222222222222 refused." {
		t.Errorf("it is %s, %+v", d.Status, d.ErrorInfo)
	}
	update := &sdk.UpdateDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("d"), Name: aws.String("n")}
	if out := must[sdk.UpdateDataSourceOutput](k, k.ann, "UpdateDataSource", update); out.UpdateStatus != types.ResourceStatusUpdateInProgress {
		t.Errorf("the update says %s", out.UpdateStatus)
	}
	k.proved("d", 2)
	if d := k.describe(k.ann, "d"); d.Status != types.ResourceStatusUpdateFailed || *d.Name != "n" {
		t.Errorf("after a failed update it is %s, %s", d.Status, *d.Name)
	}
	k.probes.set(nil, nil)
	must[sdk.UpdateDataSourceOutput](k, k.ann, "UpdateDataSource", update)
	k.proved("d", 3)
	if d := k.describe(k.ann, "d"); d.Status != types.ResourceStatusUpdateSuccessful || d.ErrorInfo != nil {
		t.Errorf("after a good update it is %s, %+v", d.Status, d.ErrorInfo)
	}
}

// A defect of the proof does not leave a data source in progress for ever, and does not show itself.
func TestProofThatBreaks(t *testing.T) {
	k := newKit(t)
	k.probes.breaks = true
	k.make("d")
	d := k.describe(k.ann, "d")
	if d.Status != types.ResourceStatusCreationFailed || d.ErrorInfo.Type != types.DataSourceErrorInfoTypeUnknown || strings.Contains(*d.ErrorInfo.Message, "defect") ||
		!strings.Contains(*d.ErrorInfo.Message, "checked again") {
		t.Errorf("it is %s, %s %q", d.Status, d.ErrorInfo.Type, *d.ErrorInfo.Message)
	}
}

func TestDataSourceWithoutRoleFailsWithAReason(t *testing.T) {
	k := newKit(t)
	in := newSource("d")
	in.DataSourceParameters = parameters("primary", "", "")
	must[sdk.CreateDataSourceOutput](k, k.ann, "CreateDataSource", in)
	k.proved("d", 1)
	if d := k.describe(k.ann, "d"); d.Status != types.ResourceStatusCreationFailed || !strings.Contains(*d.ErrorInfo.Message, "RoleArn") {
		t.Errorf("it is %s, %+v", d.Status, d.ErrorInfo)
	}
	if len(k.probes.asked) != 0 {
		t.Error("a chain without a role was walked")
	}
}

// SECURITY S7: a proof of what a data source was says nothing of what it has become.
func TestLateProofDoesNotSettleALaterEpoch(t *testing.T) {
	k := newKit(t)
	hold := make(chan struct{})
	k.probes.set(nil, hold)
	must[sdk.CreateDataSourceOutput](k, k.ann, "CreateDataSource", newSource("d"))
	failing := make(chan struct{})
	<-k.probes.began
	k.probes.set(&hub.ProbeFailure{Type: types.DataSourceErrorInfoTypeAccessDenied, Message: "no"}, failing)
	must[sdk.UpdateDataSourceOutput](k, k.ann, "UpdateDataSource", &sdk.UpdateDataSourceInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String("d"), Name: aws.String("n"), DataSourceParameters: parameters("primary", roleA, roleC),
	})
	close(hold)
	k.proved("d", 1)
	if d := k.describe(k.ann, "d"); d.Status != types.ResourceStatusUpdateInProgress {
		t.Errorf("the first proof made it %s", d.Status)
	}
	close(failing)
	k.proved("d", 2)
	if d := k.describe(k.ann, "d"); d.Status != types.ResourceStatusUpdateFailed {
		t.Errorf("the second proof made it %s", d.Status)
	}
}

func TestCreateDataSourceRefusals(t *testing.T) {
	k := newKit(t)
	const invalid = share.InvalidParameterValue
	for name, c := range map[string]struct {
		code   fault.Code
		words  string
		change func(*sdk.CreateDataSourceInput)
	}{
		"id":        {invalid, "is not valid", func(in *sdk.CreateDataSourceInput) { in.DataSourceId = aws.String("a*") }},
		"name":      {invalid, "more than blanks", func(in *sdk.CreateDataSourceInput) { in.Name = aws.String(" ") }},
		"long name": {fault.Validation, "at 'name' failed to satisfy constraint: Member must have length less than or equal to 128", func(in *sdk.CreateDataSourceInput) { in.Name = aws.String(strings.Repeat("x", 129)) }},
		"type":      {fault.Unsupported, "type MYSQL are unsupported", func(in *sdk.CreateDataSourceInput) { in.Type = types.DataSourceTypeMysql }},
		"no params": {invalid, "field is incorrectly set", func(in *sdk.CreateDataSourceInput) { in.DataSourceParameters = nil }},
		"other param": {invalid, "field is incorrectly set", func(in *sdk.CreateDataSourceInput) {
			in.DataSourceParameters = &types.DataSourceParametersMemberMySqlParameters{
				Value: types.MySqlParameters{Database: aws.String("d"), Host: aws.String("db.example.com"), Port: aws.Int32(3306)},
			}
		}},
		"role A elsewhere": {invalid, "is a role of another account", func(in *sdk.CreateDataSourceInput) {
			in.DataSourceParameters = parameters("primary", roleB, "")
		}},
		"role B alone": {invalid, "needs a RoleArn", func(in *sdk.CreateDataSourceInput) { in.DataSourceParameters = parameters("primary", "", roleB) }},
		"role B is a pattern": {invalid, "is not the ARN of an IAM role", func(in *sdk.CreateDataSourceInput) {
			in.DataSourceParameters = parameters("primary", roleA, "arn:aws:iam::222222222222:role/*")
		}},
		"role B is a variable": {invalid, "is not the ARN of an IAM role", func(in *sdk.CreateDataSourceInput) {
			in.DataSourceParameters = parameters("primary", roleA, "arn:aws:iam::222222222222:role/${aws:userid}")
		}},
		"role B is a user": {invalid, "is not the ARN of an IAM role", func(in *sdk.CreateDataSourceInput) {
			in.DataSourceParameters = parameters("primary", roleA, "arn:aws:iam::222222222222:user/b")
		}},
		"workgroup":   {invalid, "is not the name of a workgroup", func(in *sdk.CreateDataSourceInput) { in.DataSourceParameters = parameters("a b", roleA, roleB) }},
		"credentials": {invalid, "takes no Credentials", func(in *sdk.CreateDataSourceInput) { in.Credentials = &types.DataSourceCredentials{} }},
		"vpc": {invalid, "takes no VpcConnectionProperties", func(in *sdk.CreateDataSourceInput) {
			in.VpcConnectionProperties = &types.VpcConnectionProperties{
				VpcConnectionArn: aws.String("arn:aws:quicksight:us-east-1:111111111111:vpcConnection/v"),
			}
		}},
		"ssl":     {invalid, "SSL cannot be disabled", func(in *sdk.CreateDataSourceInput) { in.SslProperties = &types.SslProperties{DisableSsl: true} }},
		"folders": {fault.NotFound, "Folder", func(in *sdk.CreateDataSourceInput) { in.FolderArns = []string{"f"} }},
		"propagation": {fault.Unsupported, "Identity propagation", func(in *sdk.CreateDataSourceInput) {
			in.DataSourceParameters = &types.DataSourceParametersMemberAthenaParameters{Value: types.AthenaParameters{
				IdentityCenterConfiguration: &types.IdentityCenterConfiguration{EnableIdentityPropagation: aws.Bool(true)},
			}}
		}},
		"principal": {invalid, "is no user, group or namespace", func(in *sdk.CreateDataSourceInput) {
			in.Permissions = []types.ResourcePermission{{Principal: aws.String(userARN("zoe")), Actions: share.Viewer(share.DataSources)}}
		}},
		"empty tag": {fault.Validation, "at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1", func(in *sdk.CreateDataSourceInput) {
			in.Tags = []types.Tag{{Key: aws.String(""), Value: aws.String("1")}}
		}},
		"tag twice": {invalid, "given twice", func(in *sdk.CreateDataSourceInput) {
			in.Tags = []types.Tag{{Key: aws.String("a"), Value: aws.String("1")}, {Key: aws.String("a"), Value: aws.String("2")}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			in := newSource("d")
			c.change(in)
			k.t = t
			k.refusedFor(c.code, c.words, k.ann, "CreateDataSource", in)
		})
	}
	k.t = t
	k.View(func(r store.Reader) error {
		if _, err := hub.GetDataSource(r, account, region, "d"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a refused data source was kept: %v", err)
		}
		return nil
	})
	k.make("d")
	k.refusedFor(fault.AlreadyExists, "already exists", k.ann, "CreateDataSource", newSource("d"))
}

// SECURITY S5: who may not pass role A cannot set or change where a data source leads.
func TestPassRole(t *testing.T) {
	k := newKit(t)
	const words = "is not authorized to perform: iam:PassRole on resource: " + roleA
	k.refusedFor(fault.AccessDenied, words, k.bob, "CreateDataSource", newSource("b"))
	k.make("d")
	k.shareWith("d", userARN("bob"), true, share.Owner(share.DataSources)...)
	update := func(p types.DataSourceParameters) *sdk.UpdateDataSourceInput {
		return &sdk.UpdateDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("d"), Name: aws.String("bob's"), DataSourceParameters: p}
	}
	k.refusedFor(fault.AccessDenied, words, k.bob, "UpdateDataSource", update(parameters("primary", roleA, roleC)))
	k.refusedFor(fault.AccessDenied, words, k.bob, "UpdateDataSource", update(parameters("other", roleA, roleB)))
	k.refusedFor(fault.AccessDenied, words, k.bob, "UpdateDataSource", update(parameters("primary", roleA, "")))
	k.refusedFor(fault.AccessDenied, "iam:PassRole on resource: arn:aws:iam::111111111111:role/other", k.ann, "UpdateDataSource",
		update(parameters("primary", "arn:aws:iam::111111111111:role/other", roleB)))
	if d := k.describe(k.ann, "d"); *d.Name != "Source d" || d.Status != types.ResourceStatusCreationSuccessful {
		t.Errorf("a refused change left %s, %s", *d.Name, d.Status)
	}
	// What stays needs no role to be passed, and the proof is still walked as who set the roles.
	must[sdk.UpdateDataSourceOutput](k, k.bob, "UpdateDataSource", update(parameters("primary", roleA, roleB)))
	k.proved("d", 2)
	if person := k.probes.last(t).person; person.Name != "ann" {
		t.Errorf("after bob's change of the name the chain is walked as %s", person.Name)
	}
}

// SECURITY S5: nobody names a role B until an administrator says who may.
func TestRoleBSetting(t *testing.T) {
	k := newKit(t)
	k.settings(hub.Settings{})
	k.refusedFor(fault.AccessDenied, "is not authorized to name the role "+roleB, k.ann, "CreateDataSource", newSource("d"))
	k.settings(hub.Settings{RoleBGrants: []hub.RoleBGrant{{Principals: []string{userARN("ann")}, Roles: []string{roleB}}}})
	k.make("d")
	k.refusedFor(fault.AccessDenied, "is not authorized to name the role "+roleC, k.ann, "UpdateDataSource", &sdk.UpdateDataSourceInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String("d"), Name: aws.String("n"), DataSourceParameters: parameters("primary", roleA, roleC),
	})
	in := newSource("classic")
	in.DataSourceParameters = parameters("primary", roleA, "")
	k.settings(hub.Settings{})
	must[sdk.CreateDataSourceOutput](k, k.ann, "CreateDataSource", in)
}

// SECURITY S11: another's, an unshared and an unknown id have one answer.
func TestOneAnswer(t *testing.T) {
	k := newKit(t)
	k.make("theirs")
	for _, operation := range []string{"DescribeDataSource", "UpdateDataSource", "DeleteDataSource", "DescribeDataSourcePermissions", "UpdateDataSourcePermissions"} {
		input := func(id string) any {
			a, i := aws.String(account), aws.String(id)
			return map[string]any{
				"DescribeDataSource":            &sdk.DescribeDataSourceInput{AwsAccountId: a, DataSourceId: i},
				"UpdateDataSource":              &sdk.UpdateDataSourceInput{AwsAccountId: a, DataSourceId: i, Name: aws.String("n")},
				"DeleteDataSource":              &sdk.DeleteDataSourceInput{AwsAccountId: a, DataSourceId: i},
				"DescribeDataSourcePermissions": &sdk.DescribeDataSourcePermissionsInput{AwsAccountId: a, DataSourceId: i},
				"UpdateDataSourcePermissions":   &sdk.UpdateDataSourcePermissionsInput{AwsAccountId: a, DataSourceId: i},
			}[operation]
		}
		theirs := k.refused(fault.NotFound, k.bob, operation, input("theirs"))
		unknown := k.refused(fault.NotFound, k.bob, operation, input("unknown"))
		if strings.ReplaceAll(theirs, "theirs", "unknown") != unknown {
			t.Errorf("%s: %q and %q", operation, theirs, unknown)
		}
		// A principal that is no user has one answer too, and it says what to do.
		theirs = k.refused(fault.AccessDenied, k.admin, operation, input("theirs"))
		if unknown = k.refused(fault.AccessDenied, k.admin, operation, input("unknown")); theirs != unknown || !strings.Contains(unknown, "RegisterUser") {
			t.Errorf("%s: %q and %q", operation, theirs, unknown)
		}
	}
	// Who sees it but may not change it learns that.
	k.shareWith("theirs", userARN("bob"), true, share.Viewer(share.DataSources)...)
	if d := k.describe(k.bob, "theirs"); *d.Name != "Source theirs" {
		t.Errorf("bob sees %s", *d.Name)
	}
	k.refusedFor(fault.AccessDenied, "quicksight:DeleteDataSource", k.bob, "DeleteDataSource", &sdk.DeleteDataSourceInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String("theirs"),
	})
}

func TestListDataSources(t *testing.T) {
	k := newKit(t)
	for _, id := range []string{"a", "b", "c"} {
		k.make(id)
	}
	k.shareWith("b", "arn:aws:quicksight:us-east-1:111111111111:namespace/default", true, share.Viewer(share.DataSources)...)
	list := func(in *sdk.ListDataSourcesInput) *sdk.ListDataSourcesOutput {
		in.AwsAccountId = aws.String(account)
		return must[sdk.ListDataSourcesOutput](k, k.ann, "ListDataSources", in)
	}
	first := list(&sdk.ListDataSourcesInput{MaxResults: aws.Int32(2)})
	if len(first.DataSources) != 2 || first.NextToken == nil {
		t.Fatalf("the first page has %d", len(first.DataSources))
	}
	second := list(&sdk.ListDataSourcesInput{MaxResults: aws.Int32(2), NextToken: first.NextToken})
	if len(second.DataSources) != 1 || *second.DataSources[0].DataSourceId != "c" || second.NextToken != nil {
		t.Errorf("the second page has %d", len(second.DataSources))
	}
	k.refused("InvalidNextTokenException", k.ann, "ListDataSources", &sdk.ListDataSourcesInput{AwsAccountId: aws.String(account), NextToken: aws.String("!")})
	for _, c := range []struct {
		name    string
		session int
		want    int
	}{{"bob sees what is shared with all", 0, 1}, {"who is no user sees the account", 1, 3}} {
		s := k.bob
		if c.session == 1 {
			s = k.admin
		}
		out := must[sdk.ListDataSourcesOutput](k, s, "ListDataSources", &sdk.ListDataSourcesInput{AwsAccountId: aws.String(account)})
		if len(out.DataSources) != c.want {
			t.Errorf("%s: %d", c.name, len(out.DataSources))
		}
	}
}

func TestSecondAuthorCannotTakeADeletedID(t *testing.T) {
	k := newKit(t)
	k.make("d")
	must[sdk.DeleteDataSourceOutput](k, k.ann, "DeleteDataSource", &sdk.DeleteDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("d")})
	carl := k.User(account, "carl", servicetest.Everything)
	k.register(carl, types.UserRoleAuthor)
	k.refusedFor(fault.AccessDenied, "was another owner's", carl, "CreateDataSource", newSource("d"))
	must[sdk.CreateDataSourceOutput](k, k.ann, "CreateDataSource", newSource("d"))
	k.proved("d", 2)
	if source := k.probes.last(t).source; source.Epoch != 2 {
		t.Errorf("the new one has epoch %d", source.Epoch)
	}
}

func TestReaderMakesNothing(t *testing.T) {
	k := newKit(t)
	rita := k.User(account, "rita", servicetest.Everything)
	k.register(rita, types.UserRoleReader)
	k.refusedFor(fault.AccessDenied, "READER is not an author's", rita, "CreateDataSource", newSource("d"))
}

func TestNewDataSourceHasAnOwner(t *testing.T) {
	k := newKit(t)
	in := newSource("d")
	k.refusedFor(share.InvalidParameterValue, "would belong to nobody", k.admin, "CreateDataSource", in)
	in.Permissions = []types.ResourcePermission{{Principal: aws.String(userARN("ann")), Actions: share.Owner(share.DataSources)}}
	must[sdk.CreateDataSourceOutput](k, k.admin, "CreateDataSource", in)
	k.proved("d", 1)
	if person := k.probes.last(t).person; person.Name != "admin" || person.Namespace != "" || person.ID != k.admin.Principal.UniqueID {
		t.Errorf("the chain is walked as %+v", person)
	}
	if d := k.describe(k.ann, "d"); d.Status != types.ResourceStatusCreationSuccessful {
		t.Errorf("ann sees %s", d.Status)
	}
}

// What its last owner leaves behind, an administrator can give away or remove, and not use.
func TestAdministratorAdoptsWhatHasNoOwner(t *testing.T) {
	k := newKit(t)
	k.make("d")
	eve := k.User(account, "eve", servicetest.Everything)
	k.register(eve, types.UserRoleAdmin)
	see := &sdk.DescribeDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("d")}
	k.refused(fault.NotFound, eve, "DescribeDataSource", see)
	must[sdk.DeleteUserOutput](k, k.admin, "DeleteUser", &sdk.DeleteUserInput{AwsAccountId: aws.String(account), Namespace: aws.String("default"), UserName: aws.String("ann")})
	must[sdk.DescribeDataSourceOutput](k, eve, "DescribeDataSource", see)
	k.refused(fault.AccessDenied, eve, "UpdateDataSource", &sdk.UpdateDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("d"), Name: aws.String("n")})
	k.refused(fault.AccessDenied, eve, "CreateDataSet", newSet("s", relational(sourceARN("d"))))
	k.refused(fault.NotFound, k.bob, "DescribeDataSource", see)
	if out := must[sdk.ListDataSourcesOutput](k, eve, "ListDataSources", &sdk.ListDataSourcesInput{AwsAccountId: aws.String(account)}); len(out.DataSources) != 1 {
		t.Errorf("eve's list has %d", len(out.DataSources))
	}
	must[sdk.UpdateDataSourcePermissionsOutput](k, eve, "UpdateDataSourcePermissions", &sdk.UpdateDataSourcePermissionsInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String("d"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: share.Owner(share.DataSources)}},
	})
	must[sdk.DescribeDataSourceOutput](k, k.bob, "DescribeDataSource", see)
	k.refused(fault.NotFound, eve, "DescribeDataSource", see)
}
