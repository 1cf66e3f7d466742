package quicksight_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/internal/shared"
	wire "interlaken/wire/quicksight"
)

// place is what a template of a data set has where its maker fills something in.
var place = regexp.MustCompile(`\$\{[^}]*\}|\{\{[^}]*\}\}|<[A-Z_]+>`)

// TestCorpus has CreateDataSet read real data sets and says how many it understands, and of the others why not. What is
// the author's own is replaced: the data source, ids and permissions; so is the import mode, which is no part of the form.
func TestCorpus(t *testing.T) {
	var files []string
	for _, folder := range []string{"datasets", "others/dataset"} {
		found, err := filepath.Glob(filepath.Join(shared.Path(t, "corpus", "quicksight", folder), "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 80 {
		t.Fatalf("the corpus has %d data sets", len(files))
	}
	k := newKit(t)
	k.make("d")
	understood, all := 0, 0
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in := &sdk.CreateDataSetInput{}
		if err := wire.Service.Unmarshal(place.ReplaceAll(text, []byte("x")), in); err != nil || len(in.PhysicalTableMap) == 0 {
			t.Logf("%s is no CreateDataSet: %v", filepath.Base(file), err)
			continue
		}
		all++
		for _, table := range in.PhysicalTableMap {
			switch p := table.(type) {
			case *types.PhysicalTableMemberRelationalTable:
				p.Value.DataSourceArn, p.Value.Catalog = aws.String(sourceARN("d")), nil
			case *types.PhysicalTableMemberCustomSql:
				p.Value.DataSourceArn = aws.String(sourceARN("d"))
			}
		}
		in.AwsAccountId, in.DataSetId, in.ImportMode, in.Permissions, in.FolderArns = aws.String(account), aws.String("s"+strconv.Itoa(i)), types.DataSetImportModeDirectQuery, nil, nil
		_, err = k.Do(k.ann, "quicksight", "CreateDataSet", in)
		if fault.Is(err, fault.Validation) {
			t.Logf("%s is refused by AWS's model: %s", filepath.Base(file), fault.Public(err))
			all--
			continue
		}
		if err != nil {
			t.Logf("%s: %s", filepath.Base(file), fault.Public(err))
			continue
		}
		understood++
	}
	t.Logf("understood %d of %d", understood, all)
	if understood*100 < all*95 {
		t.Errorf("%d of %d data sets are understood, fewer than 95 of 100", understood, all)
	}
}
