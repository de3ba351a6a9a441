package catalogue

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"netsplit/calc"
	"netsplit/calc/unit"
)

var leading = regexp.MustCompile(`^(\$?)([0-9.]+)(.*)$`)

// times is a field's text with its number multiplied; false where it has none,
// or where a whole number would not stay one.
func times(text string, by float64) (string, bool) {
	m := leading.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	v, err := strconv.ParseFloat(m[2], 64)
	if err != nil || m[3] == "" && v == math.Trunc(v) && v*by != math.Trunc(v*by) {
		return "", false
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v*by, 'g', 6, 64), 64)
	return m[1] + strconv.FormatFloat(v, 'f', -1, 64) + m[3], true
}

// varied solves a form with some of the numbers of its defaults changed, often.
func varied(t *testing.T, name string, rounds int, check func(t *testing.T, form calc.Form, values map[string]string, w calc.Worksheet)) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	for _, c := range All() {
		if name != "" && c.Name != name {
			continue
		}
		for _, form := range c.Forms {
			for range rounds {
				values := form.Values()
				for _, f := range form.Fields {
					by := []float64{0.25, 0.5, 0.9, 1, 1.3, 2, 3, 7}[random.IntN(8)]
					if text, ok := times(values[f.Name], by); ok && len(f.Choices) == 0 && random.IntN(3) > 0 {
						values[f.Name] = text
					}
				}
				if w, err := form.Solve(values); err == nil {
					check(t, form, values, w)
				}
			}
		}
	}
}

// What working says beside its sum, and functions that no expression has: those
// steps have tests of their own.
var (
	aside     = regexp.MustCompile(`, (by Little's law|in servers kept busy|at most all|rounded up).*$`)
	functions = regexp.MustCompile(`ln\(|e\^\(|sqrt|log10|C\(|Erlang|\^ \(|\^ [0-9]{3}|% \^ |× \.\.\.|in all|at least|of each doubling|` +
		`at most [0-9]|counting|one after another|share of|the same, for|more than 0|detect|switch|multipl|1B/month|[0-9]B/month|10\^−`)
)

// Goal: what the working prints can be worked out from what it prints. Each sum
// is done again with the rounded numbers, and comes to the value shown, but for
// that rounding.
func TestWorkingByHand(t *testing.T) {
	checked := map[string]bool{}
	varied(t, "", 20, func(t *testing.T, _ calc.Form, _ map[string]string, w calc.Worksheet) {
		for _, s := range w.Steps {
			text := unit.Join(s.Expression)
			if functions.MatchString(text) || s.Value.Infinite() != "" {
				continue
			}
			e, err := unit.Evaluate("working", strings.ReplaceAll(aside.ReplaceAllString(text, ""), ",", ""), unit.RoundCalendar())
			if err != nil {
				t.Errorf("%s: %s = %s can't be done by hand: %v", w.Command, text, s.Value, err)
				continue
			}
			got, _ := e.Value.Number().Float64()
			want, _ := s.Value.Number().Float64()
			_, after, rounded := strings.Cut(text, ", rounded up")
			if rounded {
				got = math.Ceil(got - 1e-9*got)
				if plus, ok := strings.CutPrefix(after, ", + "); ok {
					n, _ := strconv.ParseFloat(strings.ReplaceAll(strings.Fields(plus)[0], ",", ""), 64)
					got += n
				}
			}
			if strings.HasSuffix(text, "at most all") {
				got = min(got, 1)
			}
			// A difference of nearly equal numbers has fewer digits than they.
			loose := 0.005 * math.Abs(want)
			for _, part := range e.Steps {
				if part.Name == "−" {
					left, _ := part.Left.Number().Float64()
					value, _ := part.Value.Number().Float64()
					loose += 0.001 * math.Abs(want) * math.Abs(left) / math.Max(math.Abs(value), 1e-300)
				}
			}
			if checked[w.Command+" "+s.Label] = true; math.Abs(got-want) > loose && math.Abs(got-want) > 1e-12 {
				t.Errorf("%s: %s: %s = %s, by hand %g, not %g (%s)", w.Command, s.Label, text, s.Value, got, want, w.Shell)
			}
		}
	})
	if len(checked) < 80 {
		t.Errorf("only %d kinds of steps were done by hand", len(checked))
	}
}

// said are the changes that worksheets speak of, as what to do to the input.
var said = []struct {
	words *regexp.Regexp
	by    float64
	plus  int
}{
	{regexp.MustCompile(`^(?:twice |a pause that doubles)`), 2, 0},
	{regexp.MustCompile(`^half `), 0.5, 0},
	{regexp.MustCompile(`^a tenth (?:more|longer)`), 1.1, 0},
	{regexp.MustCompile(`^a tenth(?: of it)?,`), 0.1, 0},
	{regexp.MustCompile(`^four times as many`), 4, 0},
	{regexp.MustCompile(`^(?:one more, time|one (?:sign|spare) more|wait for one \w+ more)`), 1, 1},
	{regexp.MustCompile(`^one less`), 1, -1},
}

// Goal: what a worksheet says would become of its answer is what it answers when
// the input is changed as it says.
func TestChangesComeTrue(t *testing.T) {
	followed := map[string]bool{}
	varied(t, "", 15, func(t *testing.T, form calc.Form, values map[string]string, w calc.Worksheet) {
		for _, m := range w.Matters {
			for _, s := range said {
				if m.From == nil || !s.words.MatchString(m.Change) || values[m.Input] == "" || strings.Contains(m.Change, "beside") {
					continue
				}
				changed := map[string]string{}
				for k, v := range values {
					changed[k] = v
				}
				text, ok := times(values[m.Input], s.by)
				if n, err := strconv.Atoi(values[m.Input]); err == nil && s.plus != 0 {
					text, ok = strconv.Itoa(n+s.plus), true
				}
				if !ok {
					continue
				}
				changed[m.Input] = text
				after, err := form.Solve(changed)
				if err != nil {
					continue
				}
				if !becomes(w, after, m) {
					t.Errorf("%s: %s, %s: %s → %s, but %s %s gives another answer (%s)", w.Command, m.Input, m.Change, m.From, m.To, m.Input, text, w.Shell)
				}
				followed[w.Command+" "+m.Input+" "+s.words.String()] = true
			}
		}
	})
	if len(followed) < 40 {
		t.Errorf("only %d kinds of changes were followed", len(followed))
	}
}

// becomes reports whether a result that was m.From is m.To after the change, to
// the digits that are printed.
func becomes(before, after calc.Worksheet, m calc.Matter) bool {
	values := func(w calc.Worksheet) map[string]string {
		found := map[string]string{}
		for _, e := range w.Result {
			found[e.Key] = e.Value.String()
		}
		for _, t := range w.Tables {
			for _, row := range t.Rows {
				for i, cell := range row.Cells {
					found[t.Title+row.Label+t.Columns[i].Label] = cell.String()
				}
			}
		}
		return found
	}
	was, is := values(before), values(after)
	for key, text := range was {
		if text == m.From.String() && is[key] == m.To.String() {
			return true
		}
	}
	lesser := func(v map[string]string) bool {
		return v["write_per_second"] == m.To.String() || v["read_per_second"] == m.To.String()
	}
	return before.Command == "fanout" && lesser(is)
}
