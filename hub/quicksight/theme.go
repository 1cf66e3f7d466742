package quicksight

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	registry "interlaken/wire/quicksight"
)

// starters are the themes that every account has (Quick Sight User Guide, "Using themes").
var starters = []string{"CLASSIC", "MIDNIGHT", "RAINIER", "SEASIDE"}

func starterARN(id string) *string { return aws.String("arn:aws:quicksight::aws:theme/" + id) }

// style is what CreateTheme and UpdateTheme have in common.
type style struct {
	base, description *string
	configuration     *types.ThemeConfiguration
}

// version makes a version of a request whose base theme the caller sees.
func (k style) version(c *service.Call, caller hub.Caller) (hub.ModelVersion, error) {
	v := hub.ModelVersion{Description: aws.ToString(k.description), Created: c.Now, Source: aws.ToString(k.base)}
	if !slices.Contains(starters, v.Source) {
		if _, err := share.Theme(c.Tx, caller, v.Source, share.Themes.Describes()); err != nil {
			return v, err
		}
	}
	if k.configuration == nil {
		return v, nil
	}
	text, err := registry.Service.Marshal(k.configuration)
	if err != nil {
		return v, fault.Wrap(err, fault.Internal, "The theme cannot be kept.")
	}
	v.Definition, err = hub.NewDocument(text)
	return v, err
}

// shownConfiguration is a version's configuration, nil for a version that changes nothing of its base.
func shownConfiguration(v hub.ModelVersion) (*types.ThemeConfiguration, error) {
	if v.Definition == nil {
		return nil, nil
	}
	text, err := v.Definition.Text()
	if err != nil {
		return nil, err
	}
	shown := &types.ThemeConfiguration{}
	if err := registry.Service.Unmarshal(text, shown); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The theme cannot be read.")
	}
	return shown, nil
}
