package hub

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// The types of models in ARNs.
const (
	TemplateType = "template"
	ThemeType    = "theme"
)

// MaxModelVersions is the most versions of one template or theme (QuickSight API Reference, UpdateTemplate).
const MaxModelVersions = 100

// Model is a template or a theme: what others are made after. Its definitions are its versions, which aliases name.
type Model struct {
	Asset
	// Latest is the newest version. Numbers begin at 1 and are not used again.
	Latest  int64            `json:"latest"`
	Aliases map[string]int64 `json:"aliases,omitempty"`
}

// AliasNames are the names of the aliases in order.
func (m *Model) AliasNames() []string { return slices.Sorted(maps.Keys(m.Aliases)) }

// ModelVersion is one definition of a model. It does not change.
type ModelVersion struct {
	Number      int64     `json:"number"`
	Type        string    `json:"type"`
	Account     string    `json:"account"`
	Region      string    `json:"region"`
	Model       string    `json:"model"` // id
	Description string    `json:"description,omitempty"`
	Created     time.Time `json:"created"`
	// Source is what it was made of: the ARN of an analysis or template, or a theme's id; "" for a definition.
	Source string `json:"source,omitempty"`
	Content
	// Schemas are the data sets that a template stands for, as QuickSight's JSON.
	Schemas json.RawMessage `json:"schemas,omitempty"`
}

var modelVersions = store.Collection[ModelVersion]{
	Table: "hub.modelVersion", Schema: 1,
	Key: func(v *ModelVersion) string { return store.Key(v.Type, v.Account, v.Region, v.Model, v.Number) },
}

// Models keeps the models of one type, with their versions.
type Models struct{ *Shelf[Model] }

// Templates and Themes keep the models.
var (
	Templates = Models{newShelf("hub.template", "Template", func(m *Model) *Asset { return &m.Asset })}
	Themes    = Models{newShelf("hub.theme", "Theme", func(m *Model) *Asset { return &m.Asset })}
)

// CreateWith keeps a new model with its first version, or fails with fault.AlreadyExists.
func (s Models) CreateWith(tx store.Tx, m Model, first ModelVersion) error {
	m.Latest = 1
	if err := s.Create(tx, m); err != nil {
		return err
	}
	return modelVersions.Create(tx, first.of(m, 1))
}

// of is the version as one of a model.
func (v ModelVersion) of(m Model, number int64) ModelVersion {
	v.Type, v.Account, v.Region, v.Model, v.Number = m.Type, m.Account, m.Region, m.ID, number
	return v
}

// Add adds a version and gives the model a name where there is one. It fails with fault.Limit where there are as many
// versions as there may be.
func (s Models) Add(tx store.Tx, m Model, name string, next ModelVersion) (number int64, err error) {
	held, err := values(modelVersions.Scan(tx, versionsOf(m)))
	if err != nil {
		return 0, err
	}
	if len(held) >= MaxModelVersions {
		return 0, fault.New(fault.Limit, "%s %s has %d versions, and no more are taken.", s.noun, m.ID, MaxModelVersions)
	}
	err = s.Change(tx, m.Account, m.Region, m.ID, func(kept *Model) error {
		kept.Latest++
		kept.Updated, number = next.Created, kept.Latest
		if name != "" {
			kept.Name = name
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return number, modelVersions.Create(tx, next.of(m, number))
}

func versionsOf(m Model) store.Range {
	return store.Range{Prefix: store.Key(m.Type, m.Account, m.Region, m.ID)}
}

// Version returns a version, or fault.NotFound.
func (s Models) Version(r store.Reader, m Model, number int64) (ModelVersion, error) {
	v, err := modelVersions.Get(r, store.Key(m.Type, m.Account, m.Region, m.ID, number))
	if isMissing(err) {
		err = fault.New(fault.NotFound, "Version %d of %s %s is not found.", number, m.Type, m.ID)
	}
	return v, err
}

// Versions pages through the versions of a model, the oldest first.
func (s Models) Versions(r store.Reader, m Model, token string, size int) ([]ModelVersion, string, error) {
	return page(r, &modelVersions, versionsOf(m).Prefix, token, size, nil)
}

// SetAlias has a name stand for a version that there is. A name that is taken is fault.AlreadyExists where it has to be
// new, one that is missing fault.NotFound where it has not.
func (s Models) SetAlias(tx store.Tx, m Model, name string, number int64, isNew bool) error {
	if _, err := s.Version(tx, m, number); err != nil {
		return err
	}
	if _, taken := m.Aliases[name]; taken && isNew {
		return fault.New(fault.AlreadyExists, "The alias %s of %s %s already exists.", name, m.Type, m.ID)
	} else if !taken && !isNew {
		return m.noAlias(name)
	}
	return s.Change(tx, m.Account, m.Region, m.ID, func(kept *Model) error {
		if kept.Aliases == nil {
			kept.Aliases = map[string]int64{}
		}
		kept.Aliases[name] = number
		return nil
	})
}

// Alias is the version that a name stands for, or fault.NotFound. $LATEST is the newest one.
func (m *Model) Alias(name string) (int64, error) {
	if name == "$LATEST" {
		return m.Latest, nil
	}
	if number, ok := m.Aliases[name]; ok {
		return number, nil
	}
	return 0, m.noAlias(name)
}

func (m *Model) noAlias(name string) error {
	return fault.New(fault.NotFound, "The alias %s of %s %s is not found.", name, m.Type, m.ID)
}

// DeleteAlias removes a name, or fails with fault.NotFound.
func (s Models) DeleteAlias(tx store.Tx, m Model, name string) error {
	if _, ok := m.Aliases[name]; !ok {
		return m.noAlias(name)
	}
	return s.Change(tx, m.Account, m.Region, m.ID, func(kept *Model) error {
		delete(kept.Aliases, name)
		return nil
	})
}

// DeleteWhole removes a model with all its versions.
func (s Models) DeleteWhole(tx store.Tx, m Model) error {
	held, err := values(modelVersions.Scan(tx, versionsOf(m)))
	if err != nil {
		return err
	}
	for i := range held {
		if err := modelVersions.Delete(tx, modelVersions.Key(&held[i])); err != nil {
			return err
		}
	}
	return s.Delete(tx, m.Account, m.Region, m.ID)
}

// DeleteVersion removes one version. One that an alias names, and the newest one, are fault.Conflict.
func (s Models) DeleteVersion(tx store.Tx, m Model, number int64) error {
	v, err := s.Version(tx, m, number)
	if err != nil {
		return err
	}
	for _, name := range m.AliasNames() {
		if m.Aliases[name] == number {
			return fault.New(fault.Conflict, "Version %d of %s %s has the alias %s; delete the alias first.", number, m.Type, m.ID, name)
		}
	}
	if number == m.Latest {
		return fault.New(fault.Conflict, "Version %d of %s %s is the newest one; delete the %s whole, or add a version first.", number, m.Type, m.ID, m.Type)
	}
	return modelVersions.Delete(tx, modelVersions.Key(&v))
}
