package quicksight

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
)

func dataSourceTarget(account, id *string) target {
	return target{account: account, resource: "datasource/" + aws.ToString(id)}
}

// shownDataSource is a data source in the API's shape.
func shownDataSource(d hub.DataSource) *types.DataSource {
	shown := &types.DataSource{
		Arn: aws.String(d.ARN()), DataSourceId: aws.String(d.ID), Name: aws.String(d.Name), Type: types.DataSourceTypeAthena,
		Status: d.Status, CreatedTime: aws.Time(d.Created), LastUpdatedTime: aws.Time(d.Updated), DataSourceParameters: shownAthena(d.Athena),
		SslProperties: &types.SslProperties{},
	}
	if d.Error != nil {
		shown.ErrorInfo = &types.DataSourceErrorInfo{Type: d.Error.Type, Message: aws.String(d.Error.Message)}
	}
	return shown
}

// connection refuses the ways to connect that Athena has not: it is reached with roles.
func connection(credentials *types.DataSourceCredentials, vpc *types.VpcConnectionProperties, ssl *types.SslProperties) error {
	switch {
	case credentials != nil:
		return invalid("A data source of type ATHENA takes no Credentials; it is reached with RoleArn and ConsumerAccountRoleArn.")
	case vpc != nil:
		return invalid("A data source of type ATHENA takes no VpcConnectionProperties.")
	case ssl != nil && ssl.DisableSsl:
		return invalid("SSL cannot be disabled for a data source of type ATHENA.")
	}
	return nil
}

// assetID refuses ids that could mean something in a policy (SECURITY S5).
func assetID(kind, id string) error {
	if !hub.ValidID(id) {
		return invalid("The %s id %q is not valid: it has 1 to 512 letters, digits, hyphens and underscores.", kind, id)
	}
	return nil
}

func assetName(kind, name string) error {
	if strings.TrimSpace(name) == "" {
		return invalid("The name of a %s is more than blanks.", kind)
	}
	return nil
}
