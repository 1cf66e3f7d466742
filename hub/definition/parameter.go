package definition

import (
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// parameterKind is what values a parameter has.
type parameterKind int

const (
	textParameter parameterKind = iota
	numberParameter
	dateParameter
)

// parameter is what a parameter is set to: by a control, else by its declaration.
type parameter struct {
	kind   parameterKind
	values []string // texts, decimal numbers, or moments
	// all stands for every value: a parameter of texts without a default means that.
	all bool
	// why says in a sentence why there is no value.
	why string
	// open tells that there is none because nobody gave one, so that a range is open where the parameter bounds it.
	open bool
}

// parameter returns one that is declared and has a value, or stands for all.
func (c *compiler) parameter(name string) (parameter, error) {
	p, declared := c.parameters[name]
	if !declared {
		return p, fault.New(fault.Unsupported, "The definition declares no parameter %q.", name)
	}
	if p.why != "" {
		return p, fault.New(fault.Unsupported, "Parameter %q has no value: %s", name, p.why)
	}
	return p, nil
}

// single returns the one value of a parameter.
func (c *compiler) single(name string, kind parameterKind, noun string) (string, error) {
	p, err := c.parameter(name)
	if err != nil {
		return "", err
	}
	if p.all || len(p.values) != 1 || p.kind != kind {
		return "", fault.New(fault.Unsupported, "Parameter %q is not %s, which a filter compares with.", name, noun)
	}
	return p.values[0], nil
}

// bounds reports whether a parameter bounds a range: one of numbers or dates that nobody set does not, and what is not
// declared is told by who takes its value.
func (c *compiler) bounds(name string) bool { return !c.parameters[name].open }

func (c *compiler) number(name string) (string, error) {
	return c.single(name, numberParameter, "one number")
}

func (c *compiler) date(name string) (time.Time, error) {
	text, err := c.single(name, dateParameter, "one date")
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(moment, text)
}

func wholeNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fault.Wrap(err, fault.Unsupported, "The number %q is not a whole one.", text)
	}
	return n, nil
}

// declared reads the parameters' own values.
func declared(def *types.DashboardVersionDefinition, ask Ask) map[string]parameter {
	parameters := map[string]parameter{}
	for _, d := range def.ParameterDeclarations {
		switch {
		case d.StringParameterDeclaration != nil:
			s := d.StringParameterDeclaration
			parameters[aws.ToString(s.Name)] = declaredText(s, ask)
		case d.DecimalParameterDeclaration != nil:
			s := d.DecimalParameterDeclaration
			p := parameter{kind: numberParameter}
			if v := s.DefaultValues; v != nil {
				for _, n := range v.StaticValues {
					p.values = append(p.values, decimal(n))
				}
				p.byPerson(v.DynamicValue, ask, s.Name)
			}
			if u := s.ValueWhenUnset; u != nil && len(p.values) == 0 && p.why == "" {
				if u.CustomValue != nil {
					p.values = []string{decimal(*u.CustomValue)}
				}
				p = p.null(u.ValueWhenUnsetOption)
			}
			parameters[aws.ToString(s.Name)] = p.unset()
		case d.IntegerParameterDeclaration != nil:
			s := d.IntegerParameterDeclaration
			p := parameter{kind: numberParameter}
			if v := s.DefaultValues; v != nil {
				for _, n := range v.StaticValues {
					p.values = append(p.values, strconv.FormatInt(n, 10))
				}
				p.byPerson(v.DynamicValue, ask, s.Name)
			}
			if u := s.ValueWhenUnset; u != nil && len(p.values) == 0 && p.why == "" {
				if u.CustomValue != nil {
					p.values = []string{strconv.FormatInt(*u.CustomValue, 10)}
				}
				p = p.null(u.ValueWhenUnsetOption)
			}
			parameters[aws.ToString(s.Name)] = p.unset()
		case d.DateTimeParameterDeclaration != nil:
			s := d.DateTimeParameterDeclaration
			parameters[aws.ToString(s.Name)] = declaredDate(s, ask)
		}
	}
	return parameters
}

// declaredText is all values without a default (QuickSight User Guide, Setting up parameters), unless the declaration
// says otherwise. NULL in place of a list is an empty list, of which nothing is chosen: all values too.
func declaredText(s *types.StringParameterDeclaration, ask Ask) parameter {
	p := parameter{kind: textParameter}
	if v := s.DefaultValues; v != nil {
		p.values = v.StaticValues
		p.byPerson(v.DynamicValue, ask, s.Name)
	}
	if len(p.values) > 0 || p.why != "" {
		return p
	}
	if u := s.ValueWhenUnset; u != nil {
		switch {
		case u.CustomValue != nil:
			p.values = []string{*u.CustomValue}
			return p
		case u.ValueWhenUnsetOption == types.ValueWhenUnsetOptionNull && s.ParameterValueType != types.ParameterValueTypeMultiValued:
			return p.or("it is unset, and then it is NULL.")
		}
	}
	p.all = true
	return p
}

func declaredDate(s *types.DateTimeParameterDeclaration, ask Ask) parameter {
	p := parameter{kind: dateParameter}
	if v := s.DefaultValues; v != nil {
		for _, at := range v.StaticValues {
			p.values = append(p.values, at.UTC().Format(moment))
		}
		if r := v.RollingDate; len(p.values) == 0 && r != nil {
			at, err := rolling(aws.ToString(r.Expression), ask.Now)
			if err != nil {
				return p.or(fault.Public(err))
			}
			p.values = []string{at.Format(moment)}
		}
		p.byPerson(v.DynamicValue, ask, s.Name)
	}
	if u := s.ValueWhenUnset; u != nil && len(p.values) == 0 && p.why == "" {
		if u.CustomValue != nil {
			p.values = []string{u.CustomValue.UTC().Format(moment)}
		}
		p = p.null(u.ValueWhenUnsetOption)
	}
	return p.unset()
}

// byPerson takes a default that is looked up for each person; see Ask.Defaults.
func (p *parameter) byPerson(d *types.DynamicDefaultValue, ask Ask, name *string) {
	if d == nil {
		return
	}
	found, looked := ask.Defaults[aws.ToString(name)]
	if !looked {
		p.values, p.why = nil, "defaults for each person are not looked up."
	} else if len(found) > 0 {
		p.values, p.why = p.kind.read(found)
	}
}

// read brings values of a result into the form of a parameter's values.
func (k parameterKind) read(texts []string) (values []string, why string) {
	for _, text := range texts {
		switch k {
		case numberParameter:
			n, err := strconv.ParseFloat(text, 64)
			if err != nil || n-n != 0 { // NaN and the infinities
				return nil, "the person's default is no number."
			}
			text = decimal(n)
		case dateParameter:
			at, err := time.Parse("2006-01-02 15:04:05.999", text)
			if err != nil {
				return nil, "the person's default is no date."
			}
			text = at.Format(moment)
		}
		values = append(values, text)
	}
	return values, ""
}

// null has no value where the declaration wants NULL.
func (p parameter) null(option types.ValueWhenUnsetOption) parameter {
	if option == types.ValueWhenUnsetOptionNull {
		return p.or("it is unset, and then it is NULL.")
	}
	return p
}

// unset marks a parameter that nobody gave a value.
func (p parameter) unset() parameter {
	p.open = len(p.values) == 0 && p.why == ""
	return p.or("it has no default.")
}

func (p parameter) or(why string) parameter {
	if len(p.values) == 0 && !p.all && p.why == "" {
		p.why = why
	}
	return p
}

// shown is a parameter's value in a title.
func (p parameter) shown() string {
	switch {
	case p.all:
		return "All"
	case p.kind == dateParameter && len(p.values) == 1:
		return strings.TrimSuffix(strings.Replace(p.values[0], "T", " ", 1), " 00:00:00")
	}
	return strings.Join(p.values, ", ")
}
