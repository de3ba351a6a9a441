package scenario

import (
	"fmt"
	"maps"
	"slices"
)

// Change returns the scenario with one parameter of a component changed, or
// says what is wrong with the names, the value or what they would lead to. The
// step `set` uses it; the scenario itself stays as it is.
func (sc *Scenario) Change(component, param, text string) (*Scenario, error) {
	i := slices.IndexFunc(sc.Components, func(c Component) bool { return c.Name == component })
	if i < 0 {
		return nil, &Error{Message: fmt.Sprintf("there is no component %s", quote(component)), Cure: didYouMean(component, "components", sc.names())}
	}
	c, err := sc.Components[i].With(param, text)
	if err != nil {
		return nil, err
	}
	changed := *sc
	changed.Components = slices.Clone(sc.Components)
	changed.Components[i] = c
	for _, f := range changed.findings(nil) {
		return nil, f.asError()
	}
	return &changed, nil
}

// With returns the component with one parameter changed. It checks the value
// and the component's other parameters, but not that names in it exist: see
// Scenario.Change.
func (c Component) With(param, text string) (Component, error) {
	kind, _ := FindKind(c.Kind)
	v, err := kind.read(param, text)
	if err != nil {
		return c, err
	}
	changed := c
	changed.Values = maps.Clone(c.Values)
	changed.Values[param] = v
	for _, f := range changed.problems() {
		return c, f.asError()
	}
	return changed, nil
}

// wholeNetwork is what the step `set` calls all links together.
const wholeNetwork = "network"

func networkKind() Kind { return Kind{Name: wholeNetwork, Params: NetworkParams()} }

// With returns the network with one parameter changed: set network.loss 1%.
func (n Network) With(param, text string) (Network, error) {
	v, err := networkKind().read(param, text)
	if err != nil {
		return n, err
	}
	switch param {
	case "latency":
		n.Latency = v.law
	case "between-zones":
		n.BetweenZones = v.duration
	case "between-regions":
		n.BetweenRegions = v.duration
	case "loss":
		n.Loss = v.number
	case "duplicate":
		n.Duplicate = v.number
	case "reorder":
		n.Reorder = v.number
	case "bandwidth":
		n.Bandwidth = v.number
	}
	return n, nil
}

// read reads the value of a parameter that somebody gave.
func (k Kind) read(param, text string) (Value, error) {
	p, ok := k.Param(param)
	if !ok {
		return Value{}, &Error{Message: fmt.Sprintf("unknown parameter %s of kind %s", quote(param), k.Name), Cure: didYouMean(param, "parameters", paramNames(k.Params))}
	}
	v, err := parseValue(p, text)
	v.Given = true
	return v, err
}
