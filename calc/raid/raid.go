// Package raid answers how much of several disks is left to use, and how many
// may fail, at each level of RAID.
//
//	sheet, err := raid.Calculator().Forms[0].Solve(
//		map[string]string{"level": "6", "disks": "6", "size": "4TB"})
//
// Source: Patterson, Gibson and Katz, "A Case for Redundant Arrays of
// Inexpensive Disks" (1988); levels 6 and 10 as in the SNIA Common RAID Disk Data
// Format.
package raid

import (
	"math/big"
	"strconv"
	"strings"

	"netsplit/calc"
	"netsplit/calc/noun"
	"netsplit/calc/unit"
)

// Calculator returns the calculator of RAID levels.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "raid", Title: "RAID", Summary: "what several disks hold, and how many may fail",
		Forms: []calc.Form{calc.NewForm("disks", fields(), solve)},
	}
}

func fields() []calc.Field {
	return []calc.Field{
		{Name: "level", Label: "level", Default: "5", Help: "0, 1, 5, 6 or 10; several with commas"},
		{Name: "disks", Label: "disks", Default: "6", Help: "how many, all alike: 6"},
		{Name: "size", Label: "size", Default: "4TB", Help: "of one disk: 4TB"},
	}
}

// Level is a way to spread data over disks.
type Level struct {
	Name    string
	Minimum int64
	What    string
	even    bool
	// kept is how many disks' worth of data n disks hold.
	kept func(n int64) *big.Rat
	// sure is how many may fail whichever they are, best how many with luck.
	sure, best func(n int64) int64
}

// Levels returns the levels in common use.
func Levels() []Level {
	fixed := func(k int64) func(int64) int64 { return func(int64) int64 { return k } }
	less := func(k int64) func(int64) *big.Rat { return func(n int64) *big.Rat { return big.NewRat(n-k, 1) } }
	return []Level{
		{"0", 2, "striped, nothing twice", false, less(0), fixed(0), fixed(0)},
		{"1", 2, "every disk a copy of all", false, func(int64) *big.Rat { return big.NewRat(1, 1) },
			func(n int64) int64 { return n - 1 }, func(n int64) int64 { return n - 1 }},
		{"5", 3, "striped, one disk's worth of parity", false, less(1), fixed(1), fixed(1)},
		{"6", 4, "striped, two disks' worth of parity", false, less(2), fixed(2), fixed(2)},
		{"10", 4, "striped over pairs of copies", true, func(n int64) *big.Rat { return big.NewRat(n, 2) },
			fixed(1), func(n int64) int64 { return n / 2 }},
	}
}

const mostDisks = 1000

// array is a level with its disks.
type array struct {
	Level
	disks int64
	size  unit.Measure
}

// wrong says what the level does not allow about the number of disks.
func (a array) wrong() (problem, cure string) {
	switch {
	case a.disks < a.Minimum:
		return "are too few for RAID " + a.Name, "give at least " + strconv.FormatInt(a.Minimum, 10)
	case a.even && a.disks%2 == 1:
		return "do not make pairs, as RAID 10 needs", "give an even number, such as " + strconv.FormatInt(a.disks+1, 10)
	}
	return "", ""
}

func (a array) usable() unit.Measure {
	return unit.Bytes(new(big.Rat).Mul(a.kept(a.disks), a.size.Number()))
}

func solve(values map[string]string) (calc.Worksheet, error) {
	levels, err := parseLevels(values["level"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	disks, err := unit.ParseWhole("disks", values["disks"], 1, mostDisks)
	if err != nil {
		return calc.Worksheet{}, err
	}
	size, err := unit.ParseBytes("size", values["size"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	a := array{levels[0], disks, size}
	if problem, cure := a.wrong(); problem != "" && len(levels) == 1 {
		return calc.Worksheet{}, &unit.Error{Argument: "disks", Text: values["disks"], Problem: problem, Cure: cure}
	}
	var names []string
	for _, l := range levels {
		names = append(names, l.Name)
	}
	w := calc.Worksheet{Command: "raid", Title: "RAID " + strings.Join(names, ", ") + " of " + noun.Count(int(disks), "disk") + " of " + size.String(),
		Shell: "netsplit calc raid --level " + calc.Quote(strings.Join(names, ",")) + " --disks " + calc.Quote(values["disks"]) + " --size " + calc.Quote(values["size"])}
	w.Input("level", "level", unit.Word(strings.Join(names, ",")), values["level"])
	w.Input("disks", "disks", count(disks), values["disks"])
	w.Input("size_bytes", "size", size, values["size"])
	w.Step("bought", unit.Bytes(new(big.Rat).Mul(big.NewRat(disks, 1), size.Number())), "{} × {}", count(disks), size)
	table := compare(levels, disks, size)
	if len(levels) > 1 {
		for _, l := range levels {
			if b := (array{l, disks, size}); fits(b) {
				w.Step("RAID "+l.Name, b.usable(), "{} × {}", unit.CountOf(b.kept(disks)), size)
			}
		}
		table.Key = "levels"
		w.Answer("disks", "", count(disks))
	} else {
		a.answer(&w)
		table = compare(Levels(), disks, size)
		mark(table, a.Name)
	}
	w.Tables = []calc.Table{table}
	w.Assume("disks", "all alike", "the smallest decides: of a larger one the rest stays empty")
	w.Assume("fail", "at the same time", "or before a failed one is replaced and filled again")
	w.Assume("a RAID", "is no backup", "what is deleted or overwritten is so on every disk")
	matters(&w, a, fits(a))
	return w, nil
}

func fits(a array) bool {
	problem, _ := a.wrong()
	return problem == ""
}

//
//go:noinline
func count(n int64) unit.Count { return unit.CountOf(big.NewRat(n, 1)) }

func parseLevels(text string) ([]Level, error) {
	var list []Level
	var names []string
	for _, l := range Levels() {
		names = append(names, l.Name)
	}
	for _, item := range strings.Split(text, ",") {
		item = strings.ToLower(strings.TrimSpace(item))
		if number, named := strings.CutPrefix(item, "raid"); named {
			item = strings.TrimSpace(strings.TrimPrefix(number, "-"))
		}
		found := false
		for _, l := range Levels() {
			if l.Name == item || l.Name == "10" && item == "1+0" {
				list, found = append(list, l), true
			}
		}
		if !found {
			return nil, &unit.Error{Argument: "level", Text: item, Problem: "is not a RAID level known here", Cure: "use " + strings.Join(names, ", ")}
		}
		if len(list) > len(names) {
			return nil, &unit.Error{Argument: "level", Problem: "has too many levels", Cure: "give each once"}
		}
	}
	return list, nil
}

func (a array) answer(w *calc.Worksheet) {
	usable := a.usable()
	w.Step("usable", usable, "{} × {}", unit.CountOf(a.kept(a.disks)), a.size)
	share := unit.RatioOf(new(big.Rat).Quo(a.kept(a.disks), big.NewRat(a.disks, 1)))
	w.Step("of what was bought", share, "{} ÷ {}", unit.CountOf(a.kept(a.disks)), count(a.disks))
	w.Answer("usable_bytes", "usable", usable)
	w.Answer("usable_ratio", "of what was bought", share)
	w.Answer("tolerates_guaranteed", "may fail, any", count(a.sure(a.disks)))
	w.Answer("tolerates_best", "may fail, at best", count(a.best(a.disks)))
	w.Answer("minimum_disks", "least disks", count(a.Minimum))
	lost := a.lostSector()
	if bytes, ok := a.readAlone(); ok && bytes > 0 {
		w.Step("a sector lost", lost, "100% − (1 − 10^−15) ^ (8 × {} read)", unit.Bytes(unit.FromFloat(bytes)))
	}
	w.Answer("rebuild_loss_ratio", "a sector lost, filling one", lost)
	w.Assume("unreadable", "1 in 10^15 bits", "as makers of drives for servers state; without a copy or parity left, that sector is lost")
}

// compare sets levels side by side.
func compare(levels []Level, disks int64, size unit.Measure) calc.Table {
	t := calc.Table{RowKey: "level", Title: "Levels with " + strconv.FormatInt(disks, 10) + " disks", Corner: "level", Columns: []calc.Column{
		{Key: "usable_bytes", Label: "usable"}, {Key: "tolerates_guaranteed", Label: "may fail, any"}, {Key: "tolerates_best", Label: "at best"},
		{Key: "minimum_disks", Label: "least disks"}, {Key: "what", Label: "how"}}}
	for _, l := range levels {
		a := array{l, disks, size}
		cells := []unit.Quantity{a.usable(), count(a.sure(disks)), count(a.best(disks)), count(l.Minimum), unit.Word(l.What)}
		if problem, _ := a.wrong(); problem != "" {
			for i, suffix := range []string{"bytes", "", ""} {
				cells[i] = unit.Absent{Suffix: suffix, Text: "-", Reason: strconv.FormatInt(disks, 10) + " disks " + problem}
			}
		}
		t.Rows = append(t.Rows, calc.Row{Key: l.Name, Label: l.Name, Cells: cells})
	}
	return t
}

func mark(t calc.Table, level string) {
	for i := range t.Rows {
		t.Rows[i].Mark = t.Rows[i].Key == level
	}
}

// matters compares another disk and another level, and says how long a disk
// takes to fill again.
func matters(w *calc.Worksheet, a array, fits bool) {
	if fits {
		more := a
		more.disks++
		if a.even {
			more.disks++
		}
		changes := []calc.Change{{Input: "disks", Words: "to " + strconv.FormatInt(more.disks, 10) + ", usable", To: more.usable()}}
		for _, l := range Levels() {
			if other := (array{l, a.disks, a.size}); l.Name != a.Name && l.sure(a.disks) > 0 {
				if problem, _ := other.wrong(); problem == "" {
					changes = append(changes, calc.Change{Input: "level", Words: "RAID " + l.Name + " instead, usable", To: other.usable()})
				}
			}
		}
		w.Compare(a.usable(), changes...)
	}
	fill := unit.Seconds(new(big.Rat).Quo(a.size.Number(), big.NewRat(150_000_000, 1)))
	if fits {
		a.thresholds(w)
	}
	w.Threshold("size", "filling a replaced disk takes "+fill.String()+" at 150 MB/s: so long another failure counts as at the same time")
}
