// Package bloom sizes Bloom filters: how many bits and hashes a number of items
// needs for a share of false positives, and what share a given filter has.
//
// A Bloom filter answers "surely not" or "perhaps". For n items in m bits with k
// hashes, a false "perhaps" comes with probability about (1 − e^(−kn/m))^k, which
// is least for k = m/n × ln 2; a share p then takes m = −n × ln p ÷ (ln 2)².
//
//	sheet, err := bloom.Calculator().Forms[bloom.Size].Solve(
//		map[string]string{"items": "40M", "false-positive": "1e-6"})
//
// Source: Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors"
// (1970); Broder and Mitzenmacher, "Network Applications of Bloom Filters: A
// Survey" (2004).
package bloom

import (
	"math"
	"math/big"

	"netsplit/calc"
	"netsplit/calc/noun"
	"netsplit/calc/unit"
)

// The order of the forms.
const (
	Size = iota
	Share
)

// Calculator returns the calculator of Bloom filters.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "bloom", Title: "Bloom filter", Summary: "bits and hashes for a share of false positives",
		Forms: []calc.Form{
			calc.NewForm("the size", sizeFields(), size),
			calc.NewForm("the false positives", shareFields(), share),
		},
	}
}

func itemsField() calc.Field {
	return calc.Field{Name: "items", Label: "items", Default: "40M", Help: "how many are put in: 40M"}
}

func sizeFields() []calc.Field {
	return []calc.Field{itemsField(),
		{Name: "false-positive", Label: "false-positive", Default: "1e-6", Help: "share of others that look as if they were in: 1%, 1e-6"}}
}

func shareFields() []calc.Field {
	return []calc.Field{itemsField(),
		{Name: "size", Label: "size", Default: "144MB", Help: "of the filter: 144MB, 10Mbit"},
		{Name: "hashes", Label: "hashes", Help: "how many: 7; empty for the best number"}}
}

const mostItems = 1_000_000_000_000_000

// filter is a Bloom filter with what it holds.
type filter struct{ items, bits, hashes float64 }

// falsePositives is the share of items not put in that look as if they were.
func (f filter) falsePositives() float64 {
	// 1 − e^(−x) by Expm1, which stays right when the filter is nearly empty.
	return math.Pow(-math.Expm1(-f.hashes*f.items/f.bits), f.hashes)
}

// best is the number of hashes with the fewest false positives.
func best(items, bits float64) float64 { return max(1, math.Round(bits/items*math.Ln2)) }

// bitsFor is the number of bits that a share of false positives takes.
func bitsFor(items, p float64) float64 {
	return math.Ceil(-items * math.Log(p) / (math.Ln2 * math.Ln2))
}

func size(values map[string]string) (calc.Worksheet, error) {
	items, err := unit.ParseWhole("items", values["items"], 1, mostItems)
	if err != nil {
		return calc.Worksheet{}, err
	}
	p, err := unit.ParseShare("false-positive", values["false-positive"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	if p.Number().Sign() == 0 || p.Complement().Number().Sign() == 0 {
		return calc.Worksheet{}, &unit.Error{Argument: "false-positive", Text: values["false-positive"],
			Problem: "must be more than 0 and less than 100%", Cure: "write one such as 1% or 1e-6"}
	}
	n, share := float64(items), p.Float64()
	f := filter{n, bitsFor(n, share), 0}
	f.hashes = best(n, f.bits)
	w := calc.Worksheet{Command: "bloom", Title: "A Bloom filter for " + noun.Of(whole(n).String(), "item"),
		Shell: "netsplit calc bloom --items " + calc.Quote(values["items"]) + " --false-positive " + calc.Quote(values["false-positive"])}
	w.Input("items", "items", whole(n), values["items"])
	w.Input("false_positive_ratio", "false-positive", p, values["false-positive"])
	w.Step("bits", whole(f.bits), "−{} × ln({}) ÷ ln(2)^2, rounded up", whole(n), p)
	w.Step("an item", unit.CountFloat(f.bits/n), "{} ÷ {}", whole(f.bits), whole(n))
	f.answer(&w)
	tenth, more := share/10, n*2
	w.Compare(bytes(f.bits),
		calc.Change{Input: "items", Words: "twice as many, " + whole(more).String(), To: bytes(bitsFor(more, share))},
		calc.Change{Input: "false-positive", Words: "a tenth of it, " + unit.RatioFloat(tenth).String(), To: bytes(bitsFor(n, tenth))})
	full := f
	full.items *= 2
	w.Threshold("items", "twice as many put into this filter bring "+unit.RatioFloat(full.falsePositives()).String()+" false positives: it cannot grow, only be rebuilt")
	return w, nil
}

func share(values map[string]string) (calc.Worksheet, error) {
	items, err := unit.ParseWhole("items", values["items"], 1, mostItems)
	if err != nil {
		return calc.Worksheet{}, err
	}
	size, err := unit.ParseBytes("size", values["size"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	bits := new(big.Rat).Mul(size.Number(), big.NewRat(8, 1))
	if bits.Cmp(big.NewRat(1, 1)) < 0 {
		return calc.Worksheet{}, &unit.Error{Argument: "size", Text: values["size"], Problem: "is less than a bit", Cure: "write one such as 144MB"}
	}
	m, _ := bits.Float64()
	f := filter{float64(items), math.Floor(m), 0}
	f.hashes = min(best(f.items, f.bits), mostHashes)
	w := calc.Worksheet{Command: "bloom", Title: "False positives of " + size.String() + " with " + noun.Of(whole(f.items).String(), "item"),
		Shell: "netsplit calc bloom --items " + calc.Quote(values["items"]) + " --size " + calc.Quote(values["size"])}
	w.Input("items", "items", whole(f.items), values["items"])
	w.Input("size_bytes", "size", size, values["size"])
	if values["hashes"] != "" {
		k, err := unit.ParseWhole("hashes", values["hashes"], 1, mostHashes)
		if err != nil {
			return calc.Worksheet{}, err
		}
		f.hashes = float64(k)
		w.Shell += " --hashes " + calc.Quote(values["hashes"])
		w.Input("hashes", "hashes", whole(f.hashes), values["hashes"])
	}
	w.Step("bits", whole(f.bits), "{} × 8", unit.Bytes(size.Number()))
	f.answer(&w)
	half, other := f, f
	half.bits /= 2
	if values["hashes"] == "" {
		half.hashes = min(best(half.items, half.bits), mostHashes)
	}
	other.hashes++
	w.Compare(unit.RatioFloat(f.falsePositives()),
		calc.Change{Input: "size", Words: "half of it", To: unit.RatioFloat(half.falsePositives())},
		calc.Change{Input: "hashes", Words: "one more, " + whole(other.hashes).String(), To: unit.RatioFloat(other.falsePositives())})
	if len(w.Matters) == 0 {
		w.Threshold("size", "the share is too small for a number here, or no bit is free")
	}
	return w, nil
}

const mostHashes = 1000

// answer adds what both forms give.
func (f filter) answer(w *calc.Worksheet) {
	p := unit.RatioFloat(f.falsePositives())
	w.Step("best hashes", unit.CountFloat(f.bits/f.items*math.Ln2), "{} ÷ {} × ln(2)", whole(f.bits), whole(f.items))
	w.Step("false positives", p, "(100% − e^(−{} × {} ÷ {})) ^ {}", whole(f.hashes), whole(f.items), whole(f.bits), whole(f.hashes))
	w.Answer("bits", "bits", whole(f.bits))
	w.Answer("bytes", "size", bytes(f.bits))
	w.Answer("hashes", "hashes", whole(f.hashes))
	w.Answer("false_positive_ratio", "false positives", p)
	w.Assume("hashes", "independent", "and even; a whole number of them, so the share differs a little from the one asked for")
	w.Assume("filter", "full", "all items are in; before that there are fewer false positives. Nothing can be taken out again")
}

func whole(f float64) unit.Count { return unit.CountFloat(f) }

// bytes is the size of a filter, in whole bytes.
func bytes(bits float64) unit.Measure { return unit.Bytes(unit.FromFloat(math.Ceil(bits / 8))) }
