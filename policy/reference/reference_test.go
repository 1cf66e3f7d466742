package reference_test

import (
	"slices"
	"strings"
	"testing"

	"interlaken/policy/reference"
)

func TestActions(t *testing.T) {
	for _, c := range []struct {
		action string
		access reference.Access
		types  string
		key    string
	}{
		{"s3:getobject", reference.Read, "accesspointobject object", "s3:ExistingObjectTag/"},
		{"sts:AssumeRole", reference.Write, "role", "sts:ExternalId"},
		{"iam:PassRole", reference.Write, "role", "iam:PassedToService"},
		{"Athena:ListWorkGroups", reference.List, "", ""},
		{"glue:GetTable", reference.Read, "catalog database rootcatalog table", ""},
		{"iam:PutRolePolicy", reference.Permissions, "role", "iam:PermissionsBoundary"},
		{"sts:TagSession", reference.Tagging, "role", "sts:TransitiveTagKeys"},
	} {
		a, ok := reference.Find(c.action)
		if !ok {
			t.Errorf("%s is not known", c.action)
			continue
		}
		if !strings.EqualFold(a.FullName(), c.action) || a.Access != c.access || strings.Join(a.ResourceTypes, " ") != c.types || c.key != "" && !slices.Contains(a.Keys, c.key) {
			t.Errorf("%s: %+v", c.action, a)
		}
		for _, form := range a.ARNs() {
			if !strings.HasPrefix(form, "arn:*:") {
				t.Errorf("%s: the form %q of an ARN", c.action, form)
			}
		}
		if c.types != "" && len(a.ARNs()) < len(a.ResourceTypes) {
			t.Errorf("%s: %d forms for %d types", c.action, len(a.ARNs()), len(a.ResourceTypes))
		}
	}
	for _, gone := range []string{"athena:StartQuery", "ec2:RunInstances", "s3:", "s3"} {
		if a, ok := reference.Find(gone); ok {
			t.Errorf("%s is known: %+v", gone, a)
		}
	}
}

// TestWhole reads all of the data: each type that an action names has a form.
func TestWhole(t *testing.T) {
	count := 0
	for a := range reference.All() {
		count++
		if s, _ := reference.Lookup(a.Service); s == nil {
			t.Fatalf("%s: no service", a.FullName())
		} else {
			for _, name := range a.ResourceTypes {
				if len(s.ARNs(name)) == 0 {
					t.Errorf("%s can be allowed on %s, which has no form", a.FullName(), name)
				}
			}
		}
	}
	if count < 1500 {
		t.Errorf("%d actions, want at least 1500", count)
	}
}

func TestServices(t *testing.T) {
	if !reference.Exists("EC2") || reference.Exists("ec3") {
		t.Error("ec2 exists, ec3 does not")
	}
	if _, known := reference.Lookup("ec2"); known {
		t.Error("the actions of ec2 are known")
	}
	s, _ := reference.Lookup("S3")
	for key, want := range map[string]string{"s3:prefix": "String", "S3:ExistingObjectTag/owner": "String", "s3:max-keys": "Numeric", "s3:nothing": "", "s3:nothing/x": ""} {
		if got := s.KeyType(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}
