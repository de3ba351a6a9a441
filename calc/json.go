package calc

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"strings"

	"netsplit/calc/unit"
)

// MarshalJSON is the worksheet for programs: {command, inputs, assumptions,
// steps, result}, keys in this order, quantities in the base unit that ends
// their key. A quantity without end is null, and its key with _reason says
// why.
func (w Worksheet) MarshalJSON() ([]byte, error) {
	root := &object{}
	root.set("command", w.Command)
	inputs := &object{}
	for _, e := range w.Inputs {
		inputs.quantity(e.Key, e.Value)
	}
	root.set("inputs", inputs)
	assumptions := []*object{}
	for _, a := range w.Assumptions {
		o := &object{}
		o.set("name", a.Name)
		o.set("convention", a.Convention)
		if a.Value != nil {
			o.quantity(withSuffix("value", a.Value), a.Value)
		}
		o.set("why", a.Why)
		assumptions = append(assumptions, o)
	}
	root.set("assumptions", assumptions)
	steps := []*object{}
	for _, s := range w.Steps {
		o := &object{}
		o.set("name", s.Label)
		o.set("expression", unit.Join(s.Expression))
		o.quantity(withSuffix("value", s.Value), s.Value)
		steps = append(steps, o)
	}
	root.set("steps", steps)
	result := &object{}
	for _, e := range w.Result {
		if e.Key != "" {
			result.quantity(e.Key, e.Value)
		}
	}
	for _, t := range w.Tables {
		if t.Key != "" {
			result.set(t.Key, t.objects())
		}
	}
	root.set("result", result)
	return root.MarshalJSON()
}

// objects is the table as one object a column, or a row where rows have a key.
func (t Table) objects() []*object {
	list := []*object{}
	if t.RowKey != "" {
		for _, r := range t.Rows {
			o := &object{}
			o.set(t.RowKey, r.Key)
			for i, column := range t.Columns {
				if column.Key != "" {
					o.quantity(column.Key, r.Cells[i])
				}
			}
			list = append(list, o)
		}
		return list
	}
	for i, column := range t.Columns {
		o := &object{}
		o.set(t.ColumnKey, column.Key)
		for _, r := range t.Rows {
			o.quantity(r.Key, r.Cells[i])
		}
		list = append(list, o)
	}
	return list
}

// withSuffix is a key that ends in the quantity's base unit.
func withSuffix(key string, q unit.Quantity) string {
	if s := q.KeySuffix(); s != "" {
		return key + "_" + s
	}
	return key
}

// object is a JSON object that keeps its keys in the order they were set,
// which a Go map does not.
type object struct {
	keys   []string
	values []any
}

func (o *object) set(key string, value any) {
	o.keys = append(o.keys, key)
	o.values = append(o.values, value)
}

// quantity sets a number, in the objects that a dotted key names.
func (o *object) quantity(key string, q unit.Quantity) {
	if parent, child, nested := strings.Cut(key, "."); nested {
		o.child(parent).quantity(child, q)
		return
	}
	if plain, ok := q.(interface{ JSON() any }); ok { // a word, yes or no
		o.set(key, plain.JSON())
		return
	}
	if reason := q.Infinite(); reason != "" {
		o.set(key, nil)
		o.set(key+"_reason", reason)
		return
	}
	f := float(q.Number())
	if math.IsInf(f, 0) {
		o.set(key, nil)
		o.set(key+"_reason", "it is beyond 1.8e308, the largest number that JSON's readers have")
		return
	}
	o.set(key, f)
}

// child returns the object at key, made when it isn't there.
func (o *object) child(key string) *object {
	for i, k := range o.keys {
		if c, ok := o.values[i].(*object); ok && k == key {
			return c
		}
	}
	c := &object{}
	o.set(key, c)
	return c
}

// float is the nearest number a JSON reader will have.
func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

// MarshalJSON writes the keys in their order.
func (o *object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, key := range o.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(&b, key); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encode(&b, o.values[i]); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes v without turning < and > into escapes.
func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // Encode ends with a newline
	return nil
}
