package iam

import (
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/service"
	"interlaken/store"
)

// simulators are the operations that decide without doing.
func (s *iam) simulators() []service.Operation {
	return []service.Operation{
		s.simulateCustomPolicy(), s.simulatePrincipalPolicy(), s.getContextKeysForCustomPolicy(), s.getContextKeysForPrincipalPolicy(),
	}
}

// simulation is what both simulators are asked.
type simulation struct {
	caller    policy.Principal
	set       policy.Set
	actions   []string
	resources []string
	owner     string // account of resources whose ARN names none
	context   policy.Context
	marker    *string
	most      *int32
}

// source is the type of a document, as the simulator names it.
func sourceType(s policy.Source) types.PolicySourceType {
	a, err := arn.Parse(s.ARN)
	switch {
	case s.Kind == policy.Resource || s.Kind == policy.Trust:
		return types.PolicySourceTypeResource
	case s.Account == identity.OfAWS:
		return types.PolicySourceTypeAwsManaged
	case err != nil:
		return types.PolicySourceTypeNone
	case a.Type() == "policy":
		return types.PolicySourceTypeUserManaged
	case a.Type() == "user":
		return types.PolicySourceTypeUser
	case a.Type() == "group":
		return types.PolicySourceTypeGroup
	case a.Type() == "role":
		return types.PolicySourceTypeRole
	}
	return types.PolicySourceTypeNone
}

// results decides each action on each resource, a page of them.
func (m *simulation) results() ([]types.EvaluationResult, string, error) {
	after, err := store.ParseToken(aws.ToString(m.marker))
	if err != nil {
		return nil, "", err
	}
	first := 0
	if after != "" {
		if first, err = strconv.Atoi(after); err != nil || first < 0 {
			return nil, "", &types.InvalidInputException{Message: aws.String("Invalid Marker.")}
		}
	}
	// Decided one by one as the page takes them: all pairs of two long lists would be too many to hold.
	var rest iter.Seq2[store.Item[types.EvaluationResult], error] = func(yield func(store.Item[types.EvaluationResult], error) bool) {
		for i := first; i < len(m.actions)*len(m.resources); i++ {
			r := m.result(m.actions[i/len(m.resources)], m.resources[i%len(m.resources)])
			if !yield(store.Item[types.EvaluationResult]{Position: strconv.Itoa(i + 1), Value: r}, nil) {
				return
			}
		}
	}
	page, next, err := store.Page(rest, pageSize(m.most))
	return append([]types.EvaluationResult{}, page...), next, err
}

// decisions are the simulator's words. What is not understood is refused, and so it is here.
var decisions = map[policy.Outcome]types.PolicyEvaluationDecisionType{
	policy.Allowed: types.PolicyEvaluationDecisionTypeAllowed, policy.ExplicitDeny: types.PolicyEvaluationDecisionTypeExplicitDeny,
	policy.ImplicitDeny: types.PolicyEvaluationDecisionTypeImplicitDeny, policy.NotUnderstood: types.PolicyEvaluationDecisionTypeImplicitDeny,
}

func (m *simulation) result(action, resource string) types.EvaluationResult {
	request := &policy.Request{Principal: m.caller, Action: action, Resource: resource, Context: m.context}
	if a, err := arn.Parse(resource); err == nil && a.Account == "" {
		request.ResourceAccount = m.owner
	}
	e := policy.Explain(request, &m.set)
	r := types.EvaluationResult{
		EvalActionName: aws.String(action), EvalResourceName: aws.String(resource), EvalDecision: decisions[e.Verdict.Outcome],
		MatchedStatements: []types.Statement{}, MissingContextValues: m.missing(),
	}
	if len(m.set.SCPs) > 0 && !m.caller.ManagementAccount {
		alone := policy.Decide(request, &policy.Set{SCPs: m.set.SCPs, Identity: []*policy.Policy{everything}})
		r.OrganizationsDecisionDetail = &types.OrganizationsDecisionDetail{AllowedByOrganizations: alone.Allowed}
	}
	for _, d := range e.Documents {
		if d.Kind == policy.SCP {
			continue // what they say is for the account that manages the organization
		}
		for _, matched := range d.Statements {
			if matched.Outcome != policy.Matched {
				continue
			}
			shown := types.Statement{SourcePolicyId: aws.String(d.Name), SourcePolicyType: sourceType(d.Source)}
			if matched.Line > 0 {
				shown.StartPosition = &types.Position{Line: int32(matched.Line), Column: int32(matched.Column)}
			}
			r.MatchedStatements = append(r.MatchedStatements, shown)
		}
		if d.Kind == policy.Boundary {
			r.PermissionsBoundaryDecisionDetail = &types.PermissionsBoundaryDecisionDetail{AllowedByPermissionsBoundary: d.Outcome == policy.DocumentAllows}
		}
	}
	return r
}

// everything leaves a decision to the control policies beside it.
var everything = func() *policy.Policy {
	p, err := policy.Load(policy.Source{Kind: policy.Identity}, []byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`))
	if err != nil {
		panic(err) // it is part of the program
	}
	return p
}()

// missing are the condition keys that documents ask for and the request does not have.
func (m *simulation) missing() []string {
	keys := []string{}
	for _, key := range contextKeys(slices.Concat(m.set.Identity, []*policy.Policy{m.set.Resource, m.set.Boundary})) {
		if _, present := m.context.Get(key); !present {
			keys = append(keys, key)
		}
	}
	return keys
}

func contextKeys(documents []*policy.Policy) []string {
	keys := []string{}
	for _, p := range documents {
		if p != nil {
			keys = append(keys, p.ContextKeys()...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// readContext makes the request's condition keys. Types are not needed: a value is read as the operator reads it.
func readContext(entries []types.ContextEntry) policy.Context {
	var c policy.Context
	for _, e := range entries {
		c.Set(aws.ToString(e.ContextKeyName), e.ContextKeyValues...)
	}
	return c
}

// loadInputs compiles documents that a request brings along, and names them as AWS names them.
func loadInputs(kind policy.Kind, name, account string, documents []string) ([]*policy.Policy, error) {
	var all []*policy.Policy
	for i, text := range documents {
		p, err := policy.Load(policy.Source{Kind: kind, Name: fmt.Sprintf("%s.%d", name, i+1), Account: account}, []byte(text))
		if err != nil {
			return nil, &types.InvalidInputException{Message: aws.String(fault.Public(err))}
		}
		all = append(all, p)
	}
	return all, nil
}

// prepare reads what both simulators have in common.
func (m *simulation) prepare(c *service.Call, boundaries []string, resourcePolicy, resourceOwner, callerARN *string, resources []string, entries []types.ContextEntry) error {
	m.resources = resources
	if len(m.resources) == 0 {
		m.resources = []string{"*"}
	}
	m.context = readContext(entries)
	m.owner = c.Account()
	if resourceOwner != nil {
		m.owner = *resourceOwner
		if a, err := arn.Parse(*resourceOwner); err == nil {
			m.owner = a.Account
		}
		if !arn.IsAccount(m.owner) {
			return &types.InvalidInputException{Message: aws.String("Invalid resource owner: " + *resourceOwner)}
		}
	}
	if callerARN != nil {
		a, err := arn.Parse(*callerARN)
		if err != nil || a.Type() != "user" {
			return &types.InvalidInputException{Message: aws.String("Invalid caller ARN: it has to be a user's.")}
		}
		m.caller = policy.Principal{Kind: policy.UserPrincipal, Account: a.Account, ARN: *callerARN}
	}
	bounds, err := loadInputs(policy.Boundary, "PermissionsBoundaryPolicyInputList", c.Account(), boundaries)
	if err != nil {
		return err
	}
	if len(bounds) > 0 {
		m.set.Boundary = bounds[0]
	}
	if resourcePolicy == nil {
		return nil
	}
	if callerARN == nil {
		return &types.InvalidInputException{Message: aws.String("A resource policy is decided for a caller: give CallerArn.")}
	}
	attached, err := loadInputs(policy.Resource, "ResourcePolicy", m.owner, []string{*resourcePolicy})
	if err == nil {
		m.set.Resource = attached[0]
	}
	return err
}

func (s *iam) simulateCustomPolicy() service.Operation {
	return service.Define("SimulateCustomPolicy", onAll[sdk.SimulateCustomPolicyInput]("iam:SimulateCustomPolicy"),
		func(c *service.Call, in *sdk.SimulateCustomPolicyInput) (*sdk.SimulateCustomPolicyOutput, error) {
			m := simulation{actions: in.ActionNames, marker: in.Marker, most: in.MaxItems}
			m.caller = policy.Principal{Kind: policy.UserPrincipal, Account: c.Account(), ARN: arn.User(c.Account(), "/", "simulated")}
			var err error
			if m.set.Identity, err = loadInputs(policy.Identity, "PolicyInputList", c.Account(), in.PolicyInputList); err != nil {
				return nil, err
			}
			if err := m.prepare(c, in.PermissionsBoundaryPolicyInputList, in.ResourcePolicy, in.ResourceOwner, in.CallerArn, in.ResourceArns, in.ContextEntries); err != nil {
				return nil, err
			}
			results, next, err := m.results()
			return &sdk.SimulateCustomPolicyOutput{EvaluationResults: results, IsTruncated: next != "", Marker: marker(next)}, err
		}, service.Reads)
}

// simulatePrincipalPolicy decides with the policies of a user, group or role, and with others that the request brings.
func (s *iam) simulatePrincipalPolicy() service.Operation {
	return service.Define("SimulatePrincipalPolicy",
		onSubject(func(in *sdk.SimulatePrincipalPolicyInput) *string { return in.PolicySourceArn }, "iam:SimulatePrincipalPolicy"),
		func(c *service.Call, in *sdk.SimulatePrincipalPolicyInput) (*sdk.SimulatePrincipalPolicyOutput, error) {
			m := simulation{actions: in.ActionNames, marker: in.Marker, most: in.MaxItems}
			docs, caller, err := s.subject(c, aws.ToString(in.PolicySourceArn))
			if err != nil {
				return nil, err
			}
			m.caller, m.set.Identity, m.set.Boundary = caller, docs.Identity, docs.Boundary
			controls, err := c.Controls(c.Account())
			if err != nil {
				return nil, err
			}
			m.set.SCPs = controls.SCPs
			more, err := loadInputs(policy.Identity, "PolicyInputList", c.Account(), in.PolicyInputList)
			if err != nil {
				return nil, err
			}
			m.set.Identity = append(slices.Clone(m.set.Identity), more...)
			if err := m.prepare(c, in.PermissionsBoundaryPolicyInputList, in.ResourcePolicy, in.ResourceOwner, in.CallerArn, in.ResourceArns, in.ContextEntries); err != nil {
				return nil, err
			}
			m.caller.ManagementAccount = controls.Management
			results, next, err := m.results()
			return &sdk.SimulatePrincipalPolicyOutput{EvaluationResults: results, IsTruncated: next != "", Marker: marker(next)}, err
		}, service.Reads)
}

// onSubject asks for an action on the user, group or role that a request is about.
func onSubject[In any](subject func(*In) *string, action string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		check := service.Check{Action: action, Resource: aws.ToString(subject(in))}
		if a, err := arn.Parse(check.Resource); err == nil {
			check.Account = a.Account
		}
		return []service.Check{check}, nil
	}
}

// subject are the documents of a user, group or role of the caller's account, and as whom it is decided.
func (s *iam) subject(c *service.Call, subjectARN string) (identity.Documents, policy.Principal, error) {
	missing := fault.New(fault.NotFound, "The entity %s cannot be found.", subjectARN)
	a, err := arn.Parse(subjectARN)
	if err != nil {
		return identity.Documents{}, policy.Principal{}, &types.InvalidInputException{Message: aws.String("Invalid Entity Arn: " + subjectARN + " does not clearly define entity type and name.")}
	}
	if a.Account != c.Account() || a.Service != "iam" {
		return identity.Documents{}, policy.Principal{}, missing
	}
	name := a.LastName()
	switch a.Type() {
	case "user":
		u, err := s.directory.User(c.Tx, a.Account, name)
		if err == nil && u.ARN() != subjectARN {
			err = missing
		}
		if err != nil {
			return identity.Documents{}, policy.Principal{}, err
		}
		docs, err := s.directory.Documents(c.Tx, identity.Principal{Kind: identity.User, Account: u.Account, Name: u.Name, UniqueID: u.ID})
		return docs, policy.Principal{Kind: policy.UserPrincipal, Account: u.Account, ARN: u.ARN(), ID: u.ID}, err
	case "role":
		r, err := s.directory.Role(c.Tx, a.Account, name)
		if err == nil && r.ARN() != subjectARN {
			err = missing
		}
		if err != nil {
			return identity.Documents{}, policy.Principal{}, err
		}
		docs, err := s.directory.Documents(c.Tx, identity.Principal{Kind: identity.AssumedRole, Account: r.Account, Name: r.Name, RoleID: r.ID})
		return docs, policy.Principal{
			Kind: policy.RoleSession, Account: r.Account, ARN: arn.AssumedRole(r.Account, r.Name, "simulated"), IssuerARN: r.ARN(), IssuerID: r.ID, ID: r.ID + ":simulated",
		}, err
	case "group":
		g, err := s.directory.Group(c.Tx, a.Account, name)
		if err == nil && g.ARN() != subjectARN {
			err = missing
		}
		if err != nil {
			return identity.Documents{}, policy.Principal{}, err
		}
		docs, err := s.directory.GroupDocuments(c.Tx, g)
		return docs, policy.Principal{Kind: policy.UserPrincipal, Account: g.Account, ARN: arn.User(g.Account, "/", "simulated")}, err
	}
	return identity.Documents{}, policy.Principal{}, missing
}

func (s *iam) getContextKeysForCustomPolicy() service.Operation {
	return service.Define("GetContextKeysForCustomPolicy", onAll[sdk.GetContextKeysForCustomPolicyInput]("iam:GetContextKeysForCustomPolicy"),
		func(c *service.Call, in *sdk.GetContextKeysForCustomPolicyInput) (*sdk.GetContextKeysForCustomPolicyOutput, error) {
			documents, err := loadInputs(policy.Identity, "PolicyInputList", c.Account(), in.PolicyInputList)
			return &sdk.GetContextKeysForCustomPolicyOutput{ContextKeyNames: contextKeys(documents)}, err
		}, service.Reads)
}

func (s *iam) getContextKeysForPrincipalPolicy() service.Operation {
	return service.Define("GetContextKeysForPrincipalPolicy",
		onSubject(func(in *sdk.GetContextKeysForPrincipalPolicyInput) *string { return in.PolicySourceArn }, "iam:GetContextKeysForPrincipalPolicy"),
		func(c *service.Call, in *sdk.GetContextKeysForPrincipalPolicyInput) (*sdk.GetContextKeysForPrincipalPolicyOutput, error) {
			docs, _, err := s.subject(c, aws.ToString(in.PolicySourceArn))
			if err != nil {
				return nil, err
			}
			more, err := loadInputs(policy.Identity, "PolicyInputList", c.Account(), in.PolicyInputList)
			return &sdk.GetContextKeysForPrincipalPolicyOutput{ContextKeyNames: contextKeys(slices.Concat(docs.Identity, more))}, err
		}, service.Reads)
}
