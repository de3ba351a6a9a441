package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/engine/network"
)

// Type says how a parameter's text is read.
type Type string

// The types. The comment is what a file may hold.
const (
	TypeInt          Type = "count"              // 3, 10k
	TypeFloat        Type = "number"             // 0.5, 10k, 1%
	TypeRatio        Type = "ratio"              // 80% or 0.8
	TypeDuration     Type = "duration"           // 250ms
	TypeText         Type = "word"               // one of Allowed
	TypeBool         Type = "switch"             // true or false
	TypeRate         Type = "rate"               // 50/s
	TypeBytes        Type = "bytes"              // 1KB or 1KiB
	TypeBandwidth    Type = "bandwidth"          // 1MB/s
	TypeDistribution Type = "distribution"       // exp(5ms)
	TypeKeys         Type = "law of keys"        // zipf(1000, 0.99)
	TypeZones        Type = "list of zones"      // [a, b] or [eu/a, eu/b]
	TypeNumbers      Type = "list of numbers"    // [1, 1, 2]
	TypeLegs         Type = "latencies of legs"  // lnkd-ssd, or w=… a=… r=… s=…
	TypeReference    Type = "component's name"   // the name of one component
	TypeReferences   Type = "list of components" // [cache, store]
	TypePath         Type = "path"               // /cart
	TypeRoutes       Type = "map of paths"       // {/cart: carts, /: web}
	TypeBackoff      Type = "back-off"           // exponential(100ms, 2, 10s)
	TypeCurve        Type = "curve of a rate"    // ramp(10/s, 500/s, 60s)
	TypeSchedule     Type = "schedule"           // 10s=8 60s=2
	TypePage         Type = "calls of a page"    // /user > /posts /friends > /author*10
	TypeAnswers      Type = "sizes of answers"   // /user=2KB /posts=10KB
	TypeEndpoints    Type = "times of paths"     // /search=exp(50ms) /cart=5ms
	TypeFilters      Type = "filters of keys"    // mail=order-*|refund-*
)

// one is a value of the type in a sentence: "a count", "times of paths".
func (t Type) one() string {
	switch t {
	case TypeBytes, TypeLegs, TypePage, TypeAnswers, TypeEndpoints, TypeFilters:
		return string(t)
	}
	return "a " + string(t)
}

// Value is a parameter's value: the text of the file and what it means.
type Value struct {
	Type  Type
	Text  string // as written; a list's entries are joined by ", "
	Given bool   // the file said so; false: the default

	number   float64 // of the types that are numbers, and seconds of a duration
	duration time.Duration
	flag     bool
	list     []string
	numbers  []float64
	legs     network.Legs
	law      network.Distribution
	keys     KeyLaw
	routes   []Route

	backoff   Backoff
	curve     Curve
	planned   []Planned
	endpoints []Endpoint
	page      Page
	answers   []Answer
	filters   []Filter
}

// parseValue reads text as the parameter's type and checks its bounds.
func parseValue(p Param, text string) (Value, error) {
	v := Value{Type: p.Type, Text: strings.TrimSpace(text)}
	var err error
	switch p.Type {
	case TypeInt:
		var n int
		n, err = parseCount(v.Text)
		v.number = float64(n)
	case TypeFloat:
		if strings.HasSuffix(v.Text, "%") {
			v.number, err = network.ParseRatio(v.Text)
		} else {
			v.number, err = parseNumber(v.Text)
		}
	case TypeRatio:
		v.number, err = network.ParseRatio(v.Text)
	case TypeRate:
		v.number, err = parseRate(v.Text)
	case TypeBytes:
		v.number, err = parseBytes(v.Text)
	case TypeBandwidth:
		v.number, err = parseBandwidth(v.Text)
	case TypeDuration:
		v.duration, err = network.ParseDuration(v.Text)
		v.number = v.duration.Seconds()
		if err == nil && v.duration < 0 {
			err = fmt.Errorf("%s is negative: write a duration of 0 or more", quote(v.Text))
		}
	case TypeDistribution:
		v.law, err = network.ParseDistribution(v.Text)
	case TypeLegs:
		if v.Text != NoLegs {
			v.legs, err = network.ParseLegs(v.Text)
		}
	case TypeKeys:
		v.keys, err = ParseKeyLaw(v.Text)
	case TypeBackoff:
		v.backoff, err = ParseBackoff(v.Text)
	case TypeCurve:
		v.curve, err = ParseCurve(v.Text)
	case TypeSchedule:
		v.planned, err = ParseSchedule(v.Text)
	case TypePage:
		v.page, err = readPage(v.Text)
	case TypeAnswers:
		v.answers, err = readAnswers(v.Text)
	case TypeEndpoints:
		v.endpoints, err = readEndpoints(v.Text)
	case TypeFilters:
		v.filters, err = readFilters(v.Text)
	case TypeBool:
		v.flag = v.Text == "true"
		if v.Text != "true" && v.Text != "false" {
			err = fmt.Errorf("%s is not a switch: write true or false", quote(v.Text))
		}
	case TypeText:
		if !slices.Contains(p.Allowed, v.Text) {
			err = &Error{Message: fmt.Sprintf("%s can't be %s", p.Name, quote(v.Text)), Cure: didYouMean(v.Text, "write one of", p.Allowed)}
		}
	case TypePath:
		err = checkPath(v.Text)
	case TypeRoutes:
		err = v.readRoutes(p)
	case TypeZones, TypeReference, TypeReferences, TypeNumbers:
		return listValue(p, splitList(v.Text))
	}
	if err != nil {
		return Value{}, err
	}
	return v, p.within(v.number, v.Text)
}

// listValue reads the entries of a list.
func listValue(p Param, entries []string) (Value, error) {
	v := Value{Type: p.Type, Text: strings.Join(entries, ", "), list: entries}
	if p.Type == TypeReference && len(entries) != 1 {
		return Value{}, fmt.Errorf("%s takes the name of one component, got %d", p.Name, len(entries))
	}
	if p.Type == TypeNumbers {
		return v, v.readNumbers(p)
	}
	for i, e := range entries {
		if slices.Contains(entries[:i], e) {
			return Value{}, fmt.Errorf("%s is in %s twice: name each once", quote(e), p.Name)
		}
		ok := isName(e)
		if p.Type == TypeZones {
			region, zone, both := strings.Cut(e, "/")
			ok = isZoneWord(region) && (!both || isZoneWord(zone))
		}
		switch {
		case ok:
		case p.Type == TypeZones:
			return Value{}, fmt.Errorf("%s is not a zone: write small letters, digits and -, like a or eu/a", quote(e))
		default:
			return Value{}, fmt.Errorf("%s is not a component's name: %s", quote(e), nameRule)
		}
	}
	return v, nil
}

// readNumbers fills numbers from the list; each must be within the bounds.
func (v *Value) readNumbers(p Param) error {
	if len(v.list) == 0 {
		return fmt.Errorf("%s is empty: write at least one number, like [1, 1, 2]", p.Name)
	}
	for _, e := range v.list {
		n, err := parseNumber(e)
		if err == nil {
			err = p.within(n, e)
		}
		if err != nil {
			return err
		}
		v.numbers = append(v.numbers, n)
	}
	return nil
}

// splitList reads "a, b" and "[a, b]", the forms of a list on one line.
func splitList(text string) []string {
	if inner, ok := strings.CutPrefix(text, "["); ok {
		text = strings.TrimSuffix(inner, "]")
	}
	entries := []string{}
	for e := range strings.SplitSeq(text, ",") {
		if e = strings.TrimSpace(e); e != "" {
			entries = append(entries, e)
		}
	}
	return entries
}

const nameRule = "a name starts with a small letter and goes on with small letters, digits and -, like web or cart-store"

// maxName bounds names, so that they fit a table.
const maxName = 40

func isName(s string) bool { return isZoneWord(s) && s[0] >= 'a' }

func isZoneWord(s string) bool {
	if s == "" || len(s) > maxName {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && i > 0) {
			return false
		}
	}
	return true
}

// value panics on a parameter that the kind does not have: that is a slip in
// the program, never in a file.
func (c Component) value(name string, types ...Type) Value {
	v, ok := c.Values[name]
	if !ok || !slices.Contains(types, v.Type) {
		panic(fmt.Sprintf("scenario: kind %s has no %v parameter %q", c.Kind, types, name))
	}
	return v
}

// The readers of values are not inlined: a Value is large, and copying one at
// four hundred places would take 150 kB of the program.

// Has reports whether the component's kind has the parameter.
//
//go:noinline
func (c Component) Has(name string) bool { _, ok := c.Values[name]; return ok }

// Given reports whether the file set the parameter, rather than its default.
//
//go:noinline
func (c Component) Given(name string) bool { return c.Values[name].Given }

// Int returns a count.
//
//go:noinline
func (c Component) Int(name string) int { return int(c.value(name, TypeInt).number) }

// Float returns a number.
//
//go:noinline
func (c Component) Float(name string) float64 { return c.value(name, TypeFloat, TypeInt).number }

// Ratio returns a share from 0 to 1.
//
//go:noinline
func (c Component) Ratio(name string) float64 { return c.value(name, TypeRatio).number }

// Rate returns how often, per second.
//
//go:noinline
func (c Component) Rate(name string) float64 { return c.value(name, TypeRate).number }

// Bytes returns an amount of data, or a bandwidth in bytes a second.
//
//go:noinline
func (c Component) Bytes(name string) float64 { return c.value(name, TypeBytes, TypeBandwidth).number }

// Duration returns a length of time.
//
//go:noinline
func (c Component) Duration(name string) time.Duration { return c.value(name, TypeDuration).duration }

// Bool returns a switch.
//
//go:noinline
func (c Component) Bool(name string) bool { return c.value(name, TypeBool).flag }

// Text returns a word, a path, or the name of a component; "" when none was
// given.
//
//go:noinline
func (c Component) Text(name string) string {
	v := c.value(name, TypeText, TypeReference, TypePath)
	return v.Text
}

// List returns zones or names of components, in the order of the file.
//
//go:noinline
func (c Component) List(name string) []string {
	return slices.Clone(c.value(name, TypeZones, TypeReferences).list)
}

// Distribution returns a law of random durations.
//
//go:noinline
func (c Component) Distribution(name string) network.Distribution {
	return c.value(name, TypeDistribution).law
}

// Keys returns the law of a client's keys.
//
//go:noinline
func (c Component) Keys(name string) KeyLaw { return c.value(name, TypeKeys).keys }

// Numbers is a list of numbers.
//
//go:noinline
func (c Component) Numbers(name string) []float64 {
	return slices.Clone(c.value(name, TypeNumbers).numbers)
}

// NoLegs is the value of a parameter of type TypeLegs that sets none.
const NoLegs = "network"

// Legs are the latencies of a store's messages; false: the network's own.
func (c Component) Legs(name string) (network.Legs, bool) {
	v := c.value(name, TypeLegs)
	return v.legs, v.Text != NoLegs
}
