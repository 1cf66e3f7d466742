package s3

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/service"
)

// lifecycle is the document of a bucket's lifecycle (S3 API Reference, PutBucketLifecycleConfiguration). Objects expire;
// there are no other storage classes for them to move to.
type lifecycle struct {
	Rule []lifecycleRule
	// The header that comes with the document; it says something of moving alone.
	TransitionDefaultMinimumObjectSize types.TransitionDefaultMinimumObjectSize `xml:"-"`
}

// lifecycleRule is one rule, as it is kept and as XML has it.
type lifecycleRule struct {
	ID         string                 `json:"id" xml:",omitempty"`
	Prefix     *string                `json:"prefix,omitempty" xml:",omitempty"` // in place of a filter, as rules were first written
	Filter     *lifecycleFilter       `json:"filter,omitempty" xml:",omitempty"`
	Status     types.ExpirationStatus `json:"status"`
	Expiration *expiration            `json:"expiration,omitempty" xml:",omitempty"`
	Noncurrent *noncurrentExpiration  `json:"noncurrent,omitempty" xml:"NoncurrentVersionExpiration,omitempty"`
	Incomplete *incompleteUploads     `json:"incomplete,omitempty" xml:"AbortIncompleteMultipartUpload,omitempty"`

	Transition           []struct{} `json:"-" xml:",omitempty"`
	NoncurrentTransition []struct{} `json:"-" xml:"NoncurrentVersionTransition,omitempty"`
}

// lifecycleFilter has at most one member; several conditions are in And.
type lifecycleFilter struct {
	filterConditions
	And *filterConditions `json:"and,omitempty" xml:",omitempty"`
}

type filterConditions struct {
	Prefix      *string `json:"prefix,omitempty" xml:",omitempty"`
	Tags        []tag   `json:"tags,omitempty" xml:"Tag,omitempty"`
	GreaterThan *int64  `json:"greaterThan,omitempty" xml:"ObjectSizeGreaterThan,omitempty"`
	LessThan    *int64  `json:"lessThan,omitempty" xml:"ObjectSizeLessThan,omitempty"`
}

// expiration is of current objects.
type expiration struct {
	Days   *int       `json:"days,omitempty" xml:",omitempty"`
	Date   *time.Time `json:"date,omitempty" xml:",omitempty"`
	Marker *bool      `json:"marker,omitempty" xml:"ExpiredObjectDeleteMarker,omitempty"`
}

// noncurrentExpiration is of versions that have a newer one, counted from when that was written.
type noncurrentExpiration struct {
	Days  int  `json:"days" xml:"NoncurrentDays"`
	Newer *int `json:"newer,omitempty" xml:"NewerNoncurrentVersions,omitempty"`
}

type incompleteUploads struct {
	Days int `json:"days" xml:"DaysAfterInitiation"`
}

// maxRules is how many rules a bucket may have (S3 User Guide, "Setting a lifecycle configuration on a bucket").
const maxRules = 1000

func (l *lifecycle) valid() error {
	if len(l.Rule) == 0 || len(l.Rule) > maxRules {
		return malformedXML()
	}
	ids := map[string]bool{}
	for i := range l.Rule {
		rule := &l.Rule[i]
		if err := rule.valid(); err != nil {
			return err
		}
		if ids[rule.ID] && rule.ID != "" {
			return fault.New(fault.Validation, "RuleId must be unique. Found same ID for more than one rule")
		}
		ids[rule.ID] = true
	}
	return nil
}

func (r *lifecycleRule) valid() error {
	switch {
	case len(r.Transition)+len(r.NoncurrentTransition) > 0:
		return fault.New(fault.Unsupported, "Moving objects to other storage classes is not supported here.")
	case r.Status != types.ExpirationStatusEnabled && r.Status != types.ExpirationStatusDisabled,
		r.Prefix == nil && r.Filter == nil, r.Prefix != nil && r.Filter != nil, r.Filter != nil && !r.Filter.valid():
		return malformedXML()
	case len(r.ID) > 255:
		return fault.New(fault.Validation, "ID length should not exceed allowed limit of 255")
	case r.Expiration == nil && r.Noncurrent == nil && r.Incomplete == nil:
		return invalidRequest("At least one action needs to be specified in a rule")
	case r.Incomplete != nil && r.Incomplete.Days < 1:
		return fault.New(fault.Validation, "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer")
	case r.Incomplete != nil && (r.filter().Tags != nil || r.filter().GreaterThan != nil || r.filter().LessThan != nil):
		return invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags or object sizes")
	case r.Noncurrent != nil && (r.Noncurrent.Days < 1 || r.Noncurrent.Newer != nil && (*r.Noncurrent.Newer < 1 || *r.Noncurrent.Newer > 100)):
		return fault.New(fault.Validation, "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer")
	case r.Expiration != nil:
		return r.Expiration.valid()
	}
	return nil
}

func (e *expiration) valid() error {
	given := 0
	for _, is := range []bool{e.Days != nil, e.Date != nil, e.Marker != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return malformedXML()
	case e.Days != nil && *e.Days < 1:
		return fault.New(fault.Validation, "'Days' for Expiration action must be a positive integer")
	case e.Date != nil && !e.Date.UTC().Equal(e.Date.UTC().Truncate(24*time.Hour)):
		return fault.New(fault.Validation, "'Date' must be at midnight GMT")
	}
	return nil
}

func (f *lifecycleFilter) valid() bool {
	given := len(f.Tags)
	for _, is := range []bool{f.Prefix != nil, f.GreaterThan != nil, f.LessThan != nil, f.And != nil} {
		if is {
			given++
		}
	}
	return given <= 1
}

// filter is what a rule asks of an object.
func (r *lifecycleRule) filter() filterConditions {
	switch {
	case r.Filter == nil:
		return filterConditions{Prefix: r.Prefix}
	case r.Filter.And != nil:
		return *r.Filter.And
	}
	return r.Filter.filterConditions
}

// about reports whether a rule acts and is about a key.
func (r *lifecycleRule) about(key string) bool {
	prefix := r.filter().Prefix
	return r.Status == types.ExpirationStatusEnabled && (prefix == nil || strings.HasPrefix(key, *prefix))
}

// covers reports whether a rule acts and is about a version.
func (r *lifecycleRule) covers(v *object) bool {
	f := r.filter()
	return r.about(v.Key) && (f.GreaterThan == nil || v.Size > *f.GreaterThan) && (f.LessThan == nil || v.Size < *f.LessThan) &&
		!slices.ContainsFunc(f.Tags, func(t tag) bool { return !slices.Contains(v.Tags, t) })
}

// daysAfter is the end of a number of days, the next midnight in UTC (S3 User Guide, "Lifecycle rules: based on an object's
// age").
func daysAfter(t time.Time, days int) time.Time {
	end := t.UTC().AddDate(0, 0, days)
	if midnight := end.Truncate(24 * time.Hour); !midnight.Equal(end) {
		return midnight.AddDate(0, 0, 1)
	}
	return end
}

// expiry is when a current object expires and by which rule, the earliest of all; nil where none is about it.
func (b *bucket) expiry(v *object) (at time.Time, by *lifecycleRule) {
	for i := range b.Lifecycle {
		rule := &b.Lifecycle[i]
		if rule.Expiration == nil || !rule.covers(v) {
			continue
		}
		var end time.Time
		switch {
		case rule.Expiration.Days != nil:
			end = daysAfter(v.Modified, *rule.Expiration.Days)
		case rule.Expiration.Date != nil:
			end = *rule.Expiration.Date
		default:
			continue
		}
		if by == nil || end.Before(at) {
			at, by = end, rule
		}
	}
	return at, by
}

// expires fills when a version expires (S3 API Reference, x-amz-expiration).
func (b *bucket) expires(v *object, out any) {
	if at, by := b.expiry(v); by != nil {
		text := fmt.Sprintf("expiry-date=%q, rule-id=%q", at.UTC().Format(http.TimeFormat), by.ID)
		assign(out, "Expiration", &text)
	}
}

const usualMinimum = types.TransitionDefaultMinimumObjectSizeAllStorageClasses128k

func (o *Objects) getBucketLifecycle() service.Operation {
	return configuredBy[awss3.GetBucketLifecycleConfigurationInput](o, "GetBucketLifecycleConfiguration", "GetLifecycleConfiguration",
		func(b *bucket) (*lifecycle, error) {
			if len(b.Lifecycle) == 0 {
				return nil, b.lacks("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
			}
			return &lifecycle{b.Lifecycle, usualMinimum}, nil
		})
}

func encodeLifecycle(x *exchange, _ *awss3.GetBucketLifecycleConfigurationInput, out *lifecycle) error {
	encodeHeaders(x.w.Header(), out)
	return x.send("LifecycleConfiguration", *out)
}

func (o *Objects) putBucketLifecycle() service.Operation {
	return configures[awss3.PutBucketLifecycleConfigurationInput](o, "PutBucketLifecycleConfiguration", "PutLifecycleConfiguration",
		func(b *bucket, l *lifecycle) error {
			if err := l.valid(); err != nil {
				return err
			}
			for i := range l.Rule {
				if l.Rule[i].ID == "" {
					l.Rule[i].ID = o.ids.UUID()
				}
			}
			b.Lifecycle = l.Rule
			return nil
		})
}

func (x *exchange) putLifecycle() error {
	return configureWith(x, func(x *exchange, _ *configured[awss3.PutBucketLifecycleConfigurationInput, lifecycle], _ *struct{}) error {
		encodeHeaders(x.w.Header(), &lifecycle{TransitionDefaultMinimumObjectSize: usualMinimum})
		return nil
	})
}

func (o *Objects) deleteBucketLifecycle() service.Operation {
	return unconfigures[awss3.DeleteBucketLifecycleInput](o, "DeleteBucketLifecycle", "PutLifecycleConfiguration",
		func(b *bucket) { b.Lifecycle = nil })
}
