package hub

import (
	"maps"
	"strings"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// MaxTags is the most tags of one resource (QuickSight API Reference, TagResource).
const MaxTags = 50

// Tags are the tags of an asset or user, by its ARN, or fault.NotFound. It asks for nobody's permission.
func Tags(r store.Reader, text string) (map[string]string, error) {
	t, err := tagged(text)
	if err != nil {
		return nil, err
	}
	return t.read(r)
}

// Tag gives a resource tags, also in place of those of the same keys. More than there may be is fault.Limit.
func Tag(tx store.Tx, text string, give map[string]string) error {
	return retag(tx, text, func(tags map[string]string) error {
		maps.Copy(tags, give)
		if len(tags) > MaxTags {
			return fault.New(fault.Limit, "The resource would have %d tags; it has at most %d.", len(tags), MaxTags)
		}
		return nil
	})
}

// Untag takes the tags of some keys from a resource; keys that it has not are passed over.
func Untag(tx store.Tx, text string, keys []string) error {
	return retag(tx, text, func(tags map[string]string) error {
		for _, key := range keys {
			delete(tags, key)
		}
		return nil
	})
}

func retag(tx store.Tx, text string, change func(map[string]string) error) error {
	t, err := tagged(text)
	if err != nil {
		return err
	}
	return t.change(tx, func(tags *map[string]string) error {
		next := maps.Clone(*tags)
		if next == nil {
			next = map[string]string{}
		}
		err := change(next)
		*tags = next
		return err
	})
}

// taggable reads and changes the tags of one resource.
type taggable struct {
	read   func(store.Reader) (map[string]string, error)
	change func(store.Tx, func(*map[string]string) error) error
}

// tagged finds where the tags of an ARN are kept. What has no tags is fault.NotFound.
func tagged(text string) (taggable, error) {
	a, err := arn.Parse(text)
	if err == nil && a.Service == "quicksight" {
		key := assetKey(a.Account, a.Region, a.Name())
		switch a.Type() {
		case "datasource":
			return tagsIn(&dataSources, key, text, func(d *DataSource) *map[string]string { return &d.Tags }), nil
		case "dataset":
			return tagsIn(&dataSets, key, text, func(d *DataSet) *map[string]string { return &d.Tags }), nil
		case "dashboard":
			return tagsIn(&dashboards, key, text, func(d *Dashboard) *map[string]string { return &d.Tags }), nil
		case AnalysisType:
			return Analyses.tagsAt(key, text), nil
		case TemplateType:
			return Templates.tagsAt(key, text), nil
		case ThemeType:
			return Themes.tagsAt(key, text), nil
		case FolderType:
			return Folders.tagsAt(key, text), nil
		case "user":
			namespace, name, _ := strings.Cut(a.Name(), "/")
			return tagsIn(&users, store.Key(a.Account, namespace, name), text, func(u *User) *map[string]string { return &u.Tags }), nil
		}
	}
	return taggable{}, fault.New(fault.NotFound, "%s is not found.", text)
}

func (s *Shelf[T]) tagsAt(key, text string) taggable {
	return tagsIn(&s.collection, key, text, func(t *T) *map[string]string { return &s.asset(t).Tags })
}

func tagsIn[T any](c *store.Collection[T], key, text string, tags func(*T) *map[string]string) taggable {
	missing := func(err error) error {
		if isMissing(err) {
			err = fault.New(fault.NotFound, "%s is not found.", text)
		}
		return err
	}
	return taggable{
		read: func(r store.Reader) (map[string]string, error) {
			value, err := c.Get(r, key)
			return *tags(&value), missing(err)
		},
		change: func(tx store.Tx, change func(*map[string]string) error) error {
			return missing(c.Modify(tx, key, func(t *T) error { return change(tags(t)) }))
		},
	}
}
