package cloudtrail

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// trails are the operations on trails themselves.
func (s *cloudtrail) trails() []service.Operation {
	return []service.Operation{s.createTrail(), s.getTrail(), s.describeTrails(), s.listTrails(), s.updateTrail(), s.deleteTrail()}
}

// onTrail is the check of an operation on one trail.
func onTrail[In any](operation string, name func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		n, err := readName(c.Account(), c.Session.Region, name(in))
		return []service.Check{{Action: "cloudtrail:" + operation, Resource: n.arn(), Account: n.account}}, err
	}
}

// onTrails is the check of an operation that names none.
func onTrails[In any](operation string) func(*service.Call, *In) ([]service.Check, error) {
	return service.On("cloudtrail:"+operation, func(*service.Call, *In) string { return "*" })
}

// lookUp finds the trail that a request names.
func lookUp(c *service.Call, name *string) (configured, error) {
	n, err := readName(c.Account(), c.Session.Region, name)
	if err != nil {
		return configured{}, err
	}
	return find(c.Tx, c.Account(), n)
}

// extras are what a trail may be asked for and is refused here: who asks for a key or a digest must not believe that there
// is one.
type extras struct {
	logGroup, logRole, key, topic *string
	validation, organization      *bool
}

func (e extras) refuse() error {
	for what, asked := range map[string]bool{
		"CloudWatchLogsLogGroupArn": aws.ToString(e.logGroup) != "", "CloudWatchLogsRoleArn": aws.ToString(e.logRole) != "", "KmsKeyId": aws.ToString(e.key) != "",
		"SnsTopicName": aws.ToString(e.topic) != "", "EnableLogFileValidation": aws.ToBool(e.validation), "IsOrganizationTrail": aws.ToBool(e.organization),
	} {
		if asked {
			return &types.UnsupportedOperationException{Message: aws.String(what + " is not supported here: leave it out.")}
		}
	}
	return nil
}

// checkBucket decides whether files can be delivered, as AWS does when a trail is made (CloudTrail User Guide, "Amazon S3
// bucket policy for CloudTrail").
func (s *cloudtrail) checkBucket(c *service.Call, t *configured) error {
	if strings.HasPrefix(t.Prefix, "/") || strings.HasSuffix(t.Prefix, "/") || strings.Contains(t.Prefix, "//") || len(t.Prefix) > 200 {
		return &types.InvalidS3PrefixException{Message: aws.String("S3 prefix " + t.Prefix + " has more than 200 characters, or a slash where none can be.")}
	}
	key := t.file(t.Region, c.Now, "0000000000000000")
	err := s.Objects.Accepts(c.As(t.session()), t.Bucket, key)
	switch {
	case fault.Is(err, "NoSuchBucket"):
		return &types.S3BucketDoesNotExistException{Message: aws.String("S3 bucket " + t.Bucket + " does not exist!")}
	case fault.Is(err, fault.AccessDenied):
		return &types.InsufficientS3BucketPolicyException{Message: aws.String("Incorrect S3 bucket policy is detected for bucket: " + t.Bucket)}
	}
	return err
}

// session is as whom files are delivered.
func (t *configured) session() service.Session {
	return service.Acting(source, t.Account, t.Region, t.arn())
}

func (s *cloudtrail) createTrail() service.Operation {
	check := onTrail("CreateTrail", func(in *sdk.CreateTrailInput) *string { return in.Name })
	return service.Define("CreateTrail", func(c *service.Call, in *sdk.CreateTrailInput) ([]service.Check, error) {
		checks, err := check(c, in)
		if err == nil && len(in.TagsList) > 0 {
			checks = append(checks, service.Check{Action: "cloudtrail:AddTags", Resource: checks[0].Resource})
		}
		return checks, err
	}, func(c *service.Call, in *sdk.CreateTrailInput) (*sdk.CreateTrailOutput, error) {
		if err := (extras{in.CloudWatchLogsLogGroupArn, in.CloudWatchLogsRoleArn, in.KmsKeyId, in.SnsTopicName, in.EnableLogFileValidation, in.IsOrganizationTrail}).refuse(); err != nil {
			return nil, err
		}
		t := configured{
			Account: c.Account(), Name: aws.ToString(in.Name), Region: c.Session.Region, Bucket: aws.ToString(in.S3BucketName), Prefix: aws.ToString(in.S3KeyPrefix),
			MultiRegion: aws.ToBool(in.IsMultiRegionTrail), Global: in.IncludeGlobalServiceEvents == nil || *in.IncludeGlobalServiceEvents,
		}
		if err := checkName(t.Name); err != nil {
			return nil, err
		}
		if t.MultiRegion && !t.Global {
			return nil, &types.InvalidParameterCombinationException{Message: aws.String("Multi-Region trail must include global service events.")}
		}
		var err error
		if t.Tags, err = addTags(nil, in.TagsList); err != nil {
			return nil, err
		}
		all, err := s.of(c)
		if err != nil {
			return nil, err
		}
		for _, other := range all {
			if other.Name == t.Name {
				return nil, &types.TrailAlreadyExistsException{Message: aws.String("Trail " + t.Name + " already exists for customer: " + t.Account)}
			}
		}
		if len(all) >= mostTrails {
			return nil, &types.MaximumNumberOfTrailsExceededException{Message: aws.String("User: " + t.Account + " already has 5 trails in " + t.Region + ".")}
		}
		if err := s.checkBucket(c, &t); err != nil {
			return nil, err
		}
		if err := trails.Create(c.Tx, t); err != nil {
			return nil, err
		}
		return &sdk.CreateTrailOutput{
			Name: &t.Name, TrailARN: aws.String(t.arn()), S3BucketName: &t.Bucket, S3KeyPrefix: text(t.Prefix), IncludeGlobalServiceEvents: &t.Global,
			IsMultiRegionTrail: &t.MultiRegion, LogFileValidationEnabled: aws.Bool(false), IsOrganizationTrail: aws.Bool(false),
		}, nil
	})
}

// text is a member that is absent where it is empty.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// of are the trails of the caller's account, by name.
func (s *cloudtrail) of(c *service.Call) ([]configured, error) {
	var all []configured
	for item, err := range trails.Scan(c.Tx, store.Range{Prefix: store.Key(c.Account())}) {
		if err != nil {
			return nil, err
		}
		all = append(all, item.Value)
	}
	return all, nil
}

func show(t *configured) *types.Trail {
	return &types.Trail{
		Name: &t.Name, TrailARN: aws.String(t.arn()), HomeRegion: &t.Region, S3BucketName: &t.Bucket, S3KeyPrefix: text(t.Prefix), IncludeGlobalServiceEvents: &t.Global,
		IsMultiRegionTrail: &t.MultiRegion, LogFileValidationEnabled: aws.Bool(false), IsOrganizationTrail: aws.Bool(false),
		HasCustomEventSelectors: aws.Bool(t.Selectors.custom()), HasInsightSelectors: aws.Bool(false),
	}
}

func (s *cloudtrail) getTrail() service.Operation {
	return service.Define("GetTrail", onTrail("GetTrail", func(in *sdk.GetTrailInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.GetTrailInput) (*sdk.GetTrailOutput, error) {
			t, err := lookUp(c, in.Name)
			if err != nil {
				return nil, err
			}
			return &sdk.GetTrailOutput{Trail: show(&t)}, nil
		}, service.Reads)
}

// describeTrails tells of the trails that are named, of all where none is. One that is not there is left out.
func (s *cloudtrail) describeTrails() service.Operation {
	return service.Define("DescribeTrails", onTrails[sdk.DescribeTrailsInput]("DescribeTrails"),
		func(c *service.Call, in *sdk.DescribeTrailsInput) (*sdk.DescribeTrailsOutput, error) {
			all, err := s.of(c)
			if err != nil {
				return nil, err
			}
			wanted := map[string]bool{}
			for _, given := range in.TrailNameList {
				n, err := readName(c.Account(), c.Session.Region, &given)
				if err != nil {
					return nil, err
				}
				wanted[n.arn()] = true
			}
			out := &sdk.DescribeTrailsOutput{TrailList: []types.Trail{}}
			for i := range all {
				if len(wanted) == 0 || wanted[all[i].arn()] {
					out.TrailList = append(out.TrailList, *show(&all[i]))
				}
			}
			return out, nil
		}, service.Reads)
}

func (s *cloudtrail) listTrails() service.Operation {
	return service.Define("ListTrails", onTrails[sdk.ListTrailsInput]("ListTrails"),
		func(c *service.Call, _ *sdk.ListTrailsInput) (*sdk.ListTrailsOutput, error) {
			all, err := s.of(c)
			out := &sdk.ListTrailsOutput{Trails: []types.TrailInfo{}}
			for i := range all {
				out.Trails = append(out.Trails, types.TrailInfo{Name: &all[i].Name, TrailARN: aws.String(all[i].arn()), HomeRegion: &all[i].Region})
			}
			return out, err
		}, service.Reads)
}

func (s *cloudtrail) updateTrail() service.Operation {
	return service.Define("UpdateTrail", onTrail("UpdateTrail", func(in *sdk.UpdateTrailInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.UpdateTrailInput) (*sdk.UpdateTrailOutput, error) {
			if err := (extras{in.CloudWatchLogsLogGroupArn, in.CloudWatchLogsRoleArn, in.KmsKeyId, in.SnsTopicName, in.EnableLogFileValidation, in.IsOrganizationTrail}).refuse(); err != nil {
				return nil, err
			}
			t, err := lookUp(c, in.Name)
			if err != nil {
				return nil, err
			}
			for given, kept := range map[*string]*string{in.S3BucketName: &t.Bucket, in.S3KeyPrefix: &t.Prefix} {
				if given != nil {
					*kept = *given
				}
			}
			for given, kept := range map[*bool]*bool{in.IsMultiRegionTrail: &t.MultiRegion, in.IncludeGlobalServiceEvents: &t.Global} {
				if given != nil {
					*kept = *given
				}
			}
			if t.MultiRegion && !t.Global {
				return nil, &types.InvalidParameterCombinationException{Message: aws.String("Multi-Region trail must include global service events.")}
			}
			if err := s.checkBucket(c, &t); err != nil {
				return nil, err
			}
			return &sdk.UpdateTrailOutput{
				Name: &t.Name, TrailARN: aws.String(t.arn()), S3BucketName: &t.Bucket, S3KeyPrefix: text(t.Prefix), IncludeGlobalServiceEvents: &t.Global,
				IsMultiRegionTrail: &t.MultiRegion, LogFileValidationEnabled: aws.Bool(false), IsOrganizationTrail: aws.Bool(false),
			}, trails.Put(c.Tx, t)
		})
}

func (s *cloudtrail) deleteTrail() service.Operation {
	return service.Define("DeleteTrail", onTrail("DeleteTrail", func(in *sdk.DeleteTrailInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.DeleteTrailInput) (*sdk.DeleteTrailOutput, error) {
			t, err := lookUp(c, in.Name)
			if err != nil {
				return nil, err
			}
			return &sdk.DeleteTrailOutput{}, trails.Delete(c.Tx, store.Key(t.Account, t.Name))
		})
}
