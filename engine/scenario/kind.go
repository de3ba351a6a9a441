package scenario

import (
	"fmt"
	"math"
	"time"

	"netsplit/engine/network"
)

// Kind is a kind of component: what it is and what can be set.
type Kind struct {
	Name   string
	Doc    string // one line
	Params []Param
	// Members is the parameter that counts the members, "" when there is one.
	Members string
	// Stores says that it keeps keys itself: it can be checked for lost writes
	// and for agreement.
	Stores bool
	// Front says that it takes requests for keys from outside.
	Front bool
	// Helpers are nodes beside the members, each named after the component:
	// sql-monitor of sql.
	Helpers []string
	// problems is what is wrong between the parameters of one component.
	problems func(Component) []finding
}

// Param is something that can be set, on a component, the network or the
// objectives.
type Param struct {
	Name     string
	Type     Type
	Default  string // "" and not Required: may stay empty
	Required bool
	Doc      string   // one line
	Unit     string   // what the number counts, for help
	Allowed  []string // the words of Type Text
	Fits     []string // the kinds that a Reference may name
	Min, Max float64  // in base units; Max 0: no bound
}

// Param finds a parameter by name.
func (k Kind) Param(name string) (Param, bool) { return findParam(k.Params, name) }

func findParam(params []Param, name string) (Param, bool) {
	for _, p := range params {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

func paramNames(params []Param) []string {
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
	}
	return names
}

func kindNames() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.Name
	}
	return names
}

// FindKind returns the kind of a name.
func FindKind(name string) (Kind, bool) {
	i, ok := kindIndex[name]
	if !ok {
		return Kind{}, false
	}
	return kinds[i], true
}

// within checks the bounds of a number; text is how it was written.
func (p Param) within(v float64, text string) error {
	switch {
	case v < p.Min && p.Max == 0:
		return fmt.Errorf("%s must be at least %s, got %s", p.Name, p.show(p.Min), quote(text))
	case v < p.Min || p.Max != 0 && v > p.Max:
		return fmt.Errorf("%s must be from %s to %s, got %s", p.Name, p.show(p.Min), p.show(p.Max), quote(text))
	}
	return nil
}

// show writes a bound in the words of the parameter's type.
func (p Param) show(v float64) string {
	switch p.Type {
	case TypeDuration:
		return network.FormatDuration(time.Duration(v * float64(time.Second)))
	case TypeRatio:
		return network.FormatRatio(v)
	case TypeRate:
		return formatNumber(v) + "/s"
	case TypeBytes:
		return showBytes(v)
	case TypeBandwidth:
		return showBytes(v) + "/s"
	}
	return formatNumber(v)
}

// showBytes writes an amount in the largest unit that leaves it whole: 64KiB,
// 10GB.
func showBytes(v float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1 << 30, "GiB"}, {1 << 20, "MiB"}, {1e3, "KB"}, {1 << 10, "KiB"}} {
		if v >= u.size && math.Mod(v, u.size) == 0 {
			return formatNumber(v/u.size) + u.name
		}
	}
	return formatNumber(v) + "B"
}
