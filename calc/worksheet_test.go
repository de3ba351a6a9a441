package calc_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/mattn/go-runewidth"

	"netsplit/calc"
	"netsplit/calc/availability"
	"netsplit/calc/catalogue"
	"netsplit/calc/unit"
)

// sheets are worksheets of every form, with one, several and odd conventions.
func sheets(t *testing.T) map[string]calc.Worksheet {
	t.Helper()
	all := map[string]calc.Worksheet{}
	add := func(name string, w calc.Worksheet, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all[name] = w
	}
	w, err := availability.FromRatio("99.95%", availability.Options{})
	add("nines", w, err)
	w, err = availability.FromRatio("99.9", availability.Options{Year: "365d,365.25d,365.2425d"})
	add("years", w, err)
	w, err = availability.FromRatio("3.5nines", availability.Options{As: "sre,uptime", Year: "365d,365.2425d"})
	add("both", w, err)
	w, err = availability.FromRatio("100%", availability.Options{})
	add("all", w, err)
	w, err = availability.FromDowntime("47m", "30d", availability.Options{})
	add("downtime", w, err)
	return all
}

func TestText(t *testing.T) {
	for name, w := range sheets(t) {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, calc.Text(w, 80)) })
	}
}

func TestTextNarrow(t *testing.T) {
	golden.RequireEqual(t, calc.Text(sheets(t)["nines"], 36))
}

// No line is ever wider than asked for, and none ends in a space.
func TestWidths(t *testing.T) {
	for name, w := range sheets(t) {
		for width := 1; width <= 140; width++ {
			for _, line := range strings.Split(calc.Text(w, width), "\n") {
				if n := runewidth.StringWidth(line); n > width {
					t.Fatalf("%s at %d: a line of %d columns: %q", name, width, n, line)
				}
				if strings.TrimRight(line, " ") != line {
					t.Fatalf("%s at %d: a line ends in a space: %q", name, width, line)
				}
			}
		}
	}
}

// Narrower paper drops nothing: the same words in the same order, but for
// spaces and for headings that a band of a table repeats.
func TestNarrowKeepsWords(t *testing.T) {
	strip := func(s string) string { return strings.Join(strings.Fields(s), "") }
	w := sheets(t)["downtime"]
	w.Tables = nil
	wide := strip(calc.Text(w, 200))
	for width := 1; width < 200; width += 3 {
		if got := strip(calc.Text(w, width)); got != wide {
			t.Fatalf("at %d columns:\n%s\nwant\n%s", width, got, wide)
		}
	}
}

// A style sees every span with its meaning, and lines are the same without it.
func TestStyled(t *testing.T) {
	w := sheets(t)["nines"]
	seen := map[unit.Meaning]bool{}
	got := calc.Styled(w, 80, func(m unit.Meaning, text string) string {
		seen[m] = true
		return "<" + m.String() + ">" + text
	})
	for _, want := range []string{"<heading>Result", "<value>4<unit> h<value> 22<unit> min<value> 48<unit> s\n", "<value>0.05<unit>%<operator> × <value>365<unit> d<operator> = <value>", "<marked>  → 99.95%"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	for m := unit.Text; m <= unit.Marked; m++ {
		if !seen[m] {
			t.Errorf("no span means %s", m)
		}
	}
}

// Every calculator of the catalogue answers with its defaults, and no other has
// its name.
func TestCatalogue(t *testing.T) {
	named := map[string]bool{}
	for _, c := range catalogue.All() {
		if named[c.Name] || c.Name == "" || c.Summary == "" || c.Title == "" {
			t.Errorf("%q is the name of another as well, or it has no name, title or summary", c.Name)
		}
		named[c.Name] = true
		for _, form := range c.Forms {
			w, err := form.Solve(form.Values())
			if err != nil {
				t.Errorf("%s, %s: %v", c.Name, form.Name, err)
			}
			if w.Command != c.Name || len(w.Result) == 0 || len(w.Steps) == 0 || len(w.Assumptions) == 0 || len(w.Inputs) == 0 || len(w.Matters) == 0 {
				t.Errorf("%s, %s: the worksheet is not complete: %+v", c.Name, form.Name, w)
			}
		}
	}
}
