package quicksight

import (
	"reflect"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
)

// TestUpdateDataSetTakesEveryMember: each member of the request is in the one that would make the data set anew, so that
// nothing which is refused there is dropped here.
func TestUpdateDataSetTakesEveryMember(t *testing.T) {
	in := &sdk.UpdateDataSetInput{}
	given := reflect.ValueOf(in).Elem()
	for i := range given.NumField() {
		if field := given.Field(i); field.CanSet() {
			switch field.Kind() {
			case reflect.Pointer:
				field.Set(reflect.New(field.Type().Elem()))
			case reflect.Map:
				field.Set(reflect.MakeMap(field.Type()))
			case reflect.Slice:
				field.Set(reflect.MakeSlice(field.Type(), 1, 1))
			case reflect.String:
				field.SetString("x")
			default:
				t.Fatalf("%s is a %s", given.Type().Field(i).Name, field.Kind())
			}
		}
	}
	taken := reflect.ValueOf(asNew(in)).Elem()
	for i := range given.NumField() {
		if field := given.Type().Field(i); field.IsExported() && taken.FieldByName(field.Name).IsZero() {
			t.Errorf("%s is dropped", field.Name)
		}
	}
}
