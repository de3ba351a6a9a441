package unit

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	periods := []string{"year", "quarter", "month", "week", "day", "hour"}
	for typed, want := range map[string]string{
		"monht": "month", "moth": "month", "quartre": "quarter", "yaer": "year", "weeek": "week", "dya": "day",
		"fortnight": "", "": "", strings.Repeat("month", 100): "",
	} {
		if got, ok := Nearest(typed, periods); got != want || ok != (want != "") {
			t.Errorf("nearest to %.20q is %q, want %q", typed, got, want)
		}
	}
}
