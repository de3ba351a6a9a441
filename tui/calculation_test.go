package tui

import (
	"encoding/json"
	"strings"
	"testing"

	"netsplit/tui/catalogue"
)

// Goal: every calculator can stand in a lesson as a calc block: the command line
// that a worksheet shows opens the form that gives this very worksheet.
func TestCalculationOpensTheSameQuestion(t *testing.T) {
	for _, c := range catalogue.All() {
		for _, f := range c.Forms {
			sheet, err := f.Solve(f.Values())
			if err != nil {
				t.Fatal(err)
			}
			place := calculation(strings.TrimPrefix(sheet.Shell, "netsplit calc "))
			var kept struct {
				Form   int
				Values map[string]string
			}
			if err := json.Unmarshal(place.State, &kept); err != nil || place.Target != c.Name {
				t.Errorf("%s: %+v, %v", sheet.Shell, place, err)
				continue
			}
			again, err := c.Forms[kept.Form].Solve(kept.Values)
			if err != nil || again.Shell != sheet.Shell {
				t.Errorf("%s opens %q (%v)", sheet.Shell, again.Shell, err)
			}
		}
	}
}

// Goal: what nobody would type makes nothing but the list.
func TestCalculationOfNothing(t *testing.T) {
	for _, command := range []string{"", "   ", "'", "nines '", "nosuch --a b", "--", "nines --"} {
		if place := calculation(command); place.Page != "calculator" {
			t.Errorf("%q opens %+v", command, place)
		}
	}
}
