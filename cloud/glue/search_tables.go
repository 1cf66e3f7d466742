package glue

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// searchTables finds tables of a whole catalog by words and properties. It needs the action on the catalog and on all
// databases and tables: what a caller may not see of it is not left out one by one.
func searchTables() service.Operation {
	return define("SearchTables",
		func(i *sdk.SearchTablesInput) place { return in(i.CatalogId, nil, nil) },
		func(_ *service.Call, p place, _ *sdk.SearchTablesInput) ([]string, error) {
			return []string{arn.Make("glue", p.region, p.catalog, "database/*"), arn.Make("glue", p.region, p.catalog, "table/*/*")}, nil
		},
		func(c *service.Call, p place, i *sdk.SearchTablesInput) (*sdk.SearchTablesOutput, error) {
			after, size, err := page(i.NextToken, i.MaxResults, 100)
			if err != nil {
				return nil, err
			}
			from := 0
			if after != "" {
				if from, err = strconv.Atoi(after); err != nil || from < 0 {
					return nil, invalid("The next token is not one that was given out.")
				}
			}
			if i.ResourceShareType == types.ResourceShareTypeForeign || i.ResourceShareType == types.ResourceShareTypeFederated {
				return &sdk.SearchTablesOutput{TableList: []types.Table{}}, nil
			}
			found := []types.Table{}
			for item, err := range tables.Scan(c.Tx, store.Range{Prefix: store.Key(p.catalog)}) {
				if err != nil {
					return nil, err
				}
				keep, err := matches(&item.Value, i)
				if err != nil {
					return nil, err
				}
				if keep {
					found = append(found, item.Value)
				}
			}
			if err := sortTables(found, i.SortCriteria); err != nil {
				return nil, err
			}
			out := &sdk.SearchTablesOutput{TableList: found[min(from, len(found)):min(from+size, len(found))]}
			if from+size < len(found) {
				out.NextToken = nextToken(store.Token(strconv.Itoa(from + size)))
			}
			return out, nil
		}, service.Reads)
}

// matches reports whether a table has all that is asked for.
func matches(t *types.Table, i *sdk.SearchTablesInput) (bool, error) {
	if text := aws.ToString(i.SearchText); text != "" && !mentions(t, text) {
		return false, nil
	}
	for _, f := range i.Filters {
		if keep, err := satisfies(t, &f); err != nil || !keep {
			return false, err
		}
	}
	return true, nil
}

// mentions reports whether a table is named, described or made with the words of a text; a text in quotes has to be one of
// the table's texts whole.
func mentions(t *types.Table, text string) bool {
	texts := []string{aws.ToString(t.Name), aws.ToString(t.DatabaseName), aws.ToString(t.Description), aws.ToString(t.Owner)}
	columns := t.PartitionKeys
	if t.StorageDescriptor != nil {
		columns = append(columns[:len(columns):len(columns)], t.StorageDescriptor.Columns...)
	}
	for _, c := range columns {
		texts = append(texts, aws.ToString(c.Name), aws.ToString(c.Comment))
	}
	if exact, err := strconv.Unquote(text); err == nil {
		return slices.ContainsFunc(texts, func(s string) bool { return strings.EqualFold(s, exact) })
	}
	all := words(strings.Join(texts, " "))
	return !slices.ContainsFunc(words(text), func(w string) bool { return !slices.Contains(all, w) })
}

// words are the tokens of a text: a name is split at punctuation (Glue API Reference, SearchTables, Filters).
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// properties are what filters and orders look at, by their names in the API.
var properties = map[string]func(*types.Table) string{
	"Name":         func(t *types.Table) string { return aws.ToString(t.Name) },
	"DatabaseName": func(t *types.Table) string { return aws.ToString(t.DatabaseName) },
	"Description":  func(t *types.Table) string { return aws.ToString(t.Description) },
	"Owner":        func(t *types.Table) string { return aws.ToString(t.Owner) },
	"TableType":    func(t *types.Table) string { return aws.ToString(t.TableType) },
}

var instants = map[string]func(*types.Table) time.Time{
	"CreateTime": func(t *types.Table) time.Time { return aws.ToTime(t.CreateTime) },
	"UpdateTime": func(t *types.Table) time.Time { return aws.ToTime(t.UpdateTime) },
}

// satisfies holds one filter against a table: a value is a word of the property, or its whole; times are compared.
func satisfies(t *types.Table, f *types.PropertyPredicate) (bool, error) {
	key, value := aws.ToString(f.Key), aws.ToString(f.Value)
	if property := properties[key]; property != nil {
		text := property(t)
		return strings.EqualFold(text, value) || slices.Contains(words(text), strings.ToLower(value)), nil
	}
	instant := instants[key]
	if instant == nil {
		return false, fault.New(fault.Unsupported, "Searching by %s is not offered here.", key)
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return false, invalid("%s is not a time.", value)
	}
	order := instant(t).Compare(at)
	switch f.Comparator {
	case "", types.ComparatorEquals:
		return order == 0, nil
	case types.ComparatorGreaterThan:
		return order > 0, nil
	case types.ComparatorLessThan:
		return order < 0, nil
	case types.ComparatorGreaterThanEquals:
		return order >= 0, nil
	case types.ComparatorLessThanEquals:
		return order <= 0, nil
	}
	return false, invalid("%s is not a comparator.", f.Comparator)
}

// sortTables orders what was found by the one criterion that the API takes; without it, and among equals, it is by database
// and name.
func sortTables(found []types.Table, criteria []types.SortCriterion) error {
	for _, c := range criteria {
		key := aws.ToString(c.FieldName)
		property, instant := properties[key], instants[key]
		if property == nil && instant == nil {
			return fault.New(fault.Unsupported, "Sorting by %s is not offered here.", key)
		}
		slices.SortStableFunc(found, func(a, b types.Table) int {
			if c.Sort == types.SortDescending {
				a, b = b, a
			}
			if property != nil {
				return strings.Compare(property(&a), property(&b))
			}
			return instant(&a).Compare(instant(&b))
		})
	}
	return nil
}
