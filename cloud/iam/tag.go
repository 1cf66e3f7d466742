package iam

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// readTags checks the tags of a new user or role. Keys are the same without regard to case (IAM User Guide, "Tags for
// IAM resources").
func readTags(tags []types.Tag) (map[string]string, error) {
	if len(tags) == 0 {
		return nil, nil
	}
	read := make(map[string]string, len(tags))
	seen := make(map[string]bool, len(tags))
	for _, tag := range tags {
		key := aws.ToString(tag.Key)
		folded := strings.ToLower(key)
		if strings.HasPrefix(folded, "aws:") {
			return nil, &types.InvalidInputException{Message: aws.String("aws: prefixed tag keys are not allowed for external use.")}
		}
		if seen[folded] {
			return nil, &types.InvalidInputException{Message: aws.String("Duplicate tag keys found. Please note that Tag keys are case insensitive.")}
		}
		seen[folded], read[key] = true, aws.ToString(tag.Value)
	}
	return read, nil
}

func showTags(tags map[string]string) []types.Tag {
	var shown []types.Tag
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		shown = append(shown, types.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
	}
	return shown
}
