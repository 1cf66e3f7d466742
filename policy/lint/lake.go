package lint

import (
	"fmt"
	"slices"
	"strings"

	"interlaken/policy"
	"interlaken/policy/glob"
)

// lake finds what a role that runs queries lacks, or has too much of (Athena User Guide, "Fine-grained access to databases
// and tables in the AWS Glue Data Catalog", "Encryption at rest", "Using Athena with Lake Formation").
func (c *check) lake() {
	if c.kind != policy.Identity {
		return
	}
	at := c.first("athena:StartQueryExecution")
	if at == nil {
		return
	}
	c.defaultDatabase()
	if c.first("kms:Decrypt") == nil {
		c.add(Suggestion, "NO_KMS_DECRYPT", at.path, "The role runs queries and may not kms:Decrypt: where data or results are encrypted with a key of KMS, they fail.")
	}
	if c.first("lakeformation:GetDataAccess") == nil {
		c.add(Suggestion, "NO_LAKE_FORMATION_ACCESS", at.path, "The role runs queries and may not lakeformation:GetDataAccess: of tables that Lake Formation governs they fail.")
	}
	for i := range c.document.Statement {
		s := &statement{Statement: &c.document.Statement[i], check: c, path: item("Statement", i)}
		s.writes()
	}
}

// first is the first statement that allows an action by its Action element.
func (c *check) first(action string) *statement {
	for i := range c.document.Statement {
		if s := &c.document.Statement[i]; s.Effect == policy.Allow && glob.AnyFolds(s.Action, action) {
			return &statement{Statement: s, check: c, path: item("Statement", i)}
		}
	}
	return nil
}

// defaultDatabase finds catalog permissions without the database "default", for which Athena asks whatever is queried.
func (c *check) defaultDatabase() {
	var named *statement
	for i := range c.document.Statement {
		s := &c.document.Statement[i]
		if s.Effect != policy.Allow || !glob.AnyFolds(s.Action, "glue:GetDatabase") {
			continue
		}
		for _, r := range s.Resource {
			if glob.ARN(r).Meets(glob.ARN("arn:*:glue:*:*:database/default")) {
				return
			}
		}
		if named == nil && slices.ContainsFunc(s.Resource, func(r string) bool { return strings.Contains(r, ":database/") }) {
			named = &statement{Statement: s, check: c, path: item("Statement", i)}
		}
	}
	if named != nil {
		named.add(Warning, "NO_DEFAULT_DATABASE", "Resource", "Athena asks for glue:GetDatabase of database/default in each region, whatever is queried. Add it.")
	}
}

// writes finds a role that runs queries and may write elsewhere than where results go. Where that is only names tell.
func (s *statement) writes() {
	if !s.allows() || !glob.AnyFolds(s.Action, "s3:PutObject") {
		return
	}
	for i, r := range s.Resource {
		fields := strings.SplitN(r, ":", 6)
		if r != "*" && (len(fields) < 6 || fields[2] != "s3" || !strings.Contains(fields[5], "/")) {
			continue
		}
		bucket, _, _ := strings.Cut(fields[len(fields)-1], "/")
		if slices.ContainsFunc([]string{"result", "athena", "unload", "output", "scratch", "temp"}, func(word string) bool { return strings.Contains(strings.ToLower(r), word) }) {
			continue
		}
		where := fmt.Sprintf("in the bucket %s", bucket)
		if bucket == "*" {
			where = "in every bucket"
		}
		s.add(SecurityWarning, "WRITES_BESIDE_RESULTS", item("Resource", i), "A query writes its results and nothing else, and this role may write %s. Allow s3:PutObject where results go, apart from reading.", where)
	}
}
