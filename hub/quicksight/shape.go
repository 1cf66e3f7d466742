package quicksight

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/store"
	registry "interlaken/wire/quicksight"
)

// mostTables is how many tables a data set may have together with those of the data sets below it.
const mostTables = 64

// parents finds a data set that another one is made on.
type parents func(arn string) (hub.DataSet, error)

// shape makes the tables and the root of a data set of its document, in either of the forms: logical tables, or steps of
// data preparation.
func shape(d *hub.DataSet, given *types.DataSet, find parents) error {
	var err error
	if d.Tables, err = tablesOf(given.PhysicalTableMap); err != nil {
		return err
	}
	b := &relations{set: d, logical: given.LogicalTableMap, taken: map[string]bool{}, find: find}
	switch {
	case given.DataPrepConfiguration != nil && len(given.LogicalTableMap) > 0:
		err = invalid("A data set has a LogicalTableMap or a DataPrepConfiguration, one of them.")
	case given.DataPrepConfiguration != nil:
		err = b.prepared(given.DataPrepConfiguration, given.SemanticModelConfiguration)
	case given.SemanticModelConfiguration != nil:
		err = invalid("A SemanticModelConfiguration is on the tables of a DataPrepConfiguration.")
	default:
		err = b.joinedUp()
	}
	switch {
	case err != nil:
		return err
	case len(d.Tables) == 0:
		return invalid("A data set needs at least one table in PhysicalTableMap, or another data set.")
	case len(d.Tables) > mostTables:
		return fault.New(fault.Limit, "The data set has %d tables, with those of the data sets that it is on; it may have %d.", len(d.Tables), mostTables)
	}
	return organized(d, given)
}

// organized holds what a document says about columns of the data set to there being such columns.
func organized(d *hub.DataSet, given *types.DataSet) error {
	in := map[string]string{} // the folder of a column
	for name, folder := range given.FieldFolders {
		for _, column := range folder.Columns {
			if findColumn(d.Root.Columns, column) == nil {
				return invalid("FieldFolders: the folder %q has the column %q, which the data set has not.", name, column)
			}
			if other, twice := in[column]; twice {
				return invalid("FieldFolders: the column %q is in the folders %q and %q.", column, min(name, other), max(name, other))
			}
			in[column] = name
		}
	}
	for i, group := range given.ColumnGroups {
		if group.GeoSpatialColumnGroup == nil {
			return invalid("ColumnGroups[%d] is no GeoSpatialColumnGroup.", i)
		}
		for _, column := range group.GeoSpatialColumnGroup.Columns {
			if findColumn(d.Root.Columns, column) == nil {
				return invalid("ColumnGroups[%d] has the column %q, which the data set has not.", i, column)
			}
		}
	}
	return nil
}

// passedParents finds data sets that the caller may pass by IAM and by their permissions, and that let themselves be used
// by a data set of this import mode.
func passedParents(c *service.Call, caller hub.Caller, mode types.DataSetImportMode) parents {
	return func(text string) (hub.DataSet, error) {
		parent, err := passedSet(c, caller, text)
		if err != nil {
			return parent, err
		}
		var held types.DataSet
		if err := registry.Service.Unmarshal(parent.Document, &held); err != nil {
			return parent, fault.Wrap(err, fault.Internal, "The data set's definition cannot be read.")
		}
		if u := held.DataSetUsageConfiguration; u != nil {
			if mode == types.DataSetImportModeDirectQuery && u.DisableUseAsDirectQuerySource || mode == types.DataSetImportModeSpice && u.DisableUseAsImportedSource {
				return parent, invalid("The data set %s does not let data sets of ImportMode %s be made on it (DataSetUsageConfiguration).", parent.ID, mode)
			}
		}
		return parent, nil
	}
}

// reshape brings the data sets on a data set that has changed or is gone up to date, and those on them. One that does not
// fit any more says why, and cannot be queried until it is updated. One whose data set is gone is on it no more: another one
// of that id later is somebody's who may not have let it be passed.
func reshape(tx store.Tx, parent hub.DataSet) error {
	children, err := hub.DataSetsOn(tx, parent.ARN())
	if err != nil {
		return err
	}
	for _, child := range children {
		var given types.DataSet
		if err := registry.Service.Unmarshal(child.Document, &given); err != nil {
			return fault.Wrap(err, fault.Internal, "The data set's definition cannot be read.")
		}
		next := child
		next.Updated, next.Broken, next.Parents = parent.Updated, "", nil
		err := shape(&next, &given, func(text string) (hub.DataSet, error) { return hub.GetDataSetByARN(tx, text) })
		if err != nil {
			next = child
			next.Updated, next.Broken = parent.Updated, fault.Public(err)
			if _, err := hub.GetDataSetByARN(tx, parent.ARN()); fault.Is(err, fault.NotFound) {
				next.Parents = slices.DeleteFunc(slices.Clone(child.Parents), func(text string) bool { return text == parent.ARN() })
			}
		}
		if err := hub.RedefineDataSet(tx, next); err != nil {
			return err
		}
		if err := reshape(tx, next); err != nil {
			return err
		}
	}
	return nil
}

// acyclic refuses a data set that would be on itself.
func acyclic(r store.Reader, d *hub.DataSet) error {
	seen, next := map[string]bool{}, d.Parents
	for len(next) > 0 {
		text := next[0]
		next = next[1:]
		if text == d.ARN() {
			return fault.New(share.InvalidParameterValue, "The data set %s would be on itself.", d.ID)
		}
		if seen[text] {
			continue
		}
		seen[text] = true
		parent, err := hub.GetDataSetByARN(r, text)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		next = append(next, parent.Parents...)
	}
	return nil
}
