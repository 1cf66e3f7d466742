package wire

import (
	"fmt"
	"reflect"
)

// Marshal writes a value of the SDK's types as the JSON in which the service's protocol has it, unions and renamed
// members included. It is for services that keep what they were given.
func (s *Service) Marshal(value any) ([]byte, error) {
	v := reflect.ValueOf(value)
	if !v.IsValid() {
		return []byte("null"), nil
	}
	return s.appendJSON(nil, v)
}

// Unmarshal reads JSON that Marshal wrote, or a client sent, into what target points to. Members that the type has not
// are passed over. Text that is not JSON of that form is a fault.
func (s *Service) Unmarshal(document []byte, target any) error {
	v := reflect.ValueOf(target)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("wire: %T is no pointer to read a document into", target)
	}
	return s.read(v.Elem(), document)
}
