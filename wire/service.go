package wire

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"interlaken/fault"
)

// Protocol is one of the AWS protocols, by the names of the Smithy specification.
type Protocol string

const (
	AWSQuery  Protocol = "awsQuery"   // form in, XML out (STS, IAM)
	AWSJSON11 Protocol = "awsJson1_1" // JSON in and out, operation in X-Amz-Target (Athena, Glue)
	RESTJSON1 Protocol = "restJson1"  // JSON bodies, operation in method and path (QuickSight)
	RESTXML   Protocol = "restXml"    // S3; only its errors are encoded here
)

// Service describes one service to the codec. Fill the exported fields and call NewService; after that it is
// read-only and safe for concurrent use.
//
// Inputs and outputs are structs whose exported fields are the members, named as on the wire but for the case of the
// first letter. A field is a string, bool, signed integer, float, time.Time, []byte, json.RawMessage or any; a named
// string with a method Values (an enum); a struct, slice, map with string keys or pointer of those; or a union. A nil
// pointer, slice or map, an empty enum and a zero time are absent.
type Service struct {
	ID           string // signing name's twin in ARNs and IAM actions: "athena", "ce"
	SigningName  string // the service part of a credential scope
	Protocol     Protocol
	TargetPrefix string // AWSJSON11: what stands before the operation's name and a dot in X-Amz-Target
	// TargetNamespace may stand before TargetPrefix and a dot: botocore's clients of CloudTrail send it, Go's do not.
	TargetNamespace string
	APIVersion      string // AWSQuery: the Version parameter that a request must name
	XMLNamespace    string // AWSQuery: xmlns of a response

	Operations []Operation
	// Unions lists, for each interface type that is a union, nil pointers to its member structs. The member's wire
	// name is what stands after "Member" in the struct's name.
	Unions map[reflect.Type][]any
	// Renames gives wire names that differ from the Go field's, by reflect.Type.String() and field.
	Renames map[string]map[string]string
	// Required lists the Go fields that must be set, by reflect.Type.String().
	Required map[string][]string
	// Constraints gives lengths, ranges and patterns, by reflect.Type.String() and field.
	Constraints map[string]map[string]Constraint
	// Constrained are the operations whose inputs Constraints is about; nil: all. No other may be served.
	Constrained []string
	// DateTimes lists timestamp fields that JSON has in the date-time form instead of seconds.
	DateTimes map[string][]string
	// Escaped lists string fields that go out percent-encoded (RFC 3986): IAM's policy documents.
	Escaped map[string][]string
	// Sensitive lists fields whose value no message repeats.
	Sensitive map[string][]string
	// Errors gives the HTTP status of each error code that the service documents. Codes are spelled as on the wire.
	Errors map[string]int
	// Codes spells protocol-neutral fault codes in the service's own way, where it differs from the protocol's.
	Codes map[fault.Code]string

	operations map[string]*Operation
	routes     map[routeKey][]*route
	unions     map[reflect.Type]*union
	shapes     *sync.Map // reflect.Type → *shape
}

// Operation describes one operation.
type Operation struct {
	Name string
	// In and Out are nil pointers to the input and output structs. Decode returns a value of In's type; Encode takes
	// one of Out's.
	In, Out any
	// Method, URI and Bindings are for REST protocols. URI is the Smithy pattern, such as /accounts/{AwsAccountId}.
	Method, URI string
	Bindings    []Binding
	// StatusMember names the output field that is the HTTP status; "" where there is none.
	StatusMember string

	service *Service
	input   reflect.Type // struct
	output  reflect.Type // struct
}

// Place says where a bound member travels.
type Place byte

const (
	Label  Place = iota + 1 // in the path
	Query                   // in the query string
	Header                  // in a header
)

// Binding says that a field of the input travels outside the body.
type Binding struct {
	Field string // Go name
	In    Place
	Name  string // label, query parameter or header
}

// Service returns the service that the operation belongs to.
func (o *Operation) Service() *Service { return o.service }

// NewInput returns a pointer to a fresh input struct.
func (o *Operation) NewInput() any { return reflect.New(o.input).Interface() }

// NewOutput returns a pointer to a fresh output struct.
func (o *Operation) NewOutput() any { return reflect.New(o.output).Interface() }

// InputType returns the struct type of the input.
func (o *Operation) InputType() reflect.Type { return o.input }

// OutputType returns the struct type of the output.
func (o *Operation) OutputType() reflect.Type { return o.output }

// NewService indexes a description. A description that contradicts itself is a defect of the program and panics, at
// start and naming what is wrong: registries are package variables.
func NewService(description Service) *Service {
	s := &description
	s.shapes = &sync.Map{}
	s.Operations = slices.Clone(s.Operations)
	s.operations = make(map[string]*Operation, len(s.Operations))
	for i := range s.Operations {
		o := &s.Operations[i]
		o.service = s
		o.input, o.output = structOf(s, o.Name, o.In), structOf(s, o.Name, o.Out)
		if s.operations[o.Name] != nil {
			panic(fmt.Sprintf("wire: %s declares the operation %s twice", s.ID, o.Name))
		}
		s.operations[o.Name] = o
	}
	s.indexUnions()
	if s.Protocol == RESTJSON1 {
		s.indexRoutes()
	}
	return s
}

// Holds reports whether an operation's input can be held to the model.
func (s *Service) Holds(operation string) bool {
	return s.Constrained == nil || slices.Contains(s.Constrained, operation)
}

// Operation returns the operation of that name, nil where there is none.
func (s *Service) Operation(name string) *Operation { return s.operations[name] }

func structOf(s *Service, operation string, pointer any) reflect.Type {
	t := reflect.TypeOf(pointer)
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		panic(fmt.Sprintf("wire: %s.%s: %T is not a pointer to a struct", s.ID, operation, pointer))
	}
	return t.Elem()
}

// union is a set of structs of which a value holds exactly one.
type union struct {
	name    string
	byWire  map[string]reflect.Type // wire name, in both spellings of its first letter, → member struct
	wireOf  map[reflect.Type]string
	members []string // wire names in declaration order
}

func (s *Service) indexUnions() {
	s.unions = make(map[reflect.Type]*union, len(s.Unions))
	for t, members := range s.Unions {
		if t.Kind() != reflect.Interface {
			panic(fmt.Sprintf("wire: %s: the union %s is not an interface", s.ID, t))
		}
		u := &union{name: t.Name(), byWire: map[string]reflect.Type{}, wireOf: map[reflect.Type]string{}}
		for _, m := range members {
			member := structOf(s, t.Name(), m)
			name, ok := strings.CutPrefix(member.Name(), t.Name()+"Member")
			if _, has := member.FieldByName("Value"); !ok || !has || !reflect.PointerTo(member).Implements(t) {
				panic(fmt.Sprintf("wire: %s: %s is not a member of the union %s", s.ID, member, t))
			}
			if renamed, ok := s.Renames[t.String()][name]; ok {
				name = renamed
			}
			u.byWire[name], u.byWire[otherCase(name)] = member, member
			u.wireOf[member] = name
			u.members = append(u.members, name)
		}
		s.unions[t] = u
	}
}
