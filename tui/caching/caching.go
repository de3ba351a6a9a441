// Package caching answers how often a cache hits: it sends requests through
// eviction policies, drawn from a Zipf law or read from a trace, and sets Che's
// approximation beside LRU.
//
//	sheet, err := caching.Calculator().Forms[0].Solve(
//		map[string]string{"policy": "lru,arc", "capacity": "1k", "zipf": "0.9", "items": "100k"})
//
// A trace is read by who has the file; Sheet makes the worksheet of what the
// replay found.
package caching

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/engine/replay"
)

// Calculator returns the calculator of hit ratios under a Zipf law.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "cache", Title: "Cache", Summary: "how often a cache hits, by policy and capacity",
		Example: calc.ShellShowing("cache", fields(), calc.Form{Fields: fields()}.Values(), 4),
		Forms:   []calc.Form{calc.NewForm("keys by popularity", fields(), solve)},
	}
}

func fields() []calc.Field {
	return []calc.Field{
		{Name: "policy", Label: "policies", Default: "lru", Help: "with commas: " + strings.Join(replay.Names(), ", ")},
		{Name: "capacity", Label: "capacities", Default: "1k", Help: "objects that the cache holds; several with commas"},
		{Name: "zipf", Label: "skew", Default: "0.9", Help: "key i is asked for in proportion to 1/i^skew; 0 is uniform"},
		{Name: "items", Label: "keys", Default: "100k", Help: "how many there are: 100k"},
		{Name: "requests", Label: "requests", Default: "200k", Help: "how many are counted: 200k"},
		{Name: "seed", Label: "seed", Default: "1", Help: "another draws other requests from the same law"},
	}
}

// Bounds of the law.
const (
	mostRequests = 100_000_000
	mostWarmUp   = 5_000_000
	mostSkew     = 10
)

// law is a question about a Zipf law.
type law struct {
	policies   []string
	capacities []int64
	skew       float64
	items      int64
	requests   int64
	seed       int64
}

func readLaw(values map[string]string) (l law, err error) {
	if l.policies, err = Policies(values["policy"]); err != nil {
		return l, err
	}
	if l.capacities, err = Capacities(values["capacity"], false); err != nil {
		return l, err
	}
	skew, err := unit.ParseCount("zipf", values["zipf"])
	if err != nil {
		return l, err
	}
	if l.skew, _ = skew.Number().Float64(); l.skew > mostSkew {
		return l, &unit.Error{Argument: "zipf", Text: values["zipf"], Problem: "is too skewed", Cure: "give from 0 to 10; web traces have 0.6 to 1.1"}
	}
	if l.items, err = unit.ParseWhole("items", values["items"], 1, replay.MostItems); err != nil {
		return l, err
	}
	if l.requests, err = unit.ParseWhole("requests", values["requests"], 1, mostRequests); err != nil {
		return l, err
	}
	l.seed, err = unit.ParseWhole("seed", values["seed"], 1, 1<<53)
	return l, err
}

// Policies reads names with commas.
func Policies(text string) ([]string, error) {
	var list []string
	for _, item := range strings.Split(text, ",") {
		name := strings.ToLower(strings.TrimSpace(item))
		known := false
		for _, n := range replay.Names() {
			known = known || n == name
		}
		if !known {
			cure := "use " + strings.Join(replay.Names(), ", ")
			if near, ok := unit.Nearest(name, replay.Names()); ok {
				cure = "did you mean " + near + "?"
			}
			return nil, &unit.Error{Argument: "policy", Text: item, Problem: "is not a policy known here", Cure: cure}
		}
		for _, n := range list {
			if n == name {
				return nil, &unit.Error{Argument: "policy", Text: item, Problem: "is there twice", Cure: "give each once"}
			}
		}
		list = append(list, name)
	}
	return list, nil
}

// Capacities reads numbers of objects, or of bytes, with commas.
func Capacities(text string, bytes bool) ([]int64, error) {
	var list []int64
	for _, item := range strings.Split(text, ",") {
		if bytes {
			m, err := unit.ParseBytes("capacity", item)
			if err != nil {
				n, plain := unit.ParseWhole("capacity", item, 1, math.MaxInt64)
				if plain != nil {
					return nil, err
				}
				list = append(list, n)
				continue
			}
			n := new(big.Int).Quo(m.Number().Num(), m.Number().Denom())
			if !n.IsInt64() || n.Int64() < 1 {
				return nil, &unit.Error{Argument: "capacity", Text: item, Problem: "is no size of a cache", Cure: "give at least 1B"}
			}
			list = append(list, n.Int64())
			continue
		}
		n, err := unit.ParseWhole("capacity", item, 1, 1<<31)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	if len(list) > replay.MostRuns {
		return nil, &unit.Error{Argument: "capacity", Problem: "has too many values", Cure: "give at most " + strconv.Itoa(replay.MostRuns)}
	}
	return list, nil
}

func solve(values map[string]string) (calc.Worksheet, error) {
	l, err := readLaw(values)
	if err != nil {
		return calc.Worksheet{}, err
	}
	return l.solve(values, nil)
}

// Telling is the calculator's form, which says now and then how many of how many
// requests are done. Of Belady, which goes through them all again, it says so.
func Telling(told func(done, of int64, belady bool)) calc.Form {
	return calc.NewForm("keys by popularity", fields(), func(values map[string]string) (calc.Worksheet, error) {
		l, err := readLaw(values)
		if err != nil {
			return calc.Worksheet{}, err
		}
		return l.solve(values, told)
	})
}

const tellEvery = 1 << 14

func (l law) solve(values map[string]string, told func(done, of int64, belady bool)) (calc.Worksheet, error) {
	r, err := replay.New(l.policies, l.capacities, false)
	if err != nil {
		return calc.Worksheet{}, &unit.Error{Argument: "policy", Problem: "can't be replayed: " + err.Error()}
	}
	z := replay.NewZipf(l.skew, int(l.items))
	warm := l.warmUp(z)
	random := rand.New(rand.NewPCG(uint64(l.seed), 0))
	for i := range warm + l.requests {
		r.WarmUp(i < warm)
		if told != nil && i%tellEvery == 0 {
			told(i, warm+l.requests, false)
		}
		if err := r.Request(replay.Request{Key: z.Draw(random), Size: -1}); err != nil {
			return calc.Worksheet{}, &unit.Error{Argument: "requests", Text: values["requests"], Problem: "are too many: " + err.Error()}
		}
	}
	if err := r.Finish(func(done, of int64) bool {
		if told != nil {
			told(done, of, true)
		}
		return true
	}); err != nil {
		return calc.Worksheet{}, err
	}
	w := Sheet(Question{Title: "Cache of keys by a Zipf law", Shell: calc.ShellShowing("cache", fields(), values, 4)}, r.Runs())
	w.Inputs = nil
	w.Input("policy", "policies", unit.Word(strings.Join(l.policies, ",")), values["policy"])
	w.Input("capacity", "capacities", unit.Word(values["capacity"]), values["capacity"])
	w.Input("zipf", "skew", unit.CountFloat(l.skew), values["zipf"])
	w.Input("items", "keys", count(l.items), values["items"])
	w.Input("requests", "requests", count(l.requests), values["requests"])
	w.Input("seed", "seed", count(l.seed), values["seed"])
	w.Assume("law", "independent", "each is drawn from the same law, whatever came before")
	w.Assume("warm-up", number(warm)+" requests", "fill the caches first and are not counted: three times as long as LRU keeps a key that nobody asks for")
	l.compareWithChe(&w, z, r.Runs())
	l.matters(&w, z, r.Runs()[0])
	return w, nil
}

// warmUp is how many requests fill the largest cache.
func (l law) warmUp(z *replay.Zipf) int64 {
	longest := 0.0
	for _, c := range l.capacities {
		if _, t := z.Che(min(c, l.items-1)); t > longest {
			longest = t
		}
	}
	return int64(min(3*longest, mostWarmUp))
}

// compareWithChe sets the approximation beside each LRU cache.
func (l law) compareWithChe(w *calc.Worksheet, z *replay.Zipf, runs []replay.Run) {
	table := calc.Table{Key: "che", RowKey: "capacity", Title: "LRU beside Che's approximation", Corner: "capacity", Columns: []calc.Column{
		{Key: "hit_ratio", Label: "Che"}, {Key: "simulated_hit_ratio", Label: "simulated"}, {Key: "difference_ratio", Label: "difference"}}}
	for _, run := range runs {
		if run.Policy != "lru" {
			continue
		}
		ratio, t := z.Che(run.Capacity)
		difference := run.HitRatio() - ratio
		if run.Capacity < l.items {
			w.Step("LRU keeps a key for, in requests", unit.CountFloat(t), "T where Σ (1 − exp(−p·T)) = {}", count(run.Capacity))
		}
		w.Step("hit ratio by Che", unit.RatioFloat(ratio), "Σ p·(1 − exp(−p·T))")
		table.Rows = append(table.Rows, calc.Row{Key: strconv.FormatInt(run.Capacity, 10), Label: number(run.Capacity),
			Cells: []unit.Quantity{unit.RatioFloat(ratio), unit.RatioFloat(run.HitRatio()), unit.RatioFloat(difference)}})
		if len(l.capacities) == 1 {
			w.Answer("simulated.hit_ratio", "", unit.RatioFloat(run.HitRatio()))
			w.Answer("difference_ratio", "", unit.RatioFloat(difference))
		}
	}
	if len(table.Rows) > 0 {
		w.Assume("Che", "approximation", "every key stays for the same time T after its last use (Che, Tung and Wang, 2002)")
		w.Tables = append(w.Tables, table)
	}
}

func count(n int64) unit.Count { return unit.CountOf(big.NewRat(n, 1)) }

func number(n int64) string { return count(n).String() }
