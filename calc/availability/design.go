package availability

import (
	"math/big"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Parts returns the calculator of designs: the availability of parts in series
// and in parallel.
func Parts() calc.Calculator {
	return calc.Calculator{
		Name: "availability", Title: "Availability", Summary: "parts in series, in parallel, and k of n",
		Forms: []calc.Form{calc.NewForm("a design", partsFields(), FromDesign)},
	}
}

func partsFields() []calc.Field {
	return append([]calc.Field{
		{Name: "design", Label: "design", Default: "web & (db | queue)", Help: "& needs both, | needs one, 2of3(node) needs two of three"},
		{Name: "parts", Label: "parts", Default: "web=99.95% db=99.99% queue=99.9%",
			Help: "web=99.95%, or node=mtbf:30d/mttr:1h"},
	}, conventionFields(false)...)
}

// FromDesign computes how available the field "design" is with the parts of the
// field "parts". Errors are *unit.Error.
func FromDesign(values map[string]string) (calc.Worksheet, error) {
	root, err := parseDesign(values["design"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	parts, err := parseParts(values["parts"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	conventions, err := ParseConventions(values["as"], values["year"], values["month"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	if len(conventions) > 1 {
		return calc.Worksheet{}, &unit.Error{Argument: "year and month", Problem: "several conventions make several answers", Cure: "give one"}
	}
	names := namesIn(root)
	if err := match(names, parts); err != nil {
		return calc.Worksheet{}, err
	}
	w := calc.Worksheet{Command: "availability", Title: "Availability of " + write(root), Shell: designShell(values)}
	model := newModel(root, parts)
	whole := model.with("", nil)
	model.working(&w, names, whole)
	a := unit.RatioOf(whole)
	w.Answer("availability_ratio", "availability", a)
	for _, p := range conventions[0].Periods() {
		w.Answer("downtime_seconds."+p.Name, withArticle(p.Name), p.Length.Times(a.Complement()))
	}
	w.Answer("nines", "nines", NinesOf(a))
	model.weakest(&w, names, whole, conventions[0])
	w.Assumptions = append(w.Assumptions, conventions[0].assumptions()...)
	return w, nil
}

// designShell is the question as a command line: the design, then a word for
// each part.
func designShell(values map[string]string) string {
	var fields []calc.Field
	for _, f := range partsFields() {
		if f.Name != "parts" {
			fields = append(fields, f)
		}
	}
	head := "netsplit calc availability"
	text := calc.ShellOf("availability", fields, values, "design")
	words := calc.Quote(values["design"])
	for _, part := range splitParts(values["parts"]) {
		words += " " + calc.Quote(part)
	}
	return head + " " + words + strings.TrimPrefix(text, head+" "+calc.Quote(values["design"]))
}

// match sees that every name has an availability, and every availability a
// name.
func match(names []string, parts []part) error {
	given := map[string]bool{}
	var all []string
	for _, p := range parts {
		given[p.name] = true
		all = append(all, p.name)
	}
	used := map[string]bool{}
	for _, n := range names {
		used[n] = true
		if !given[n] {
			cure := "add " + n + "=99.9%"
			if near, ok := unit.Nearest(n, all); ok && !used[near] {
				cure = "did you mean " + near + "? Or add " + n + "=99.9%"
			}
			return &unit.Error{Argument: "parts", Problem: "has no availability for " + unit.Quote(n), Cure: cure}
		}
	}
	for _, n := range all {
		if !used[n] {
			cure := "leave it out, or use it in the design"
			if near, ok := unit.Nearest(n, names); ok {
				cure = "did you mean " + near + "?"
			}
			return &unit.Error{Argument: "parts", Problem: "has " + unit.Quote(n) + ", which is not in the design", Cure: cure}
		}
	}
	return nil
}

// part is a named availability.
type part struct {
	name       string
	value      *big.Rat
	mtbf, mttr unit.Duration // where it was given so
	times      bool
	note       string
}

const mostParts = 64

// splitParts cuts "web=99.9%, db=mtbf:30d / mttr:1h" into its parts: a part goes
// on until the next name with a = after it.
func splitParts(text string) []string {
	var list []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == ',' }) {
		if len(list) > 0 && !strings.Contains(word, "=") {
			list[len(list)-1] += " " + word
			continue
		}
		list = append(list, word)
	}
	return list
}

func parseParts(text string) ([]part, error) {
	var list []part
	seen := map[string]bool{}
	for _, item := range splitParts(text) {
		p, err := parsePart(item)
		if err != nil {
			return nil, err
		}
		if seen[p.name] {
			return nil, &unit.Error{Argument: "parts", Text: item, Problem: "gives " + unit.Quote(p.name) + " twice", Cure: "give each part once"}
		}
		seen[p.name] = true
		if list = append(list, p); len(list) > mostParts {
			return nil, &unit.Error{Argument: "parts", Problem: "are too many", Cure: "give at most 64"}
		}
	}
	return list, nil
}

func parsePart(item string) (part, error) {
	name, value, ok := strings.Cut(item, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || nameLength(name) != len(name) || name == "" {
		return part{}, &unit.Error{Argument: "parts", Text: item, Problem: "is not a part", Cure: "write NAME=AVAILABILITY, such as web=99.95%"}
	}
	p := part{name: name}
	if strings.HasPrefix(value, "mtbf") || strings.HasPrefix(value, "mttr") {
		return p, p.readTimes(value)
	}
	r, err := unit.ParseRatio(name, value)
	if err != nil {
		return p, err
	}
	p.value, p.note = r.Value.Number(), r.Note
	return p, nil
}

// readTimes reads mtbf:30d/mttr:1h: how long it runs until it fails, and how
// long a repair takes.
func (p *part) readTimes(text string) error {
	var err error
	for _, item := range strings.Split(text, "/") {
		name, value, _ := strings.Cut(strings.TrimSpace(item), ":")
		switch strings.TrimSpace(name) {
		case "mtbf":
			p.mtbf, err = unit.ParseDuration(p.name+" mtbf", value)
		case "mttr":
			p.mttr, err = unit.ParseDuration(p.name+" mttr", value)
		default:
			err = &unit.Error{Argument: p.name, Text: text, Problem: "is not two mean times", Cure: "write mtbf:30d/mttr:1h"}
		}
		if err != nil {
			return err
		}
	}
	if p.mtbf.Number().Sign() == 0 || !strings.Contains(text, "mttr") {
		return &unit.Error{Argument: p.name, Text: text, Problem: "needs a time between failures and one to repair", Cure: "write mtbf:30d/mttr:1h"}
	}
	p.times = true
	total := new(big.Rat).Add(p.mtbf.Number(), p.mttr.Number())
	p.value = total.Quo(p.mtbf.Number(), total)
	return nil
}
