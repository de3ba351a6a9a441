package availability

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/order"
	"netsplit/calc/unit"
)

// model is a design with its parts' availabilities.
type model struct {
	root   *node
	parts  map[string]part
	shared []string // names that stand in the design more than once
}

func newModel(root *node, list []part) *model {
	m := &model{root: root, parts: map[string]part{}}
	for _, p := range list {
		m.parts[p.name] = p
	}
	m.shared = repeated(root)
	return m
}

// repeated are the names that mean one thing in several places. Inside of
// copies a name means another thing each time, so only its repeats within one
// copy count.
func repeated(root *node) []string {
	counts := map[string]int{}
	var order []string
	var walk func(*node)
	walk = func(n *node) {
		if n.copies > 0 {
			return
		}
		if n.name != "" {
			if counts[n.name]++; counts[n.name] == 2 {
				order = append(order, n.name)
			}
		}
		for _, c := range n.children {
			walk(c)
		}
	}
	walk(root)
	return order
}

// mostShared bounds how many repeated names are told apart: each doubles the
// work.
const mostShared = 8

// with is the availability of the design where one part has another one.
func (m *model) with(name string, value *big.Rat) *big.Rat {
	values := make(map[string]*big.Rat, len(m.parts))
	for n, p := range m.parts {
		values[n] = p.value
	}
	if name != "" {
		values[name] = value
	}
	return conditioned(m.root, m.shared, values)
}

// conditioned splits on whether each shared part works: where a part stands
// twice, multiplying would count its failures as if they were two parts'.
func conditioned(n *node, shared []string, values map[string]*big.Rat) *big.Rat {
	if len(shared) == 0 {
		return works(n, values)
	}
	name := shared[0]
	p := values[name]
	defer func() { values[name] = p }()
	total := new(big.Rat)
	for _, up := range []bool{true, false} {
		chance := new(big.Rat).Set(p)
		values[name] = big.NewRat(1, 1)
		if !up {
			chance.Sub(big.NewRat(1, 1), p)
			values[name] = new(big.Rat)
		}
		if chance.Sign() != 0 {
			total.Add(total, chance.Mul(chance, conditioned(n, shared[1:], values)))
		}
	}
	return total
}

// works is the probability that a design of independent parts works.
func works(n *node, values map[string]*big.Rat) *big.Rat {
	if n.name != "" {
		return values[n.name]
	}
	var chances []*big.Rat
	if n.copies > 0 {
		// Each copy is a world of its own: a part that repeats within it is shared there.
		one := conditioned(n.children[0], repeated(n.children[0]), values)
		return alike(n.need, n.copies, one)
	}
	for _, c := range n.children {
		chances = append(chances, works(c, values))
	}
	return atLeast(n.need, chances)
}

// atLeast is the probability that need or more of independent chances come
// true. The row holds the weight of each number so far, over a common
// denominator, which saves reducing fractions at every step; need itself stands
// for "need or more".
func atLeast(need int, chances []*big.Rat) *big.Rat {
	row := []*big.Int{big.NewInt(1)}
	whole := big.NewInt(1)
	for _, p := range chances {
		hit, all := p.Num(), p.Denom()
		miss := new(big.Int).Sub(all, hit)
		next := make([]*big.Int, min(len(row)+1, need+1))
		for i := range next {
			next[i] = new(big.Int)
		}
		for i, weight := range row {
			if i == need {
				next[i].Add(next[i], new(big.Int).Mul(weight, all))
				continue
			}
			next[i].Add(next[i], new(big.Int).Mul(weight, miss))
			next[i+1].Add(next[i+1], new(big.Int).Mul(weight, hit))
		}
		row = next
		whole.Mul(whole, all)
	}
	if len(row) <= need {
		return new(big.Rat)
	}
	return new(big.Rat).SetFrac(row[need], whole)
}

// alike is atLeast for n chances that are the same: the sum of C(n, i) of
// i = 0 to n − need misses, over one denominator, by Horner's rule.
func alike(need, n int, p *big.Rat) *big.Rat {
	hit, all := p.Num(), p.Denom()
	miss := new(big.Int).Sub(all, hit)
	sum, ways, misses := new(big.Int), big.NewInt(1), big.NewInt(1)
	for i := range n - need + 1 {
		sum.Mul(sum, hit).Add(sum, new(big.Int).Mul(ways, misses))
		ways.Mul(ways, big.NewInt(int64(n-i))).Quo(ways, big.NewInt(int64(i+1)))
		misses.Mul(misses, miss)
	}
	power := func(x *big.Int, y int) *big.Int { return new(big.Int).Exp(x, big.NewInt(int64(y)), nil) }
	return new(big.Rat).SetFrac(sum.Mul(sum, power(hit, need)), power(all, n))
}

// AtLeast is the availability of k or more out of n parts that are alike and
// independent.
func AtLeast(k, n int, each unit.Ratio) unit.Ratio {
	return unit.RatioOf(alike(k, n, each.Number()))
}

// working shows the parts' own availabilities and every group on the way.
func (m *model) working(w *calc.Worksheet, names []string, whole *big.Rat) {
	for _, name := range names {
		p := m.parts[name]
		a := unit.RatioOf(p.value)
		if p.times {
			w.Input(name+".mtbf_seconds", name+" mtbf", p.mtbf, "")
			w.Input(name+".mttr_seconds", name+" mttr", p.mttr, "")
			w.Step(name, a, "{} ÷ ({} + {})", p.mtbf, p.mtbf, p.mttr)
			continue
		}
		w.Input(name+".availability_ratio", name, a, "")
		if p.note != "" {
			w.Assume("reading", name, p.note)
		}
	}
	if len(m.shared) > 0 {
		w.Step(write(m.root), unit.RatioOf(whole), "counting "+m.shared[0]+" once: each case of it up and down, weighed")
		w.Assume("shared", m.shared[0], "stands in several places and is one part: when it fails, it fails in all of them")
	} else {
		m.groups(w, m.root)
	}
	w.Assume("failures", "independent", "parts that share a rack, a deployment or a bug fail together, and less is left")
	w.Assume("copies", "k of n", "in 2of3(node) the three are alike and independent; taking over takes no time")
}

// groups adds a step for each group, the innermost first.
func (m *model) groups(w *calc.Worksheet, n *node) *big.Rat {
	if n.name != "" {
		return m.parts[n.name].value
	}
	var inside []unit.Quantity
	var chances []*big.Rat
	for _, c := range n.children {
		chance := m.groups(w, c)
		chances = append(chances, chance)
		inside = append(inside, unit.RatioOf(chance))
	}
	text := ""
	switch {
	case n.copies > 0:
		value := works(n, m.values())
		w.Step(write(n), unit.RatioOf(value), kOfNFormula(n.need, n.copies), inside[0])
		return value
	case n.need == len(n.children):
		text = join("{}", " × ", len(inside))
	case n.need == 1:
		text = "100% − " + join("(100% − {})", " × ", len(inside))
	default:
		text = "any " + unit.CountOf(big.NewRat(int64(n.need), 1)).String() + " of " + join("{}", ", ", len(inside))
	}
	value := atLeast(n.need, chances)
	w.Step(write(n), unit.RatioOf(value), text, inside...)
	return value
}

func (m *model) values() map[string]*big.Rat {
	values := make(map[string]*big.Rat, len(m.parts))
	for n, p := range m.parts {
		values[n] = p.value
	}
	return values
}

func kOfNFormula(k, n int) string {
	many := unit.CountOf(big.NewRat(int64(n), 1)).String()
	switch k {
	case n:
		return "{} ^ " + many
	case 1:
		return "100% − (100% − {}) ^ " + many
	}
	return "sum for i = " + unit.CountOf(big.NewRat(int64(k), 1)).String() + " to " + many + " of C(" + many + ", i) × p^i × (1 − p)^(" + many + " − i), p = {}"
}

func join(item, sign string, n int) string {
	text := item
	for range n - 1 {
		text += sign + item
	}
	return text
}

// weakest ranks the parts by what the design gains were one to never fail, and
// notes what each could bring.
func (m *model) weakest(w *calc.Worksheet, names []string, whole *big.Rat, c Convention) {
	type gain struct {
		name    string
		perfect *big.Rat
	}
	var gains []gain
	for _, name := range names {
		gains = append(gains, gain{name, m.with(name, big.NewRat(1, 1))})
	}
	order.By(gains, func(a, b gain) int { return b.perfect.Cmp(a.perfect) })
	var weakest unit.Quantity = unit.Word(gains[0].name)
	if gains[0].perfect.Cmp(whole) == 0 {
		weakest = unit.Absent{Text: "none", Reason: "no part on its own makes a difference"}
	}
	w.Answer("weakest", "weakest", weakest)
	t := calc.Table{Key: "parts", RowKey: "name", Title: "What each part costs", Corner: "part", Columns: []calc.Column{
		{Key: "availability_ratio", Label: "its own"}, {Key: "perfect_availability_ratio", Label: "all, if it never failed"},
		{Key: "gained_seconds_per_year", Label: "gained a year"}}}
	down := unit.RatioOf(whole).Complement()
	var changes []calc.Change
	for i, g := range gains {
		better := unit.RatioOf(g.perfect).Complement()
		saved := c.Year.Times(down).Less(c.Year.Times(better))
		t.Rows = append(t.Rows, calc.Row{Key: g.name, Label: g.name, Mark: i == 0 && g.perfect.Cmp(whole) != 0,
			Cells: []unit.Quantity{unit.RatioOf(m.parts[g.name].value), unit.RatioOf(g.perfect), saved}})
		if i < 3 {
			own := m.parts[g.name].value
			spare := new(big.Rat).Sub(big.NewRat(1, 1), own)
			spare.Mul(spare, spare)
			doubled := m.with(g.name, spare.Sub(big.NewRat(1, 1), spare))
			changes = append(changes, calc.Change{Input: g.name, Words: "a second one beside it, downtime a year",
				To: c.Year.Times(unit.RatioOf(doubled).Complement())})
		}
	}
	w.Tables = []calc.Table{t}
	w.Compare(c.Year.Times(down), changes...)
	if len(w.Matters) == 0 {
		w.Threshold("parts", "no second copy of one part changes the whole")
	}
	if gains[0].perfect.Cmp(whole) > 0 {
		m.nextLevel(w, gains[0].name, whole, gains[0].perfect)
	}
}
