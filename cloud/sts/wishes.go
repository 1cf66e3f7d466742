package sts

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/service"
)

// wishes are what a caller asks of a session, together with what its own session hands on to it.
type wishes struct {
	sessionName, externalID string
	sourceIdentity          string
	passed                  map[string]string // the tags of this request
	incoming                map[string]string // the transitive tags of the caller's session
	tags                    map[string]string // the passed and the incoming ones
	passedTransitive        []string
	transitive              []string
	policy                  string
	policyARNs              []string
	duration                time.Duration
}

const (
	defaultDuration = time.Hour
	chainedDuration = time.Hour // the most that role chaining gives (API reference, AssumeRole, DurationSeconds)
	maxPolicy       = 2048      // characters of a session policy in plain text
)

// readWishes reads and checks a request as far as the caller and the request alone decide.
func readWishes(caller *identity.Principal, in *sdk.AssumeRoleInput) (*wishes, error) {
	if err := refuseUnsupported(in); err != nil {
		return nil, err
	}
	w := &wishes{
		sessionName: aws.ToString(in.RoleSessionName), externalID: aws.ToString(in.ExternalId),
		policy: aws.ToString(in.Policy), duration: defaultDuration,
	}
	for _, p := range in.PolicyArns {
		w.policyARNs = append(w.policyARNs, aws.ToString(p.Arn))
	}
	if in.DurationSeconds != nil {
		w.duration = time.Duration(*in.DurationSeconds) * time.Second
	}
	if caller.Kind == identity.AssumedRole && w.duration > chainedDuration {
		return nil, fault.New(fault.Validation, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	}
	if err := w.readSourceIdentity(caller, aws.ToString(in.SourceIdentity)); err != nil {
		return nil, err
	}
	if err := w.readTags(caller, in); err != nil {
		return nil, err
	}
	return w, checkPolicy(w.policy)
}

func refuseUnsupported(in *sdk.AssumeRoleInput) error {
	for _, parameter := range []struct {
		name  string
		given bool
	}{
		{"ProvidedContexts", len(in.ProvidedContexts) > 0},
		{"SerialNumber", in.SerialNumber != nil},
		{"TokenCode", in.TokenCode != nil},
	} {
		if parameter.given {
			return fault.New(fault.Unsupported, "The parameter %s of AssumeRole is not supported here.", parameter.name)
		}
	}
	return nil
}

// readSourceIdentity takes what the caller's session carries, or else what the request sets. Once set, it stays
// through the chain (IAM User Guide, "Monitor and control actions taken with assumed roles").
func (w *wishes) readSourceIdentity(caller *identity.Principal, set string) error {
	if strings.HasPrefix(strings.ToLower(set), "aws:") {
		return fault.New(fault.Validation, "SourceIdentity must not begin with aws:")
	}
	w.sourceIdentity = set
	if caller.SourceIdentity == "" {
		return nil
	}
	if set != "" && set != caller.SourceIdentity {
		return fault.New(fault.Validation, "The SourceIdentity of a session cannot be changed by role chaining.")
	}
	w.sourceIdentity = caller.SourceIdentity
	return nil
}

// readTags takes the request's tags and the transitive ones of the caller's session. Keys are the same without
// regard to case (IAM User Guide, "Pass session tags in AWS STS").
func (w *wishes) readTags(caller *identity.Principal, in *sdk.AssumeRoleInput) error {
	names := map[string]bool{} // keys of this request, folded
	w.passed = make(map[string]string, len(in.Tags))
	for _, tag := range in.Tags {
		key := aws.ToString(tag.Key)
		switch folded := strings.ToLower(key); {
		case strings.HasPrefix(folded, "aws:"):
			return invalidTags("aws: prefixed tag keys are not allowed for external use.")
		case names[folded]:
			return invalidTags("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
		default:
			names[folded] = true
		}
		w.passed[key] = aws.ToString(tag.Value)
	}
	for _, key := range in.TransitiveTagKeys {
		if !names[strings.ToLower(key)] {
			return invalidTags("The specified transitive tag key must be included in the requested tags.")
		}
	}
	w.passedTransitive = in.TransitiveTagKeys
	w.tags, w.incoming = maps.Clone(w.passed), map[string]string{}
	for _, key := range caller.TransitiveTagKeys {
		if names[strings.ToLower(key)] {
			return invalidTags("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
		}
		for held, value := range caller.Tags {
			if strings.EqualFold(held, key) {
				w.incoming[held], w.tags[held] = value, value
			}
		}
	}
	w.transitive = append(slices.Clone(caller.TransitiveTagKeys), in.TransitiveTagKeys...)
	return nil
}

func invalidTags(sentence string) error { return fault.New("InvalidParameterValue", "%s", sentence) }

// checkPolicy holds a session policy to its size and to the language.
func checkPolicy(text string) error {
	if text == "" {
		return nil
	}
	if policy.Size(policy.Session, []byte(text)) > maxPolicy {
		return fault.New(fault.Validation, "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to %d", maxPolicy)
	}
	compiled, err := policy.Load(policy.Source{Kind: policy.Session}, []byte(text))
	if err != nil {
		return err
	}
	return compiled.Validate()
}

// checks are what has to be allowed for a session of a role: the action that makes it, and for tags and a source identity,
// inherited ones included, sts:TagSession and sts:SetSourceIdentity as well.
func (w *wishes) checks(role target, action string, keys map[string][]string) []service.Check {
	actions := []string{action}
	if len(w.tags) > 0 {
		actions = append(actions, "sts:TagSession")
	}
	if w.sourceIdentity != "" {
		actions = append(actions, "sts:SetSourceIdentity")
	}
	checks := make([]service.Check, len(actions))
	for i, action := range actions {
		checks[i] = service.Check{Action: action, Resource: role.arn, Account: role.account, Keys: keys, Policy: role.trust()}
	}
	return checks
}

// keys are the condition keys of AssumeRole (Service Authorization Reference, AWS Security Token Service).
func (w *wishes) keys(role identity.Role) map[string][]string {
	keys := map[string][]string{"sts:RoleSessionName": {w.sessionName}}
	if w.externalID != "" {
		keys["sts:ExternalId"] = []string{w.externalID}
	}
	if w.sourceIdentity != "" {
		keys["sts:SourceIdentity"] = []string{w.sourceIdentity}
	}
	for key, value := range w.passed {
		keys["aws:RequestTag/"+key] = []string{value}
	}
	if len(w.passed) > 0 {
		keys["aws:TagKeys"] = slices.Sorted(maps.Keys(w.passed))
	}
	if len(w.passedTransitive) > 0 {
		keys["sts:TransitiveTagKeys"] = w.passedTransitive
	}
	for key, value := range role.Tags {
		keys["aws:ResourceTag/"+key] = []string{value}
		keys["iam:ResourceTag/"+key] = []string{value}
	}
	return keys
}
