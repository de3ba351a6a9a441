package catalogue

import (
	"maps"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// border is a threshold as worksheets word it: the input to move to the
// quantity that is named, and what then holds on the one side and not on the
// other. Up says that the side is above the quantity.
type border struct {
	calculator string
	words      string // a regular expression: what is named is its first group
	up         bool
	holds      func(before, after result) bool
}

// result is what a worksheet answers, by key.
type result map[string]unit.Quantity

func (r result) number(key string) float64 {
	f, _ := r[key].Number().Float64()
	return f
}

func (r result) endless(key string) bool { return r[key].Infinite() != "" }

func (r result) yes(key string) bool { return r[key].String() == "yes" }

func resultOf(w calc.Worksheet) result {
	r := result{}
	for _, e := range w.Result {
		r[e.Key] = e.Value
	}
	for _, t := range w.Tables {
		for _, row := range t.Rows {
			for i, cell := range row.Cells {
				r[row.Key+"."+t.Columns[i].Key] = cell
			}
		}
	}
	return r
}

func borders() []border {
	return []border{
		{"scale", `^above (\S+) you need`, true, func(b, a result) bool { return a.number("servers") > b.number("servers") }},
		{"scale", `^above (\S+) no single server`, true, func(_, a result) bool { return !a.yes("vertical_enough") }},
		{"shards", `^above (.+) today you need`, true, func(b, a result) bool { return a.number("shards") > b.number("shards") }},
		{"connections", `^above (\S+) the database refuses`, true, func(_, a result) bool { return !a.yes("accepted") }},
		{"connections", `^above (\S+) every connection is busy`, true, func(_, a result) bool { return a.number("utilisation_ratio") >= 1 }},
		{"replication", `^from (\S+) on a replica never`, true, func(_, a result) bool { return a.endless("catch_up_seconds") }},
		{"replication", `above (\S+) it falls behind`, true, func(_, a result) bool { return a.endless("catch_up_seconds") || a.number("backlog_bytes") > 0 }},
		{"fanout", `^above (\S+), \S+ for each post`, true, func(_, a result) bool { return a["choose"].String() == "write" }},
		{"fanout", `more than (\S+) followers takes over 5 s`, true, func(_, a result) bool { return a.number("largest_seconds") > 5 }},
		{"cdn", `^above (\S+) the edge costs less`, true,
			func(_, a result) bool {
				return a.number("cost_dollars_per_second") < a.number("cost_without_dollars_per_second")
			}},
		{"cdn", `^above (\S+) the mean time`, true, func(_, a result) bool { return a.number("mean_seconds") < a.number("without_seconds") }},
		{"queue", `^from (\S+) on the line grows`, true, func(_, a result) bool { return a.endless("time_in_queue_seconds") }},
		{"queue", `^at least (\S+) are needed`, true, func(_, a result) bool { return !a.endless("time_in_queue_seconds") }},
		{"tail", `^from (\S+) answers on`, true, func(_, a result) bool { return a.number("slow_ratio") > 0.5 }},
		{"burst", `^from (\S+) on no queue grows`, true, func(_, a result) bool { return a.number("queue") == 0 }},
		{"burst", `from (\S+) down it never empties`, false, func(_, a result) bool { return a.endless("drain_seconds") }},
		{"burst", `^bursts longer than (.+) make somebody`, true, func(_, a result) bool { return !a.yes("in_time") }},
		{"autoscale", `^up to (\S+) the instances that run`, false, func(_, a result) bool { return a.yes("in_time") }},
		{"autoscale", `^the same rise in less than (.+) is too steep`, false, func(_, a result) bool { return !a.yes("in_time") }},
		{"rto", `^above (.+) it takes longer`, true, func(_, a result) bool { return !a.yes("meets") }},
		{"ids", `^from (\S+) signs on`, true, func(_, a result) bool { return a.number("collision_ratio") < 1e-6 }},
		{"cost", `^above (.+) a month traffic`, true, func(_, a result) bool {
			return a.number("egress.cost_dollars_per_second") > a.number("servers.cost_dollars_per_second")
		}},
	}
}

// nudged is a number a little on, by more than was rounded away; times have
// three digits. Whole ones go by one, and stay on the side that has them: the
// upper where the words say "from" or "at least".
func nudged(q unit.Measure, up, inclusive, whole bool) *big.Rat {
	n := q.Number()
	step := new(big.Rat).Quo(n, big.NewRat(1000, 1))
	switch {
	case whole && up == inclusive:
		return n
	case whole:
		step = big.NewRat(1, 1)
	case q.Dimension() == unit.Dimension{Time: 1}:
		step = new(big.Rat).Quo(n, big.NewRat(150, 1))
	}
	if up {
		return step.Add(n, step)
	}
	return step.Sub(n, step)
}

// typed is a quantity as a field takes it, exactly.
func typed(q unit.Measure, n *big.Rat, share bool) string {
	d := q.Dimension()
	switch text := n.FloatString(15); {
	case share:
		return new(big.Rat).Mul(n, big.NewRat(100, 1)).FloatString(12) + "%"
	case d == unit.Dimension{Data: 1}:
		return text + "B"
	case d == unit.Dimension{Time: 1}:
		return text + "s"
	case d == unit.Dimension{Time: -1}:
		return text + "/s"
	default:
		return strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
}

// Goal: every border that a worksheet names is one: with the input moved just
// across, what is said of that side holds, and with it on this side, where the
// words exclude it, it does not.
func TestBordersAreTrue(t *testing.T) {
	for _, b := range borders() {
		form := regexp.MustCompile(b.words)
		crossed := 0
		varied(t, b.calculator, 60, func(t *testing.T, f calc.Form, values map[string]string, w calc.Worksheet) {
			for _, m := range w.Matters {
				found := form.FindStringSubmatch(m.Change)
				if m.From != nil || found == nil {
					continue
				}
				e, err := unit.Evaluate("border", strings.ReplaceAll(strings.TrimSuffix(found[1], ","), ",", ""), unit.RoundCalendar())
				if err != nil {
					t.Errorf("%s: %s: %v", b.calculator, m.Change, err)
					continue
				}
				inclusive := strings.HasPrefix(found[0], "from") || strings.HasPrefix(found[0], "at least") || strings.HasPrefix(found[0], "up to")
				whole := e.Value.Dimension() == unit.Dimension{} && !strings.Contains(found[1], "%")
				for _, up := range []bool{b.up, !b.up} {
					changed := maps.Clone(values)
					text := typed(e.Value, nudged(e.Value, up, inclusive, whole), strings.Contains(found[1], "%"))
					if b.calculator == "cost" {
						text += "/month"
					}
					changed[m.Input] = text
					after, err := f.Solve(changed)
					if err != nil {
						continue // it lies outside of what can be asked
					}
					// What is enough however fast it comes may be with more as well.
					if up != b.up && strings.Contains(m.Change, "however fast") {
						continue
					}
					if b.holds(resultOf(w), resultOf(after)) != (up == b.up) {
						t.Errorf("%s: %q, but at %s %s that is %t (%s)", b.calculator, m.Change, m.Input, text, up != b.up, w.Shell)
					}
					crossed++
				}
			}
		})
		if crossed < 3 {
			t.Errorf("%s: %s was crossed %d times only", b.calculator, b.words, crossed)
		}
	}
}
