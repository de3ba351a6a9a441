package queueing

import (
	"math"
	"math/big"

	"netsplit/calc"
	"netsplit/calc/noun"
	"netsplit/calc/unit"
)

// Tail returns the calculator of fan-out: how often a request is slow that
// waits for all of many answers.
func Tail() calc.Calculator {
	return calc.Calculator{
		Name: "tail", Title: "Tail", Summary: "how often a request is slow that needs many answers",
		Forms: []calc.Form{calc.NewForm("a fan-out", tailFields(), tail)},
	}
}

func tailFields() []calc.Field {
	return []calc.Field{
		{Name: "fanout", Label: "fanout", Default: "100", Help: "how many answers one request waits for: 100"},
		{Name: "slow", Label: "slow", Default: "1%", Help: "share of answers that is slow: 1% is what lies beyond the 99th percentile"},
	}
}

const mostFanout = 1_000_000_000

// tail computes 1 − (1 − slow)^fanout. Errors are *unit.Error.
func tail(values map[string]string) (calc.Worksheet, error) {
	fanout, err := unit.ParseWhole("fanout", values["fanout"], 1, mostFanout)
	if err != nil {
		return calc.Worksheet{}, err
	}
	slow, err := unit.ParseShare("slow", values["slow"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	count := unit.CountOf(big.NewRat(fanout, 1))
	w := calc.Worksheet{Command: "tail", Title: "A request that waits for " + noun.Of(count.String(), "answer") + ", " + slow.String() + " of them slow",
		Shell: "netsplit calc tail --fanout " + calc.Quote(values["fanout"]) + " --slow " + calc.Quote(values["slow"])}
	w.Input("fanout", "fanout", count, values["fanout"])
	w.Input("slow_ratio", "slow", slow, values["slow"])
	all := anySlow(slow.Float64(), float64(fanout))
	w.Step("one fast", slow.Complement(), "100% − {}", slow)
	w.Step("all fast", unit.RatioFloat(1-all), "{} ^ {}", slow.Complement(), count)
	w.Step("slow", unit.RatioFloat(all), "100% − {}", unit.RatioFloat(1-all))
	w.Answer("slow_ratio", "slow requests", unit.RatioFloat(all))
	need := unit.RatioFloat(eachSlow(slow.Float64(), float64(fanout)))
	w.Step("for "+slow.String(), need, "100% − (100% − {}) ^ (1 ÷ {})", slow, count)
	w.Answer("needed_slow_ratio", "each may be slow", need)
	w.Assume("answers", "independent", "slowness that all share at once, such as a full network, makes fewer requests slow, but all parts of them")
	w.Assume("request", "waits for all", "without hedging: a second copy of a slow answer's request, sent late, squares the share")
	w.Assume("each may be", "so slow", "that no more than "+slow.String()+" of requests are: what every server has to hold")
	hedged := slow.Float64() * slow.Float64()
	w.Compare(unit.RatioFloat(all),
		calc.Change{Input: "slow", Words: "a second try for slow answers, " + unit.RatioFloat(hedged).String() + " slow",
			To: unit.RatioFloat(anySlow(hedged, float64(fanout)))},
		calc.Change{Input: "slow", Words: "half as many, " + unit.RatioFloat(slow.Float64()/2).String(), To: unit.RatioFloat(anySlow(slow.Float64()/2, float64(fanout)))},
		calc.Change{Input: "fanout", Words: "half of it", To: unit.RatioFloat(anySlow(slow.Float64(), float64(fanout)/2))})
	if half := math.Floor(math.Log(0.5)/math.Log1p(-slow.Float64())) + 1; slow.Float64() > 0 && half < mostFanout && half > 1 {
		w.Threshold("fanout", "from "+unit.CountFloat(half).String()+" answers on, more than half of all requests are slow")
	}
	if len(w.Matters) == 0 {
		w.Threshold("slow", "without slow answers there is no slow request")
	}
	return w, nil
}

// anySlow is the probability that one or more of n are slow, right also for very
// small shares: 1 − (1 − p)^n.
func anySlow(p, n float64) float64 { return -math.Expm1(n * math.Log1p(-p)) }

// eachSlow is the share that makes anySlow of n equal p.
func eachSlow(p, n float64) float64 { return -math.Expm1(math.Log1p(-p) / n) }
