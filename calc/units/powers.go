package units

import (
	"math/big"
	"strconv"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Powers returns the calculator of the table of powers of two.
func Powers() calc.Calculator {
	return calc.Calculator{
		Name: "powers", Title: "Powers", Summary: "what 2^10 to 2^64 are, in thousands and in bytes",
		Forms: []calc.Form{calc.NewForm("powers of two", powerFields(), Table)},
	}
}

func powerFields() []calc.Field {
	return []calc.Field{{Name: "powers", Label: "powers", Default: "7,8,10,16,20,30,32,40,50,60,64", Help: "with commas: 10,16,20,32"}}
}

const (
	mostPowers   = 32
	largestPower = 1000
)

// Table sets the powers of the field "powers" beside the power of ten each is
// near to.
func Table(values map[string]string) (calc.Worksheet, error) {
	powers, err := parsePowers(values["powers"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	w := calc.Worksheet{Command: "powers", Shell: calc.ShellOf("powers", powerFields(), values, "powers"), Title: "Powers of two"}
	t := calc.Table{Key: "table", RowKey: "expression", Title: "Each power, exactly and nearly", Corner: "power",
		Columns: []calc.Column{{Key: "power"}, {Key: "value", Label: "exactly"}, {Key: "approximately", Label: "about"}, {Key: "bytes_as", Label: "bytes"}}}
	for _, n := range powers {
		value := twoTo(n)
		count := unit.CountOf(value)
		row := calc.Row{Key: "2^" + strconv.Itoa(n), Label: "2^" + strconv.Itoa(n), Cells: []unit.Quantity{
			unit.CountOf(big.NewRat(int64(n), 1)), count, about(n), binary(value)}}
		t.Rows = append(t.Rows, row)
	}
	first, last := powers[0], powers[len(powers)-1]
	w.Input("powers", "powers", unit.Word(tidy(values["powers"])), values["powers"])
	w.Step("last", unit.CountOf(twoTo(last)), "2 multiplied "+strconv.Itoa(last)+" times")
	w.Step("ten more", unit.CountOf(twoTo(10)), "each ten powers multiply by 2^10")
	w.Answer("", "2^"+strconv.Itoa(first), unit.CountOf(twoTo(first)))
	w.Answer("", "2^"+strconv.Itoa(last), unit.CountOf(twoTo(last)))
	w.Tables = []calc.Table{t}
	w.Assume("about", "2^10 ≈ 1000", "each ten powers are three zeros; the error is 2.4% a step, 10% at 2^40")
	w.Compare(unit.CountOf(twoTo(last)),
		calc.Change{Input: "powers", Words: "ten more, 2^" + strconv.Itoa(last+10), To: unit.CountOf(twoTo(last + 10))},
		calc.Change{Input: "powers", Words: "one more, 2^" + strconv.Itoa(last+1), To: unit.CountOf(twoTo(last + 1))})
	return w, nil
}

func parsePowers(text string) ([]int, error) {
	var list []int
	for _, item := range strings.Split(text, ",") {
		item = strings.TrimPrefix(strings.TrimSpace(item), "2^")
		n, err := unit.ParseWhole("powers", item, 0, largestPower)
		if err != nil {
			return nil, err
		}
		if list = append(list, int(n)); len(list) > mostPowers {
			return nil, &unit.Error{Argument: "powers", Problem: "are too many", Cure: "give at most " + strconv.Itoa(mostPowers)}
		}
	}
	return list, nil
}

func twoTo(n int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(n)))
}

// about is the round number in words that a power of two is near to.
func about(n int) unit.Word {
	words := []string{"", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion"}
	if n/10 >= len(words) {
		return unit.Word(unit.CountOf(twoTo(n)).String())
	}
	return unit.Word(strconv.Itoa(1<<(n%10)) + words[n/10])
}

// binary is the power as an amount of memory, in powers of 1024.
func binary(value *big.Rat) unit.Word {
	names := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	v, at := new(big.Rat).Set(value), 0
	for v.Cmp(big.NewRat(1024, 1)) >= 0 && at < len(names)-1 {
		v.Mul(v, big.NewRat(1, 1024))
		at++
	}
	return unit.Word(unit.CountOf(v).String() + " " + names[at])
}

// tidy is an argument without line breaks and runs of spaces.
func tidy(argument string) string { return strings.Join(strings.Fields(argument), " ") }
