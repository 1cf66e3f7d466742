package athena

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/result/tablefile"
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// tableProperties are what WITH (…) says of a table or of UNLOAD's files.
type tableProperties struct {
	options  tablefile.Options
	location string // "" where none is given
	keys     []string
	serde    map[string]string
	iceberg  *lakeTable // nil for another kind of table
}

// properties reads WITH (…), one property after another; what is left over is unknown.
type properties struct {
	at   ast.Node
	left map[string]ast.Expression
	err  error
}

func readProperties(at ast.Node, all []*ast.Property) *properties {
	p := &properties{at: at, left: map[string]ast.Expression{}}
	for _, one := range all {
		p.left[strings.ToLower(one.Name)] = one.Value
	}
	return p
}

func (p *properties) fail(format string, args ...any) {
	if p.err == nil {
		p.err = token.Fault("INVALID_TABLE_PROPERTY", p.at.Pos(), format, args...)
	}
}

// text takes a property whose value is a string; "" where it is absent.
func (p *properties) text(name string) string {
	value, ok := p.left[name]
	delete(p.left, name)
	if !ok {
		return ""
	}
	s, ok := value.(*ast.StringLiteral)
	if !ok {
		p.fail("Invalid value for table property '%s': a string is needed", name)
		return ""
	}
	return s.Value
}

// texts takes a property whose value is an array of strings.
func (p *properties) texts(name string) []string {
	value, ok := p.left[name]
	delete(p.left, name)
	if !ok {
		return nil
	}
	list, ok := value.(*ast.Array)
	if !ok {
		p.fail("Invalid value for table property '%s': an array of strings is needed", name)
		return nil
	}
	var out []string
	for _, item := range list.Items {
		s, ok := item.(*ast.StringLiteral)
		if !ok {
			p.fail("Invalid value for table property '%s': an array of strings is needed", name)
			return nil
		}
		out = append(out, strings.ToLower(s.Value))
	}
	return out
}

// refuse takes a property that would change what is written in a way that is not offered.
func (p *properties) refuse(name string) {
	if _, ok := p.left[name]; ok && p.err == nil {
		p.err = token.Fault("NOT_SUPPORTED", p.at.Pos(), "The property '%s' is not supported", name)
	}
	delete(p.left, name)
}

// done refuses what nobody took.
func (p *properties) done() error {
	for _, name := range slices.Sorted(maps.Keys(p.left)) {
		p.fail("Table property '%s' does not exist", name)
	}
	return p.err
}

// files takes how the files are written.
func (p *properties) files(defaultFormat string) (tablefile.Options, string) {
	format := p.text("format")
	if format == "" {
		format = defaultFormat
	}
	compression := p.text("write_compression")
	for _, name := range []string{"compression", "parquet_compression"} { // UNLOAD's, and the older one of CTAS
		if other := p.text(name); compression == "" {
			compression = other
		}
	}
	delimiter := p.text("field_delimiter")
	if format == "" {
		p.fail("The property 'format' is needed")
		return tablefile.Options{}, ""
	}
	options, err := tablefile.Parse(format, compression)
	if err != nil && p.err == nil {
		p.err = token.Fault("NOT_SUPPORTED", p.at.Pos(), "%s", fault.Public(err))
	}
	if len(delimiter) > 1 {
		p.fail("Invalid value for table property 'field_delimiter': one character is needed")
	} else if delimiter != "" {
		options.Delimiter = delimiter[0]
	}
	// Levels change how small files are, not what they hold.
	delete(p.left, "compression_level")
	return options, delimiter
}

// readTableProperties reads the properties of CREATE TABLE AS (Athena User Guide, "CREATE TABLE AS": table properties).
func readTableProperties(s *ast.CreateTableAs) (*tableProperties, error) {
	p := readProperties(s, s.Properties)
	kind := p.text("table_type")
	if strings.EqualFold(kind, "ICEBERG") {
		return readLakeProperties(s, p)
	}
	if kind != "" && !strings.EqualFold(kind, "HIVE") {
		return nil, token.Fault("NOT_SUPPORTED", s.Pos(), "Tables of the type %s are not supported", strings.ToUpper(kind))
	}
	out := &tableProperties{serde: map[string]string{"serialization.format": "1"}}
	var delimiter string
	out.options, delimiter = p.files("PARQUET")
	out.location, out.keys = p.text("external_location"), p.texts("partitioned_by")
	delete(p.left, "is_external") // of these tables it is always so
	for _, name := range []string{"bucketed_by", "bucket_count", "partitioning", "location", "orc_compression"} {
		p.refuse(name)
	}
	if delimiter != "" {
		out.serde["field.delim"], out.serde["serialization.format"] = delimiter, delimiter
	}
	return out, p.done()
}

// readUnloadProperties reads the properties of UNLOAD (Athena User Guide, "UNLOAD": parameters).
func readUnloadProperties(s *ast.Unload) (*tableProperties, error) {
	p := readProperties(s, s.Properties)
	out := &tableProperties{}
	out.options, _ = p.files("")
	out.keys = p.texts("partitioned_by")
	return out, p.done()
}

// fileFormat is how the catalog says that the files are read.
func (t *tableProperties) fileFormat() fileFormat {
	switch t.options.Format {
	case tablefile.JSON:
		return fileFormat{textInput, textOutput, openXJSON}
	case tablefile.Text:
		return fileFormats["TEXTFILE"]
	}
	return fileFormats["PARQUET"]
}

// writing is where and how INSERT writes a table's files: as they are read.
func (d *definition) writing() (folderURI string, o tablefile.Options, err error) {
	s := d.table.StorageDescriptor
	if _, err := folder(s.Location); err != nil {
		return "", o, err
	}
	refuse := func(what string) error {
		return fault.New("NOT_SUPPORTED", "Table '%s.%s' cannot be written: %s", aws.ToString(d.table.DatabaseName), aws.ToString(d.table.Name), what)
	}
	if s.NumberOfBuckets > 0 {
		return "", o, refuse("it is bucketed")
	}
	serde, parameters := "", map[string]string{}
	if s.SerdeInfo != nil {
		serde, parameters = aws.ToString(s.SerdeInfo.SerializationLibrary), s.SerdeInfo.Parameters
	}
	compression := d.table.Parameters["write.compression"]
	switch serde {
	case parquet:
		o, err = tablefile.Parse("PARQUET", orElse(d.table.Parameters["parquet.compression"], compression))
	case openXJSON, hiveJSON:
		o, err = tablefile.Parse("JSON", compression)
	case lazySimple:
		if parameters["escape.delim"] != "" || parameters["serialization.null.format"] != "" || d.table.Parameters["skip.header.line.count"] != "" {
			return "", o, refuse("it has an escape, a word for NULL, or header lines, which are not written here")
		}
		if o, err = tablefile.Parse("TEXTFILE", compression); err == nil {
			o.Delimiter = delimiterOf(parameters)[0]
		}
	default:
		return "", o, refuse("files of the SerDe " + orElse(serde, "(none)") + " are not written here")
	}
	if err != nil {
		return "", o, refuse(fault.Public(err))
	}
	return aws.ToString(s.Location), o, nil
}
