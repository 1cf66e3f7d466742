package check

import (
	"fmt"
	"slices"
	"strings"

	"interlaken/fault"
)

// Ratchet is the counts by folder that may not fall.
type Ratchet []Count

// ParseRatchet reads a ratchet's file: a line a folder with its name, files, parsed and translated; # begins a comment.
func ParseRatchet(text string) (Ratchet, error) {
	var r Ratchet
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		var c Count
		if n, err := fmt.Sscanf(line, "%s %d %d %d", &c.Folder, &c.Files, &c.Parsed, &c.Translated); n != 4 {
			return nil, fault.Wrap(err, fault.Validation, "line %d: a ratchet's line is a folder and three numbers: files, parsed, translated", i+1)
		}
		if slices.ContainsFunc(r, func(o Count) bool { return o.Folder == c.Folder }) {
			return nil, fault.New(fault.Validation, "line %d: the folder %s stands twice", i+1, c.Folder)
		}
		r = append(r, c)
	}
	return r, nil
}

// String is the ratchet's file.
func (r Ratchet) String() string {
	var b strings.Builder
	b.WriteString("# Folder, files, parsed, translated: the least of each that interlaken sql check --ratchet takes.\n")
	for _, c := range r {
		fmt.Fprintf(&b, "%s %d %d %d\n", c.Folder, c.Files, c.Parsed, c.Translated)
	}
	return b.String()
}

// Falls says in a sentence for each what a report is below the ratchet in; nil when it holds.
func (r Ratchet) Falls(counts []Count) []string {
	var falls []string
	for _, least := range r {
		i := slices.IndexFunc(counts, func(c Count) bool { return c.Folder == least.Folder })
		if i < 0 {
			falls = append(falls, fmt.Sprintf("%s: the folder is not there, and had %d files", least.Folder, least.Files))
			continue
		}
		for _, of := range []struct {
			what      string
			now, then int
		}{
			{"files", counts[i].Files, least.Files},
			{"parsed", counts[i].Parsed, least.Parsed},
			{"translated", counts[i].Translated, least.Translated},
		} {
			if of.now < of.then {
				falls = append(falls, fmt.Sprintf("%s: %d %s, and had %d", least.Folder, of.now, of.what, of.then))
			}
		}
	}
	return falls
}

// Raise is the ratchet for counts; where they are below, the old ones stay unless lower is set.
func (r Ratchet) Raise(counts []Count, lower bool) Ratchet {
	var out Ratchet
	for _, c := range counts {
		if i := slices.IndexFunc(r, func(o Count) bool { return o.Folder == c.Folder }); i >= 0 && !lower {
			c.Files, c.Parsed, c.Translated = max(c.Files, r[i].Files), max(c.Parsed, r[i].Parsed), max(c.Translated, r[i].Translated)
		}
		out = append(out, Count{Folder: c.Folder, Files: c.Files, Parsed: c.Parsed, Translated: c.Translated})
	}
	for _, old := range r {
		if !lower && !slices.ContainsFunc(out, func(c Count) bool { return c.Folder == old.Folder }) {
			out = append(out, old)
		}
	}
	slices.SortFunc(out, func(a, b Count) int { return strings.Compare(a.Folder, b.Folder) })
	return out
}
