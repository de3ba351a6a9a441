package calc

import (
	"strings"
	"testing"

	"netsplit/calc/unit"
)

// Goal: each kind of input is read with its key, and refuses what is none.
func TestReading(t *testing.T) {
	for _, test := range []struct {
		name, text, key, wrong, why string
		read                        func(r *Reading)
	}{
		{"rate", "10k/s", "rate_per_second", "0/s", "is not more than zero", func(r *Reading) { r.Rate("rate") }},
		{"rate", "0/s", "rate_per_second", "5", "has no time", func(r *Reading) { r.RateOrNone("rate") }},
		{"object", "1KB", "object_bytes", "0B", "is not more than zero", func(r *Reading) { r.Bytes("object") }},
		{"object", "0B", "object_bytes", "3h", "not an amount of data", func(r *Reading) { r.BytesOrNone("object") }},
		{"boot-time", "3m", "boot_time_seconds", "0s", "is not more than zero", func(r *Reading) { r.Span("boot-time") }},
		{"boot-time", "0s", "boot_time_seconds", "3", "has no unit", func(r *Reading) { r.SpanOrNone("boot-time") }},
		{"hit", "0%", "hit_ratio", "101%", "more than 100%", func(r *Reading) { r.Share("hit") }},
		{"hit", "1%", "hit_ratio", "0%", "is not more than zero", func(r *Reading) { r.SomeShare("hit") }},
		{"peak", "1.5", "peak", "0", "is not more than zero", func(r *Reading) { r.Count("peak") }},
		{"n", "3", "n", "9", "is too large", func(r *Reading) { r.Whole("n", 1, 5) }},
		{"link", "1Gbps", "link_bytes_per_second", "1GB", "is bytes, not how fast data comes", func(r *Reading) { r.Flow("link") }},
		{"link", "0", "link_bytes_per_second", "$3", "is dollars, not how fast data comes", func(r *Reading) { r.FlowOrNone("link") }},
		{"price", "$70/month", "price_dollars_per_second", "70", "not money in a time", func(r *Reading) { r.Price("price") }},
		{"price", "$0.08/GB", "price_dollars_per_byte", "$1", "not money for data", func(r *Reading) { r.PriceOfData("price") }},
	} {
		var w Worksheet
		r := Read(&w, map[string]string{test.name: test.text})
		if test.read(r); r.Err != nil || len(w.Inputs) != 1 || w.Inputs[0].Key != test.key {
			t.Errorf("%s %q: %v, inputs %+v, want key %s", test.name, test.text, r.Err, w.Inputs, test.key)
		}
		r = Read(&w, map[string]string{test.name: test.wrong})
		if test.read(r); r.Err == nil || !strings.Contains(r.Err.Error(), test.why) || unit.Argument(r.Err) != test.name {
			t.Errorf("%s %q: %v, want %s", test.name, test.wrong, r.Err, test.why)
		}
	}
}

// Goal: the first mistake is told, not one that follows from it.
func TestReadingKeepsTheFirstError(t *testing.T) {
	var w Worksheet
	r := Read(&w, map[string]string{"a": "x", "b": "y"})
	r.Count("a")
	r.Count("b")
	r.Fail("c", "is wrong", "change it")
	if unit.Argument(r.Err) != "a" {
		t.Errorf("%v is not about a", r.Err)
	}
}
