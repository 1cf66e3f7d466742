package cloudtrail

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// mostTrails is how many an account has in a region (CloudTrail User Guide, "Quotas").
const mostTrails = 5

// configured is a trail as it is kept.
type configured struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Region  string `json:"region"`
	Bucket  string `json:"bucket"`
	Prefix  string `json:"prefix,omitempty"`
	// MultiRegion and Global are as they were asked for. Here is one region; without Global the events of global services
	// are left out.
	MultiRegion bool              `json:"multiRegion,omitempty"`
	Global      bool              `json:"global"`
	Selectors   selectors         `json:"selectors"`
	Tags        map[string]string `json:"tags,omitempty"`

	// Spans are the events that are still to be delivered, in their order. The last one is open while the trail logs.
	Spans       []span    `json:"spans,omitempty"`
	Logging     bool      `json:"logging,omitempty"`
	Started     time.Time `json:"started,omitzero"`
	Stopped     time.Time `json:"stopped,omitzero"`
	Delivered   time.Time `json:"delivered,omitzero"` // the last file
	Attempted   time.Time `json:"attempted,omitzero"`
	LastFailure string    `json:"lastFailure,omitempty"` // of the last attempt, "" if it went well
}

// span is a range of an account's events: after From, up to and with Until, 0 for open.
type span struct {
	From  int64 `json:"from"`
	Until int64 `json:"until,omitempty"`
}

var trails = store.Collection[configured]{
	Table: "cloudtrail.trail", Schema: 1,
	Key: func(t *configured) string { return store.Key(t.Account, t.Name) },
	Indexes: map[string]func(*configured) []string{
		"delivering": func(t *configured) []string {
			if len(t.Spans) == 0 {
				return nil
			}
			return []string{store.Key(t.Account, t.Name)}
		},
	},
}

func trailARN(region, account, name string) string {
	return arn.Make("cloudtrail", region, account, "trail/"+name)
}

// arn is the trail's ARN.
func (t *configured) arn() string { return trailARN(t.Region, t.Account, t.Name) }

// file is the key at which a file of events is put (CloudTrail User Guide, "CloudTrail log file names").
func (t *configured) file(region string, at time.Time, random string) string {
	return t.folder() + "CloudTrail/" + region + at.Format("/2006/01/02/") + t.Account + "_CloudTrail_" + region + at.Format("_20060102T1504Z_") + random + ".json.gz"
}

// folder is below which the trail's files are.
func (t *configured) folder() string {
	folder := "AWSLogs/" + t.Account + "/"
	if t.Prefix != "" {
		folder = t.Prefix + "/" + folder
	}
	return folder
}

// named is the account, region and name that a request means by a name or an ARN.
type named struct{ account, region, name string }

func (n named) arn() string { return trailARN(n.region, n.account, n.name) }

// readName reads a trail's name or ARN; a bare name is of the caller's account and region.
func readName(account, region string, given *string) (named, error) {
	text := aws.ToString(given)
	if !strings.HasPrefix(text, "arn:") {
		return named{account, region, text}, checkName(text)
	}
	a, err := arn.Parse(text)
	if err != nil || a.Service != "cloudtrail" || a.Type() != "trail" || !arn.IsAccount(a.Account) {
		return named{}, &types.CloudTrailARNInvalidException{Message: aws.String("The ARN " + text + " is not a trail's.")}
	}
	return named{a.Account, a.Region, a.Name()}, nil
}

// checkName holds a name against what AWS allows (API reference, CreateTrail, Name).
func checkName(name string) error {
	refuse := func(why string) error {
		return &types.InvalidTrailNameException{Message: aws.String("Trail name " + why)}
	}
	switch {
	case len(name) < 3 || len(name) > 128:
		return refuse("must have 3 to 128 characters.")
	case strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") != "":
		return refuse("must contain only letters, numbers, periods, underscores and dashes.")
	case strings.ContainsAny(name[:1]+name[len(name)-1:], "._-"):
		return refuse("must start and end with a letter or number.")
	}
	for i := 1; i < len(name); i++ {
		if strings.ContainsRune("._-", rune(name[i])) && strings.ContainsRune("._-", rune(name[i-1])) {
			return refuse("must have no adjacent periods, underscores or dashes.")
		}
	}
	return nil
}

// find returns a trail, or TrailNotFoundException. Another account's is not there.
func find(r store.Reader, account string, n named) (configured, error) {
	missing := &types.TrailNotFoundException{Message: aws.String("Unknown trail: " + n.arn() + " for the user: " + account)}
	if n.account != account {
		return configured{}, missing
	}
	t, err := trails.Get(r, store.Key(n.account, n.name))
	if fault.Is(err, fault.NotFound) || err == nil && t.Region != n.region {
		return t, missing
	}
	return t, err
}
