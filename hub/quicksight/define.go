package quicksight

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/store"
)

// target is what an operation's permission is asked on.
type target struct {
	// account is the one in the path.
	account *string
	// resource is the ARN's last part, such as datasource/d; "*" for operations that IAM has no resource type for.
	resource string
	// whole tells that resource is an ARN.
	whole bool
	// tags are those that the request gives, tagKeys those that it takes away.
	tags    []types.Tag
	tagKeys []string
}

// named is the target of an operation that is given a whole ARN.
func named(text *string) target {
	a, err := arn.Parse(aws.ToString(text))
	if err != nil {
		return target{resource: aws.ToString(text), whole: true} // of no account, so that it is refused
	}
	return target{account: &a.Account, resource: a.String(), whole: true}
}

// define declares an operation whose permission is the action of its name on one resource (Service Authorization
// Reference, Amazon QuickSight).
func define[In, Out any](name string, of func(*In) target, do func(*service.Call, *In) (*Out, error), options ...service.Option) service.Operation {
	return service.Define(name, func(c *service.Call, in *In) ([]service.Check, error) {
		check, err := of(in).check(c, name)
		return []service.Check{check}, err
	}, do, options...)
}

// check makes the question of a target. The account in the path has to be the caller's own: another one's hub is not
// reached by this way, whatever policies say.
func (t target) check(c *service.Call, name string) (service.Check, error) {
	account, action := aws.ToString(t.account), "quicksight:"+name
	resource := t.resource
	if resource != "*" && !t.whole {
		resource = arn.Make("quicksight", c.Session.Region, account, t.resource)
	}
	if account != c.Account() {
		return service.Check{}, fault.New(fault.AccessDenied, "User: %s is not authorized to perform: %s on resource: %s",
			c.Session.Principal.ARN, action, resource)
	}
	check, err := onResource(c, action, resource)
	for _, tag := range t.tags {
		key := aws.ToString(tag.Key)
		check.Keys["aws:RequestTag/"+key] = []string{aws.ToString(tag.Value)}
		check.Keys["aws:TagKeys"] = append(check.Keys["aws:TagKeys"], key)
	}
	if len(t.tagKeys) > 0 {
		check.Keys["aws:TagKeys"] = t.tagKeys
	}
	return check, err
}

// onResource asks for an action on a resource of the caller's account, with the tags that it has. Of what a request says to
// be another account's no tag is looked at: a policy's answer would tell of it.
func onResource(c *service.Call, action, resource string) (service.Check, error) {
	check := service.Check{Action: action, Resource: resource, Account: c.Account(), Keys: map[string][]string{}}
	if a, err := arn.Parse(resource); err != nil || a.Account != c.Account() {
		return check, nil
	}
	tags, err := hub.Tags(c.Tx, resource)
	for key, value := range tags {
		check.Keys["aws:ResourceTag/"+key] = []string{value}
	}
	if fault.Is(err, fault.NotFound) {
		err = nil // what is not there has no tags; the operation says that it is not there
	}
	return check, err
}

// invalid refuses a value that no caller may send.
func invalid(format string, args ...any) error {
	return fault.New(share.InvalidParameterValue, format, args...)
}

// conflict refuses what the state of an asset does not let be done.
func conflict(format string, args ...any) error { return fault.New(fault.Conflict, format, args...) }

// unsupported refuses what this hub has not; what ends with is or are.
func unsupported(what string) error {
	return fault.New(fault.Unsupported, "%s unsupported here.", what)
}

// typed says of what type the thing is that an error is about.
func typed(err error, resourceType types.ExceptionResourceType) error {
	if f, ok := err.(*fault.Error); ok && (f.Code == fault.NotFound || f.Code == fault.AlreadyExists) {
		return f.With("ResourceType", string(resourceType))
	}
	return err
}

// inDefault refuses every namespace but the one that each account has.
func inDefault(namespace *string) error {
	if name := aws.ToString(namespace); name != hub.DefaultNamespace {
		return typed(fault.New(fault.NotFound, "Namespace %s is not found.", name), types.ExceptionResourceTypeNamespace)
	}
	return nil
}

// maxPage is the most that a list returns at once, as the model has it, and what it returns unless less is asked for.
const maxPage = 100

func pageSize(asked *int32) int {
	if asked == nil {
		return maxPage
	}
	return int(*asked)
}

// token refuses a page token that was not given out, before a list reads anything.
func token(given *string) (string, error) {
	text := aws.ToString(given)
	if _, err := store.ParseToken(text); err != nil {
		return "", errToken
	}
	return text, nil
}

var errToken = fault.New("InvalidNextTokenException", "The NextToken value isn't valid.")

// nextToken is nil on the last page.
func nextToken(next string) *string {
	if next == "" {
		return nil
	}
	return &next
}

// tagMap keeps tags by key. A key that is given twice is refused.
func tagMap(tags []types.Tag) (map[string]string, error) {
	if len(tags) == 0 {
		return nil, nil
	}
	if len(tags) > hub.MaxTags {
		return nil, fault.New(fault.Limit, "%d tags are given; a resource has at most %d.", len(tags), hub.MaxTags)
	}
	kept := make(map[string]string, len(tags))
	for _, tag := range tags {
		key := aws.ToString(tag.Key)
		if _, twice := kept[key]; twice {
			return nil, invalid("The tag key %q is given twice.", key)
		}
		if strings.HasPrefix(strings.ToLower(key), "aws:") {
			return nil, invalid("The tag key %q begins with aws:, which is reserved.", key)
		}
		kept[key] = aws.ToString(tag.Value)
	}
	return kept, nil
}

const (
	statusOK       = int32(http.StatusOK)
	statusCreated  = int32(http.StatusCreated)
	statusAccepted = int32(http.StatusAccepted)
)

// piece is a page of what is gathered whole, and the token of the next one.
func piece[T any](all []T, from *string, most *int32) ([]T, *string, error) {
	text, err := token(from)
	if err != nil || all == nil {
		return []T{}, nil, err
	}
	position, _ := store.ParseToken(text)
	begin := 0
	if position != "" {
		if begin, err = strconv.Atoi(position); err != nil || begin < 0 {
			return nil, nil, errToken
		}
	}
	begin = min(begin, len(all))
	end := min(begin+pageSize(most), len(all))
	if end == len(all) {
		return all[begin:], nil, nil
	}
	return all[begin:end], nextToken(store.Token(strconv.Itoa(end))), nil
}
