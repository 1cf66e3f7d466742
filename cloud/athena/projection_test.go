package athena_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"

	. "interlaken/service/servicetest"
)

// projected makes a table logs whose partitions are computed. The clock stands at 2026-11-02 09:00.
func (w *world) projected(name string, keys []string, properties map[string]string) {
	w.t.Helper()
	admin := w.User(Retail, "catalog-"+name, Everything)
	input := &gluetypes.TableInput{Name: &name, TableType: aws.String("EXTERNAL_TABLE"), Parameters: map[string]string{"projection.enabled": "true"}, StorageDescriptor: &gluetypes.StorageDescriptor{
		Location: aws.String("s3://data/" + name + "/"), Columns: []gluetypes.Column{{Name: aws.String("id"), Type: aws.String("bigint")}, {Name: aws.String("p"), Type: aws.String("string")}},
		SerdeInfo: &gluetypes.SerDeInfo{SerializationLibrary: aws.String("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")},
	}}
	for k, v := range properties {
		input.Parameters[k] = v
	}
	for _, k := range keys {
		column, kind, _ := strings.Cut(k, " ")
		input.PartitionKeys = append(input.PartitionKeys, gluetypes.Column{Name: &column, Type: &kind})
	}
	Must[sdkglue.CreateTableOutput](w.Kit, admin, "glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: aws.String("shop"), TableInput: input})
}

func TestPartitionsAreProjected(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", Everything)
	w.projected("byday", []string{"day string"}, map[string]string{
		"projection.day.type": "date", "projection.day.range": "2026/10/30,NOW", "projection.day.format": "yyyy/MM/dd", "storage.location.template": "s3://data/byday/${day}",
	})
	w.projected("byhour", []string{"at string"}, map[string]string{
		"projection.at.type": "date", "projection.at.range": "NOW-3HOURS,NOW", "projection.at.format": "yyyy-MM-dd'T'HH", "projection.at.interval.unit": "HOURS",
	})
	w.projected("bymonth", []string{"month string"}, map[string]string{
		"projection.month.type": "date", "projection.month.range": "2026-01,NOW+1MONTH", "projection.month.format": "yyyy-MM", "projection.month.interval": "3",
	})
	w.projected("mixed", []string{"region string", "n int"}, map[string]string{
		"projection.region.type": "enum", "projection.region.values": "eu, us,ap", "projection.n.type": "integer", "projection.n.range": "8,11", "projection.n.digits": "2",
	})
	w.projected("injected", []string{"device string"}, map[string]string{"projection.device.type": "injected"})
	w.projected("torn", []string{"day string"}, map[string]string{"projection.day.type": "date", "projection.day.range": "2026-13-01,NOW", "projection.day.format": "yyyy-MM-dd"})
	w.projected("huge", []string{"n int", "m int"}, map[string]string{
		"projection.n.type": "integer", "projection.n.range": "0,9999", "projection.m.type": "integer", "projection.m.range": "0,9999",
	})
	for _, key := range []string{
		"byday/2026/10/29/a", "byday/2026/10/30/a", "byday/2026/11/01/a", "byday/2026/11/02/a", "byday/2026/11/03/a",
		"byhour/at=2026-11-02T05/a", "byhour/at=2026-11-02T06/a", "byhour/at=2026-11-02T09/a",
		"bymonth/month=2026-01/a", "bymonth/month=2026-02/a", "bymonth/month=2026-10/a",
		"mixed/region=eu/n=08/a", "mixed/region=us/n=08/a", "mixed/region=us/n=11/a", "mixed/region=us/n=12/a", "mixed/region=ap/n=10/a",
		"injected/device=x y/a", "injected/device=z/a",
	} {
		w.objects.put("data", key, "plain")
	}
	w.engine.set(func(e *scripted) { e.rows = 1 })
	for _, c := range []struct{ query, want string }{
		{"SELECT id, p FROM byday", "byday/2026/10/30/a 2026/10/30, byday/2026/11/01/a 2026/11/01, byday/2026/11/02/a 2026/11/02"},
		{"SELECT id, p FROM byday WHERE day > '2026/11/01'", "byday/2026/11/02/a 2026/11/02"},
		{"SELECT id, p FROM byday WHERE day = '2026/11/03'", ""},
		{"SELECT id, p FROM byhour", "byhour/at=2026-11-02T06/a 2026-11-02T06, byhour/at=2026-11-02T09/a 2026-11-02T09"},
		{"SELECT id, p FROM bymonth", "bymonth/month=2026-01/a 2026-01, bymonth/month=2026-10/a 2026-10"},
		{"SELECT id, p FROM mixed WHERE n < 11 AND region <> 'eu'", "mixed/region=us/n=08/a us/08, mixed/region=ap/n=10/a ap/10"},
		{"SELECT id, p FROM mixed WHERE region = 'us' AND n = 8 OR region = 'eu' AND n = 11", "mixed/region=us/n=08/a us/08"},
		{"SELECT id, p FROM injected WHERE device IN ('z', 'x y')", "injected/device=z/a z, injected/device=x y/a x y"},
		{"SELECT id, p FROM injected", "FAILED CONSTRAINT_VIOLATION: For the injected projected partition column device, the WHERE clause must contain only static equality conditions, and at least one such condition must be present."},
		{"SELECT id, p FROM torn", "FAILED HIVE_INVALID_METADATA: Table shop.torn: projection.day.range is \"2026-13-01,NOW\", and not two dates in the format yyyy-MM-dd, or NOW"},
		{"SELECT id, p FROM huge", "FAILED HIVE_EXCEEDED_PARTITION_LIMIT: Query over table 'shop.huge' can potentially read more than 1000000 partitions"},
	} {
		if got := w.said(s, c.query); strings.HasPrefix(got, "FAILED") {
			if got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
			}
			continue
		}
		var files []string
		for _, f := range w.engine.last().Tables[0].Files {
			values := make([]string, len(f.Partition))
			for i, v := range f.Partition {
				values[i] = *v
			}
			files = append(files, strings.TrimPrefix(f.Display, "s3://data/")+" "+strings.Join(values, "/"))
		}
		if got := strings.Join(files, ", "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
		}
	}
}
