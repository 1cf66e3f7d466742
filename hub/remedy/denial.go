package remedy

import (
	"regexp"
	"slices"
	"strings"

	"interlaken/arn"
)

// Denial is what a service's public sentence says was denied.
type Denial struct {
	Action string
	// Resource is an ARN; "" where the sentence names none.
	Resource string
	// Explicit tells that a Deny refused, so that no further Allow helps.
	Explicit bool
}

var (
	// IAM User Guide, "Troubleshoot access denied error messages"; Athena words its own without a user.
	sentence = regexp.MustCompile(`not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9]+)(?: on (?:the )?resource: (arn:.+?))?(?:( because no )| (with an explicit deny)|\)?\.?$)`)
	// Athena's words for S3's refusals (knowledge center, "Access denied" on queries).
	reading = regexp.MustCompile(`Access [Dd]enied.*\(Path: s3://([^/\s)]+)/([^\s)]+)\)`)
	writing = regexp.MustCompile(`Access denied when writing to location: s3://([^/\s]+)/(\S+)`)
)

// readDenial reads a sentence; false where it tells of no denial.
func readDenial(message string) (Denial, bool) {
	if m := sentence.FindStringSubmatch(message); m != nil {
		return Denial{Action: m[1], Resource: m[2], Explicit: m[4] != ""}, true
	}
	if m := writing.FindStringSubmatch(message); m != nil {
		return Denial{Action: "s3:PutObject", Resource: arn.Make("s3", "", "", m[1]+"/"+m[2])}, true
	}
	if m := reading.FindStringSubmatch(message); m != nil {
		return Denial{Action: "s3:GetObject", Resource: arn.Make("s3", "", "", m[1]+"/"+m[2])}, true
	}
	return Denial{}, false
}

// IsDenial reports whether a service's sentence tells that something was denied, in contrast to a query that failed.
func IsDenial(message string) bool {
	_, ok := readDenial(message)
	return ok
}

// DeniedObject is the object that a query was not allowed to read, for a proof that it may be read again.
func DeniedObject(message string) (bucket, key string, ok bool) {
	denied, found := readDenial(message)
	if !found || denied.Action != "s3:GetObject" {
		return "", "", false
	}
	a, err := arn.Parse(denied.Resource)
	if err != nil {
		return "", "", false
	}
	bucket, key, ok = strings.Cut(a.Resource, "/")
	return bucket, key, ok && key != ""
}

func (d Denial) service() string {
	name, _, _ := strings.Cut(d.Action, ":")
	return name
}

func (d Denial) writes() bool {
	return slices.Contains([]string{"s3:PutObject", "s3:AbortMultipartUpload", "s3:GetBucketLocation"}, d.Action)
}

// grants is what an Allow has to name so that queries of the same kind are not refused again: of an object, the folder
// of its table, and not the bucket.
func (d Denial) grants() (actions, resources []string) {
	actions, resources = []string{d.Action}, []string{d.Resource}
	a, err := arn.Parse(d.Resource)
	if err != nil {
		return actions, []string{"*"}
	}
	switch {
	case a.Service == "s3":
		bucket, key, isObject := strings.Cut(a.Resource, "/")
		if isObject {
			resources = []string{arn.Make("s3", "", "", literal(bucket+"/"+tableRoot(key))+"*")}
		}
	case a.Service == "athena" && a.Type() == "workgroup":
		actions = []string{
			"athena:GetWorkGroup", "athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults", "athena:StopQueryExecution",
		}
		if !slices.Contains(actions, d.Action) {
			actions = append(actions, d.Action)
		}
	}
	return actions, resources
}

// tableRoot is the folder of an object without the folders of its partitions (name=value), with a slash behind it; "" at
// the top of a bucket.
func tableRoot(key string) string {
	folders := strings.Split(key, "/")
	folders = folders[:len(folders)-1]
	for i, folder := range folders {
		if strings.Contains(folder, "=") {
			folders = folders[:i]
			break
		}
	}
	if len(folders) == 0 {
		return ""
	}
	return strings.Join(folders, "/") + "/"
}

// literal writes a text so that none of its characters is a pattern in an IAM resource (IAM User Guide, "IAM policy
// elements: Variables and tags", special characters).
func literal(text string) string {
	return strings.NewReplacer("*", "${*}", "?", "${?}", "$", "${$}").Replace(text)
}
