package glue

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/policy"
	"interlaken/service"
	"interlaken/store"
)

// catalogPolicy is the one policy of a catalog, under which others may use it (Glue Developer Guide, "Resource-based
// policies for AWS Glue").
type catalogPolicy struct {
	Catalog  string    `json:"catalog"`
	Document string    `json:"document"`
	Created  time.Time `json:"created"`
	Updated  time.Time `json:"updated"`
}

var catalogPolicies = store.Collection[catalogPolicy]{
	Table: "glue.policy", Schema: 1,
	Key: func(p *catalogPolicy) string { return store.Key(p.Catalog) },
}

// hash names a policy's text, so that nobody replaces another one than they have seen.
func (p *catalogPolicy) hash() string {
	sum := sha256.Sum256([]byte(p.Document))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// policyOf is the policy that hangs on everything in a catalog. It is one document, of the catalog's own ARN.
func policyOf(r store.Reader, region, catalog string) (service.ResourcePolicy, error) {
	out := service.ResourcePolicy{Name: "catalog policy", ARN: arn.Make("glue", region, catalog, "catalog")}
	p, err := catalogPolicies.Get(r, store.Key(catalog))
	if err == nil {
		out.Document = p.Document
	} else if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return out, err
}

// resourcePolicy is policyOf by the ARN of something in the catalog.
func resourcePolicy(r store.Reader, resource string) (service.ResourcePolicy, error) {
	a, err := arn.Parse(resource)
	if err != nil {
		return service.ResourcePolicy{}, err
	}
	return policyOf(r, a.Region, a.Account)
}

// maxPolicyBytes is the size of a catalog's policy (Glue Developer Guide, "Resource-based policies": limits).
const maxPolicyBytes = 10 << 10

// validPolicy reads a catalog's policy: well-formed, of this catalog only, and for principals that it names.
func (p place) validPolicy(text string) error {
	if len(text) > maxPolicyBytes {
		return fault.New("ResourceNumberLimitExceededException", "A policy has at most %d bytes.", maxPolicyBytes)
	}
	document, err := policy.Parse(policy.Resource, []byte(text))
	if err != nil {
		return fault.Wrap(err, "InvalidInputException", "Policy is not valid: %s", fault.Public(err))
	}
	own := arn.Make("glue", p.region, p.catalog, "")
	for i := range document.Statement {
		statement := &document.Statement[i]
		if len(statement.Resource) == 0 {
			return invalid("A statement has no Resource.")
		}
		for _, resource := range statement.Resource {
			if !strings.HasPrefix(resource, own) {
				return invalid("The resource %s is not one of this catalog.", resource)
			}
		}
	}
	return nil
}

// conditions refuses to change a policy that is not what the caller takes it for.
func (p *catalogPolicy) conditions(there bool, hash *string, exists string) error {
	switch {
	case exists == "MUST_EXIST" && !there:
		return fault.New(fault.NotFound, "Policy not found.")
	case exists == "NOT_EXIST" && there:
		return fault.New("ConditionCheckFailureException", "A policy exists already.")
	case hash != nil && (!there || aws.ToString(hash) != p.hash()):
		return fault.New("ConditionCheckFailureException", "The policy has another hash than the one given.")
	}
	return nil
}

// onlyCatalog refuses policies of less than a whole catalog.
func (p place) onlyCatalog(resource *string) error {
	if resource != nil && *resource != arn.Make("glue", p.region, p.catalog, "catalog") {
		return fault.New(fault.Unsupported, "Policies of single resources are not offered here; the catalog has one.")
	}
	return nil
}
