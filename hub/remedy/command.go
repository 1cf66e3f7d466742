package remedy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// statement is one statement of a policy, its members in the order in which policies are written.
type statement struct {
	Sid       string                    `json:"Sid,omitempty"`
	Effect    string                    `json:"Effect"`
	Principal any                       `json:"Principal,omitempty"`
	Action    any                       `json:"Action"`
	Resource  any                       `json:"Resource,omitempty"`
	Condition map[string]map[string]any `json:"Condition,omitempty"`
}

// some is a list as policies write it: one alone stands without brackets.
func some(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	return values
}

func document(statements ...statement) string {
	return compact(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", statements})
}

func (s statement) json() string { return compact(s) }

func compact(v any) string {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("remedy: %v", err)) // strings always marshal
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// command is a call of the AWS CLI as one line of a POSIX shell. It names no profile: which one is the owner's choice.
func command(words ...string) string {
	quotedWords := make([]string, len(words))
	for i, word := range words {
		quotedWords[i] = quoted(word)
	}
	return "aws " + strings.Join(quotedWords, " ")
}

// quoted is a word that a POSIX shell takes as it is.
func quoted(word string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_./:@%+=,", c)
	}
	if word != "" && strings.IndexFunc(word, func(c rune) bool { return !plain(c) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// roleName is the name of a role without its path, as the IAM API takes it.
func roleName(roleARN string) string { return roleARN[strings.LastIndexByte(roleARN, '/')+1:] }

// mark tells texts apart in a name.
func mark(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:4])
}

// putPolicy adds an inline policy of one statement to a role, under a name of its own.
func putPolicy(role, name string, s statement) string {
	return command("iam", "put-role-policy", "--role-name", roleName(role), "--policy-name", name, "--policy-document", document(s))
}

// putTrust replaces the trust policy of a role.
func putTrust(role string, statements ...statement) string {
	return command("iam", "update-assume-role-policy", "--role-name", roleName(role), "--policy-document", document(statements...))
}
