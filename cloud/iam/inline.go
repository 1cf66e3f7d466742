package iam

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/fault"
	"interlaken/policy"
)

// inlineQuotas are those of all inline policies of a user, group or role together, in characters without white space (IAM
// User Guide, "IAM and AWS STS quotas").
var inlineQuotas = map[holderKind]int{ofUser: 2048, ofGroup: 5120, ofRole: 10240}

// checkPolicy holds an identity policy to the language.
func checkPolicy(text string) error {
	compiled, err := policy.Load(policy.Source{Kind: policy.Identity}, []byte(text))
	if err != nil {
		return err
	}
	return compiled.Validate()
}

// putPolicy writes a document among the inline policies of a user or role, in place of one of the same name.
func putPolicy(policies *map[string]string, kind, owner, name, document string, limit int) error {
	if *policies == nil {
		*policies = map[string]string{}
	}
	if held, ok := findPolicy(*policies, name); ok {
		delete(*policies, held)
	}
	(*policies)[name] = document
	total := 0
	for _, text := range *policies {
		total += policy.Size(policy.Identity, []byte(text))
	}
	if total > limit {
		return fault.New(fault.Limit, "Maximum policy size of %d bytes exceeded for %s %s", limit, kind, owner)
	}
	return nil
}

// findPolicy finds an inline policy without regard to the case of its name, and returns the name as it was given.
func findPolicy(policies map[string]string, name string) (held string, ok bool) {
	for held := range policies {
		if strings.EqualFold(held, name) {
			return held, true
		}
	}
	return "", false
}

func noPolicy(kind, name string) error {
	return &types.NoSuchEntityException{Message: aws.String("The " + kind + " policy with name " + name + " cannot be found.")}
}

func policyNames(policies map[string]string) []string { return slices.Sorted(maps.Keys(policies)) }
