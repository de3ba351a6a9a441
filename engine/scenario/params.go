package scenario

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// params reads a map of parameters and fills in the defaults. The keys in skip
// are read elsewhere.
func (r *reader) params(list []entry, params []Param, of string, skip ...string) map[string]Value {
	values := map[string]Value{}
	for _, p := range params {
		values[p.Name] = defaultValue(p)
	}
	for _, e := range list {
		p, ok := findParam(params, e.key)
		switch {
		case len(skip) > 0 && e.key == skip[0]:
		case ok:
			v, ok := r.param(p, e)
			if !ok {
				v = values[p.Name] // the default stands in, so that reading can go on
			}
			v.Given = true
			values[p.Name] = v
		case strings.ContainsAny(e.key, "()"):
			r.fail(e.at, fmt.Sprintf("%s is cut off at a comma", quote(e.key)), `put a value with a comma in quotes: "zipf(1000, 0.99)"`)
		default:
			r.fail(e.at, fmt.Sprintf("unknown parameter %s %s", quote(e.key), of), didYouMean(e.key, "parameters", paramNames(params)))
		}
	}
	return values
}

// defaultValue is the value of a parameter that the file does not set. The
// tables' defaults parse; a test keeps that so.
func defaultValue(p Param) Value {
	if p.Default == "" {
		return Value{Type: p.Type}
	}
	v, err := parseValue(p, p.Default)
	if err != nil {
		panic(fmt.Sprintf("scenario: default of %s: %v", p.Name, err))
	}
	return v
}

func (r *reader) param(p Param, e entry) (Value, bool) {
	var v Value
	var err error
	if m, ok := e.value.(*ast.MappingNode); ok && p.Type == TypeLegs {
		v, err = r.legs(p, m)
	} else if m, ok := e.value.(ast.MapNode); ok && p.Type == TypeRoutes {
		v, err = r.routes(p, m)
	} else if m, ok := e.value.(ast.MapNode); ok && p.Type == TypeFilters {
		v, err = r.filters(p, m)
	} else if m, ok := e.value.(ast.MapNode); ok && (p.Type == TypeEndpoints || p.Type == TypeAnswers || p.Type == TypeSchedule) {
		v, err = r.pairs(p, m)
	} else if seq, ok := e.value.(*ast.SequenceNode); ok {
		if p.Type != TypeZones && p.Type != TypeReference && p.Type != TypeReferences && p.Type != TypeNumbers {
			r.fail(e.where(), fmt.Sprintf("%s is a list, not %s", p.Name, p.Type.one()), example(p))
			return v, false
		}
		entries := make([]string, 0, len(seq.Values))
		for _, n := range seq.Values {
			text, _, ok := scalar(n)
			if !ok {
				r.fail(start(n), fmt.Sprintf("an entry of %s is %s, not a name", p.Name, shape(n)), example(p))
				return v, false
			}
			entries = append(entries, text)
		}
		v, err = listValue(p, entries)
	} else {
		text, _, ok := scalar(e.value)
		if !ok {
			r.fail(e.where(), fmt.Sprintf("%s is %s, not %s", p.Name, shape(e.value), p.Type.one()), example(p))
			return v, false
		}
		v, err = parseValue(p, text)
	}
	if err != nil {
		r.failed(e.where(), err)
		return v, false
	}
	return v, true
}

// routes reads a map of paths, {/cart: carts, /: web}.
func (r *reader) routes(p Param, m ast.MapNode) (Value, error) {
	var list []string
	for it := m.MapRange(); it.Next(); {
		prefix, _, ok := scalar(it.Key())
		to, _, isText := scalar(it.Value())
		if !ok || !isText || strings.ContainsAny(prefix+to, "=,") {
			return Value{}, fmt.Errorf("%s is not a map of paths to components: write %s: {/cart: carts, /: web}", p.Name, p.Name)
		}
		list = append(list, prefix+"="+to)
	}
	return parseValue(p, strings.Join(list, ", "))
}

// filters reads a map of subscribers, {mail: order-*, audit: [a-*, b-*]}.
func (r *reader) filters(p Param, m ast.MapNode) (Value, error) {
	var list []string
	for it := m.MapRange(); it.Next(); {
		name, _, ok := scalar(it.Key())
		patterns, isText := r.texts(it.Value())
		if !ok || !isText || name == "" || strings.ContainsAny(name, "= ,") {
			return Value{}, fmt.Errorf("%s is not a map of subscribers to the keys that they want: write %s: {mail: [order-*, refund-*], audit: audit-*}", p.Name, p.Name)
		}
		words := strings.FieldsFunc(patterns, func(c rune) bool { return strings.ContainsRune(", \t\n|", c) })
		list = append(list, name+"="+strings.Join(words, "|"))
	}
	return parseValue(p, strings.Join(list, " "))
}

// texts are the words of a scalar, or those of a list of scalars with a comma between.
func (r *reader) texts(n ast.Node) (string, bool) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		text, _, ok := scalar(n)
		return text, ok
	}
	var words []string
	for _, v := range seq.Values {
		text, _, ok := scalar(v)
		if !ok {
			return "", false
		}
		words = append(words, text)
	}
	return strings.Join(words, ","), true
}

// pairs reads what is otherwise written as text from a map as well:
// {/search: exp(50ms), /cart: 5ms} for /search=exp(50ms) /cart=5ms.
func (r *reader) pairs(p Param, m ast.MapNode) (Value, error) {
	var list []string
	for it := m.MapRange(); it.Next(); {
		name, _, ok := scalar(it.Key())
		value, _, isText := scalar(it.Value())
		if !ok || !isText || strings.Contains(name, "=") {
			return Value{}, fmt.Errorf("%s can't be read as %s: write %s: %s", p.Name, p.Type, p.Name, quote(typeExamples(p.Type)[0]))
		}
		list = append(list, name+"="+value)
	}
	return parseValue(p, strings.Join(list, " "))
}

// legs reads a map of legs, {w: exp(5ms), a: 1ms, r: 1ms, s: 1ms}.
func (r *reader) legs(p Param, m *ast.MappingNode) (Value, error) {
	var parts []string
	for _, pair := range m.Values {
		name, _, ok := scalar(pair.Key)
		law, _, isText := scalar(pair.Value)
		if !ok || !isText {
			return Value{}, fmt.Errorf("%s is not a map of four latencies", p.Name)
		}
		parts = append(parts, name+"="+law)
	}
	return parseValue(p, strings.Join(parts, " "))
}

// example is a cure: the parameter with a value that works.
func example(p Param) string {
	value := p.Default
	switch {
	case value == "":
		value = examples(p.Type)
	case value == "none" && p.Type != TypeText:
		value = typeExamples(p.Type)[0] // shows the form
	}
	return "write " + p.Name + ": " + plain(value, false)
}

func examples(t Type) string {
	switch t {
	case TypeZones:
		return "[a, b, c]"
	case TypeReferences:
		return "[cache, store]"
	case TypeReference:
		return "store"
	case TypePath:
		return "/cart"
	case TypeRoutes:
		return "{/cart: carts, /: web}"
	case TypeDuration:
		return "250ms"
	case TypeRatio:
		return "99.9%"
	}
	return "0"
}

// section reads a map of parameters at the top level; nil is the defaults.
func (r *reader) section(e *entry, params []Param, name, cure string) map[string]Value {
	var list []entry
	if e != nil {
		list, _ = r.entries(e.value, e.where(), name, cure)
	}
	return r.params(list, params, "of "+name)
}
