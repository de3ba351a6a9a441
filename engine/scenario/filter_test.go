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
