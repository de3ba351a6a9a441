package scenario

import (
	"reflect"
	"strings"
	"testing"
)

// Filters name a subscriber and the keys that it wants.
func TestReadFilters(t *testing.T) {
	got, err := readFilters("mail=order-*|refund-7, audit=*")
	want := []Filter{{"mail", []string{"order-*", "refund-7"}}, {"audit", []string{"*"}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v %v", got, err)
	}
	if got, err := readFilters("none"); len(got) != 0 || err != nil {
		t.Errorf("none: %v %v", got, err)
	}
	for text, want := range map[string]string{
		"mail":                                "is not a filter",
		"Mail=a":                              "is not a filter",
		"":                                    "none filters nothing",
		"mail=":                               "is not a pattern",
		"mail=a*b":                            "is not a pattern",
		"mail=a||b":                           "is not a pattern",
		"mail=a mail=b":                       "has two filters",
		"m=" + strings.Repeat("a|", 99) + "a": "too many",
	} {
		if _, err := readFilters(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: %v, want %q", text, err, want)
		}
	}
}

// A filter may be a map, as people write it, and is the same as its text.
func TestFiltersFromAMap(t *testing.T) {
	const design = "scenario: x\ncomponents:\n  news: {kind: topic, filter: %}\n  mail: {kind: worker, from: news}\n  audit: {kind: worker, from: news}\n"
	for written, want := range map[string]string{
		"{mail: order-*}":                  "mail=order-*",
		"{mail: [order-*, 7], audit: a-*}": "mail=order-*|7 audit=a-*",
		`{mail: "order-*|refund-*"}`:       "mail=order-*|refund-*",
		`{mail: "order-*, refund-*"}`:      "mail=order-*|refund-*",
		"mail=order-*|refund-*":            "mail=order-*|refund-*",
		"{mail: {a: b}}":                   "is not a map of subscribers",
		"{mail: []}":                       "is not a pattern of keys",
		"{mail: a*b}":                      "is not a pattern of keys",
		"{post: a}":                        "does not subscribe",
		"[mail, a]":                        "filter is a list, not filters of keys",
		"{mail: [[a]]}":                    "is not a map of subscribers",
		`{"mail=x": a}`:                    "is not a map of subscribers",
	} {
		sc, err := Parse("t.yaml", []byte(strings.Replace(design, "%", written, 1)))
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = sc.Component("news").Values["filter"].Text
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", written, got, want)
		}
	}
}
