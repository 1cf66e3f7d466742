package athena

import (
	"fmt"
	"strings"

	"interlaken/fault"
)

// semantic is a fault that Hive's analyser finds, with its number (Hive, ErrorMsg.java; seen in Athena's answers).
func semantic(number int, format string, args ...any) *failure {
	kind := int32(1004)
	if number == 10001 || number == 10072 {
		kind = 1301
	}
	return failed(userError, kind, fmt.Sprintf("FAILED: SemanticException [Error %d]: ", number)+fmt.Sprintf(format, args...))
}

// task is a fault that shows when Hive's DDL task runs, with the metastore's exception.
func task(exception, format string, args ...any) *failure {
	return failed(userError, 1003, "FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. "+
		exception+"(message:"+fmt.Sprintf(format, args...)+")")
}

// ofHive tells failures in Hive's words: of statements that Athena has Hive do.
func (f *failure) ofHive() bool { return strings.HasPrefix(f.reason, hiveFailed) }

// hiveFailed is how the reasons of Hive's failures begin.
const hiveFailed = "FAILED: "

// hiveFailure is a refusal of Glue in Hive's words; nil of nil.
func hiveFailure(err error) error {
	switch code := fault.CodeOf(err); code {
	case "":
		return nil
	case fault.AccessDenied:
		f := task("MetaException", "%s (Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; Proxy: null)", fault.Public(err))
		kind := int32(1500)
		f.details.ErrorType = &kind
		return f
	case fault.NotFound:
		return task("NoSuchObjectException", "%s", fault.Public(err))
	case fault.AlreadyExists:
		return task("AlreadyExistsException", "%s", fault.Public(err))
	case "InvalidInputException":
		return task("InvalidObjectException", "%s", fault.Public(err))
	}
	return err
}
