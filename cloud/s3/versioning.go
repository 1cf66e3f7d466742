package s3

import (
	"encoding/base64"
	"encoding/binary"
	"iter"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/rclone/gofakes3"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/service"
	"interlaken/store"
)

// versioning is the document of a bucket's versioning; empty where it was never enabled.
type versioning struct {
	Status    types.BucketVersioningStatus `xml:",omitempty"`
	MFADelete types.MFADelete              `xml:"MfaDelete,omitempty"`
}

func (o *Objects) getBucketVersioning() service.Operation {
	return configuredBy[awss3.GetBucketVersioningInput](o, "GetBucketVersioning", "GetBucketVersioning",
		func(b *bucket) (*versioning, error) { return &versioning{Status: b.Versioning}, nil })
}

func (o *Objects) putBucketVersioning() service.Operation {
	return configures[awss3.PutBucketVersioningInput](o, "PutBucketVersioning", "PutBucketVersioning", func(b *bucket, v *versioning) error {
		switch v.Status {
		case types.BucketVersioningStatusEnabled, types.BucketVersioningStatusSuspended:
		case "":
			return fault.New("IllegalVersioningConfigurationException", "The Versioning element must be specified")
		default:
			return malformedXML()
		}
		if v.MFADelete != "" && v.MFADelete != types.MFADeleteDisabled {
			return fault.New(fault.Unsupported, "Deleting with a second factor is not supported here.")
		}
		b.Versioning = v.Status
		return nil
	})
}

// A version's id tells its place among the versions of its key, so that a list goes on after a version that has been
// deleted since: eight bytes of the place, sixteen of chance.
func newVersionID(ids *id.Source, sequence int64) string {
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(nil, uint64(sequence)), ids.Bytes(16)...))
}

// sequenceOf is the place that a version's id tells; of the null version it is the one it has, or before all where there
// is none.
func sequenceOf(r store.Reader, bucket, key, id string) (int64, error) {
	if id != nullVersion {
		b, err := base64.RawURLEncoding.DecodeString(id)
		if err != nil || len(b) != 24 {
			return 0, fault.New(fault.Validation, "Invalid version id specified").With("ArgumentName", "version-id-marker").With("ArgumentValue", id)
		}
		return int64(binary.BigEndian.Uint64(b)), nil
	}
	v, err := versionOf(r, bucket, key, id)
	if err != nil || v == nil {
		return 1<<63 - 1, err
	}
	return v.Sequence, nil
}

// listed is a version in a list. latest tells that it is the newest one of its key.
type listed struct {
	object
	latest bool
}

// versionPage is a page of a bucket's versions. nextKey and nextVersion say after which one the next page begins; both
// are "" on the last.
type versionPage struct {
	entries              []listed
	prefixes             []string
	nextKey, nextVersion string
	owner                string
	size                 int
}

// lineage yields all versions within a range of keys, key by key, the newest of each first.
func lineage(r store.Reader, within store.Range) iter.Seq2[listed, error] {
	return func(yield func(listed, error) bool) {
		next, stop := iter.Pull2(versions.Scan(r, within))
		defer stop()
		older, failure, more := next()
		last := "" // the key of what came last
		upTo := func(position string) bool {
			for more && (position == "" || older.Key < position) {
				if failure != nil {
					yield(listed{}, failure)
					return false
				}
				if !yield(listed{older.Value, older.Value.Key != last}, nil) {
					return false
				}
				last = older.Value.Key
				older, failure, more = next()
			}
			return true
		}
		for item, err := range objects.Scan(r, within) {
			if err != nil {
				yield(listed{}, err)
				return
			}
			if !upTo(item.Key) || !yield(listed{item.Value, true}, nil) {
				return
			}
			last = item.Value.Key
		}
		upTo("")
	}
}

// listVersions reads one page: versions after the marker's key, or after its version of that key where one is named.
func listVersions(r store.Reader, bucket string, s span, versionMarker string) (*versionPage, error) {
	page := &versionPage{size: s.size}
	if s.size == 0 {
		return page, nil
	}
	within := store.Range{Prefix: store.Begins(s.prefix, bucket)}
	passed := int64(0)
	switch under := s.rollUp(s.after); {
	case under != "":
		within.From = store.PrefixEnd(store.Begins(under, bucket))
	case versionMarker != "":
		var err error
		if passed, err = sequenceOf(r, bucket, s.after, versionMarker); err != nil {
			return nil, err
		}
		within.From = store.Key(bucket, s.after)
	case s.after != "":
		within.From = store.PrefixEnd(store.Key(bucket, s.after))
	}
	var lastKey, lastVersion string
	for more := true; more; {
		more = false
		for entry, err := range lineage(r, within) {
			if err != nil {
				return nil, err
			}
			if versionMarker != "" && entry.Key == s.after && entry.Sequence >= passed {
				continue
			}
			if len(page.entries)+len(page.prefixes) == s.size {
				page.nextKey, page.nextVersion = lastKey, lastVersion
				return page, nil
			}
			if under := s.rollUp(entry.Key); under != "" {
				page.prefixes, lastKey, lastVersion = append(page.prefixes, under), under, ""
				within.From = store.PrefixEnd(store.Begins(under, bucket))
				more = true
				break
			}
			page.entries, lastKey, lastVersion = append(page.entries, entry), entry.Key, entry.version()
		}
	}
	return page, nil
}

func (o *Objects) listObjectVersions() service.Operation {
	return define(o, operation[awss3.ListObjectVersionsInput, versionPage]{
		name: "ListObjectVersions", action: "ListBucketVersions",
		do: func(c *service.Call, b *bucket, in *awss3.ListObjectVersionsInput) (*versionPage, error) {
			if _, ok := member(in, "KeyMarker"); !ok && value(in, "VersionIdMarker") != "" {
				return nil, fault.New(fault.Validation, "A version-id marker cannot be specified without a key marker.").
					With("ArgumentName", "version-id-marker")
			}
			page, err := listVersions(c.Tx, b.Name, span{
				value(in, "Prefix"), value(in, "Delimiter"), value(in, "KeyMarker"), pageSize(in.MaxKeys),
			}, value(in, "VersionIdMarker"))
			if err == nil {
				page.owner = b.Owner
			}
			return page, err
		},
	}, service.Reads, service.DataEvent)
}

func encodeVersions(x *exchange, in *awss3.ListObjectVersionsInput, page *versionPage) error {
	encode, err := keyEncoding(in)
	if err != nil {
		return err
	}
	message := struct {
		gofakes3.ListBucketVersionsResult
		EncodingType string `xml:",omitempty"`
	}{gofakes3.ListBucketVersionsResult{
		Xmlns: namespace, Name: *in.Bucket, Delimiter: encode(value(in, "Delimiter")), Prefix: encode(value(in, "Prefix")),
		MaxKeys: int64(page.size), KeyMarker: encode(value(in, "KeyMarker")), VersionIDMarker: gofakes3.VersionID(value(in, "VersionIdMarker")),
		IsTruncated: page.nextKey != "", NextKeyMarker: encode(page.nextKey), NextVersionIDMarker: gofakes3.VersionID(page.nextVersion),
	}, value(in, "EncodingType")}
	for _, p := range page.prefixes {
		message.CommonPrefixes = append(message.CommonPrefixes, gofakes3.CommonPrefix{Prefix: encode(p)})
	}
	for i := range page.entries {
		v := &page.entries[i]
		id, modified, owner := gofakes3.VersionID(v.version()), milliseconds(v.Modified), user(page.owner)
		if v.Marker {
			message.Versions = append(message.Versions, &gofakes3.DeleteMarker{
				Key: encode(v.Key), VersionID: id, IsLatest: v.latest, LastModified: modified, Owner: owner,
			})
			continue
		}
		message.Versions = append(message.Versions, &gofakes3.Version{
			Key: encode(v.Key), VersionID: id, IsLatest: v.latest, LastModified: modified, Size: v.Size, ETag: quote(v.ETag),
			StorageClass: gofakes3.StorageStandard, Owner: owner,
		})
	}
	return x.send("ListVersionsResult", message)
}
