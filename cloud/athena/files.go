package athena

import (
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/sql/analyze"
	"interlaken/sql/hive"
)

// location is a folder of files and the partition values that they share.
type location struct {
	bucket, prefix string
	values         []*string
}

// locations are the folders of a table that can hold rows that matter to a query.
func (d *definition) locations(c *service.Call, read *analyze.TableRead) ([]location, error) {
	t := d.table
	if len(t.PartitionKeys) == 0 {
		one, err := folder(t.StorageDescriptor.Location)
		return []location{one}, err
	}
	if hive.Projected(t) {
		return projected(t, c.Now, read.Partitions)
	}
	catalog := t.CatalogId
	if aws.ToString(catalog) == c.Account() { // which goes without saying
		catalog = nil
	}
	var all []location
	for token := (*string)(nil); ; {
		out, err := c.Invoke("glue", "GetPartitions", &sdkglue.GetPartitionsInput{
			CatalogId: catalog, DatabaseName: t.DatabaseName, TableName: t.Name, NextToken: token, ExcludeColumnSchema: aws.Bool(true),
		})
		if err != nil {
			return nil, catalogDenied(err)
		}
		page := out.(*sdkglue.GetPartitionsOutput)
		for _, p := range page.Partitions {
			values := make([]*string, len(p.Values))
			named := map[string]*string{}
			for i, v := range p.Values {
				if v != hive.NullPartition {
					values[i] = &v
				}
				named[strings.ToLower(aws.ToString(t.PartitionKeys[i].Name))] = values[i]
			}
			if read.Partitions != nil && !read.Partitions.Test(named) {
				continue
			}
			if p.StorageDescriptor == nil {
				return nil, fault.New("HIVE_INVALID_METADATA", "Partition %s has no storage descriptor", strings.Join(p.Values, "/"))
			}
			one, err := folder(p.StorageDescriptor.Location)
			if err != nil {
				return nil, err
			}
			one.values = values
			all = append(all, one)
		}
		if token = page.NextToken; token == nil {
			return all, nil
		}
	}
}

// projected are the folders of a table whose partitions are computed.
func projected(t *glue.Table, now time.Time, condition *analyze.Predicate) ([]location, error) {
	partitions, err := hive.Project(t, now, condition)
	if err != nil {
		return nil, err
	}
	all := make([]location, len(partitions))
	for i, p := range partitions {
		if all[i], err = folder(&p.Location); err != nil {
			return nil, err
		}
		all[i].values = p.Values
	}
	return all, nil
}

// folder reads a location.
func folder(text *string) (location, error) {
	bucket, prefix, err := hive.Folder(aws.ToString(text))
	return location{bucket: bucket, prefix: prefix}, err
}

// place is where a file of a table goes once it has been authorized.
type place struct {
	key    string
	values []*string
}

// read lists the folders and has all their files authorized and held: two questions and two events a bucket.
func (p *planned) read(c *service.Call, objects Objects, t *engine.Table, folders []location) error {
	var buckets []string
	byBucket := map[string][]location{}
	for _, f := range folders {
		if !slices.Contains(buckets, f.bucket) {
			buckets = append(buckets, f.bucket)
		}
		byBucket[f.bucket] = append(byBucket[f.bucket], f)
	}
	for _, bucket := range buckets {
		prefixes := make([]string, len(byBucket[bucket]))
		for i, f := range byBucket[bucket] {
			prefixes[i] = f.prefix
		}
		listed, err := objects.ListMany(c, bucket, prefixes)
		if err != nil {
			return objectsFailed(err)
		}
		var places []place
		for i, found := range listed {
			for _, o := range found {
				if hive.IsData(o.Key, o.SizeBytes) {
					places = append(places, place{o.Key, byBucket[bucket][i].values})
				}
			}
		}
		keys := make([]string, len(places))
		for i, place := range places {
			keys[i] = place.key
		}
		files, err := objects.Read(c, bucket, keys)
		if err != nil {
			return objectsFailed(err)
		}
		p.held = append(p.held, files...)
		for i, f := range files {
			t.Files = append(t.Files, engine.File{
				Path: f.Path, SizeBytes: f.SizeBytes, Display: "s3://" + bucket + "/" + f.Key, Partition: places[i].values,
			})
		}
	}
	return nil
}
