// Package footer reads what the footer of a Parquet file says of where its columns lie, without building all of it: a
// hundredth of the work of a whole decoder. Footers are others' bytes: each claim is checked.
//
// Source of the structures: Apache Parquet, parquet.thrift (FileMetaData, SchemaElement, RowGroup, ColumnMetaData).
package footer
