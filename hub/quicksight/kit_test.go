package quicksight_test

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/quicksight"
	"interlaken/job"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
)

const (
	account = servicetest.Hub
	region  = "us-east-1"
	roleA   = "arn:aws:iam::111111111111:role/role-a"
	roleB   = "arn:aws:iam::222222222222:role/consumer"
	roleC   = "arn:aws:iam::333333333333:role/consumer"
)

// everythingButPassRole is the IAM policy of an author who may use the whole API and pass no role.
const everythingButPassRole = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"quicksight:*","Resource":"*"}]}`

// passRoleA lets an author pass role A to the service.
const passRoleA = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"` + roleA +
	`","Condition":{"StringEquals":{"iam:PassedToService":"quicksight.amazonaws.com"}}}]}`

// prober answers as it is told and keeps what it was asked.
type prober struct {
	mu     sync.Mutex
	asked  []probe
	answer *hub.ProbeFailure
	// hold, if not nil, is waited for before a probe answers.
	hold chan struct{}
	// breaks makes a probe panic.
	breaks bool
	// began gets one word from each probe.
	began chan struct{}
}

type probe struct {
	source hub.DataSource
	person hub.Person
}

func (p *prober) Probe(ctx context.Context, source hub.DataSource, person hub.Person) *hub.ProbeFailure {
	p.mu.Lock()
	p.asked = append(p.asked, probe{source, person})
	answer, hold, breaks := p.answer, p.hold, p.breaks
	p.mu.Unlock()
	if breaks {
		panic("a defect")
	}
	p.began <- struct{}{}
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
		}
	}
	return answer
}

func (p *prober) last(t *testing.T) probe {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.asked) == 0 {
		t.Fatal("nothing was probed")
	}
	return p.asked[len(p.asked)-1]
}

func (p *prober) set(answer *hub.ProbeFailure, hold chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer, p.hold = answer, hold
}

// kit is a hub with an administrator, who is no user, and two authors who are.
type kit struct {
	*servicetest.Kit
	t      *testing.T
	probes *prober
	jobs   *job.Queue

	admin, ann, bob service.Session
}

func newKit(t *testing.T) *kit {
	t.Helper()
	return newKitWith(t, nil)
}

// newKitWith is a kit whose hub keeps data sets in memory, unless that is nil.
func newKitWith(t *testing.T, memory quicksight.Memory) *kit {
	t.Helper()
	k := &kit{Kit: servicetest.New(t), t: t, probes: &prober{began: make(chan struct{}, 100)}}
	k.jobs = job.New(job.Config{Store: k.Store, Clock: k.Clock, IDs: k.IDs, Alone: true, Report: func(err error) { t.Error(err) }})
	k.Mesh.Register(quicksight.New(quicksight.Config{Mesh: k.Mesh, Jobs: k.jobs, Prober: k.probes, Inviter: hub.Inviter{IDs: k.IDs, Address: "https://bi.example.com"}, Memory: memory}))
	if err := k.jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.jobs.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	k.admin = k.User(account, "admin", servicetest.Everything)
	k.ann = k.User(account, "ann", everythingButPassRole, passRoleA)
	k.bob = k.User(account, "bob", everythingButPassRole)
	k.register(k.ann, types.UserRoleAuthor)
	k.register(k.bob, types.UserRoleAuthor)
	k.settings(hub.Settings{RoleBGrants: []hub.RoleBGrant{{Principals: []string{"*"}, Roles: []string{"*"}}}})
	return k
}

func (k *kit) settings(s hub.Settings) {
	k.Update(func(tx store.Tx) error { return hub.PutSettings(tx, account, s) })
}

// register maps an IAM user to a user of its name.
func (k *kit) register(s service.Session, role types.UserRole) {
	k.t.Helper()
	must[sdk.RegisterUserOutput](k, k.admin, "RegisterUser", &sdk.RegisterUserInput{
		AwsAccountId: aws.String(account), Namespace: aws.String("default"), IdentityType: types.IdentityTypeIam,
		Email: aws.String(s.Principal.Name + "@example.com"), UserRole: role, IamArn: aws.String(s.Principal.ARN),
	})
}

func must[Out any](k *kit, s service.Session, operation string, in any) *Out {
	k.t.Helper()
	return servicetest.Must[Out](k.Kit, s, "quicksight", operation, in)
}

// refused runs an operation that has to fail with a code, and returns its public sentence.
func (k *kit) refused(code fault.Code, s service.Session, operation string, in any) string {
	k.t.Helper()
	_, err := k.Do(s, "quicksight", operation, in)
	if !fault.Is(err, code) {
		k.t.Fatalf("%s: %v, want %s", operation, err, code)
	}
	return fault.Public(err)
}

// refusedFor is refused with words that the sentence has to hold.
func (k *kit) refusedFor(code fault.Code, words string, s service.Session, operation string, in any) {
	k.t.Helper()
	if sentence := k.refused(code, s, operation, in); !strings.Contains(sentence, words) {
		k.t.Errorf("%s says %q, want %q in it", operation, sentence, words)
	}
}

// parameters name a workgroup, role A and role B.
func parameters(workGroup, a, b string) types.DataSourceParameters {
	p := types.AthenaParameters{WorkGroup: aws.String(workGroup)}
	if a != "" {
		p.RoleArn = aws.String(a)
	}
	if b != "" {
		p.ConsumerAccountRoleArn = aws.String(b)
	}
	return &types.DataSourceParametersMemberAthenaParameters{Value: p}
}

func newSource(id string) *sdk.CreateDataSourceInput {
	return &sdk.CreateDataSourceInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String(id), Name: aws.String("Source " + id),
		Type: types.DataSourceTypeAthena, DataSourceParameters: parameters("primary", roleA, roleB),
	}
}

func (k *kit) describe(s service.Session, id string) *types.DataSource {
	k.t.Helper()
	return must[sdk.DescribeDataSourceOutput](k, s, "DescribeDataSource", &sdk.DescribeDataSourceInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String(id),
	}).DataSource
}

// proved waits for the proof of one epoch of a data source.
func (k *kit) proved(id string, epoch int64) {
	k.t.Helper()
	key := sourceARN(id) + "#" + strconv.FormatInt(epoch, 10)
	for {
		changed, release := k.jobs.Watch("hub.data-source", key)
		gone := false
		k.View(func(r store.Reader) error {
			_, err := job.Get(r, "hub.data-source", key)
			gone = fault.Is(err, fault.NotFound)
			return nil
		})
		if gone {
			release()
			return
		}
		select {
		case <-changed:
		case <-k.t.Context().Done():
			k.t.Fatal("the proof did not end")
		}
		release()
	}
}

// make makes a data source as ann and waits until it is proved.
func (k *kit) make(id string) {
	k.t.Helper()
	must[sdk.CreateDataSourceOutput](k, k.ann, "CreateDataSource", newSource(id))
	k.proved(id, 1)
}

// shareWith grants or revokes actions on a data source as ann.
func (k *kit) shareWith(id, principal string, grant bool, actions ...string) {
	k.t.Helper()
	in := &sdk.UpdateDataSourcePermissionsInput{AwsAccountId: aws.String(account), DataSourceId: aws.String(id)}
	list := []types.ResourcePermission{{Principal: aws.String(principal), Actions: actions}}
	if grant {
		in.GrantPermissions = list
	} else {
		in.RevokePermissions = list
	}
	must[sdk.UpdateDataSourcePermissionsOutput](k, k.ann, "UpdateDataSourcePermissions", in)
}

func sourceARN(id string) string { return "arn:aws:quicksight:us-east-1:111111111111:datasource/" + id }

func userARN(name string) string {
	return "arn:aws:quicksight:us-east-1:111111111111:user/default/" + name
}
