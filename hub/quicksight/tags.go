package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// taggable refuses a resource whose tags the caller may not see or change. The tags of users are as IAM allows, as users
// are; those of assets take a permission too.
func taggable(c *service.Call, text *string, action func(share.Kind) string) error {
	if share.KindOf(aws.ToString(text)) == "" {
		_, err := hub.GetUserByARN(c.Tx, c.Account(), aws.ToString(text))
		return err
	}
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return err
	}
	_, _, err = share.ByARN(c.Tx, caller, aws.ToString(text), action, c.Now)
	return err
}
