// Package queueing answers the three questions of waiting: how many are inside
// (Little's law), how long one waits for a free server (Erlang C), and how
// often a request is slow that needs many answers (the tail of a fan-out).
//
//	sheet, err := queueing.Little().Forms[queueing.InSystem].Solve(
//		map[string]string{"rate": "10k/s", "time": "50ms"})   // 500 inside
//	sheet, err = queueing.Queue().Forms[0].Solve(
//		map[string]string{"arrivals": "100/30m", "service": "3m", "servers": "14"})
//	sheet, err = queueing.Tail().Forms[0].Solve(
//		map[string]string{"fanout": "100", "slow": "1%"})     // 63.4 %
//
// Sources: Little, "A Proof for the Queuing Formula L = lambda W" (1961); Erlang, 1917,
// in the stable form of the recursion for the loss probability (Cooper,
// Introduction to Queueing Theory, 1981); Dean and Barroso, "The Tail at Scale"
// (2013).
package queueing

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// The order of Little's forms.
const (
	InSystem = iota
	Rate
	Time
)

// Little returns the calculator of Little's law: any of number, rate and time
// from the other two.
func Little() calc.Calculator {
	rate := calc.Field{Name: "rate", Label: "rate", Default: "10k/s", Help: "how many come, which is how many leave: 10k/s"}
	time := calc.Field{Name: "time", Label: "time", Default: "50ms", Help: "how long one stays: 50ms"}
	count := calc.Field{Name: "count", Label: "count", Default: "500", Help: "how many are inside on average: 500"}
	return calc.Calculator{
		Name: "little", Title: "Little's law", Summary: "how many are inside, from the rate and the time of each",
		Forms: []calc.Form{
			calc.NewForm("how many are inside", []calc.Field{rate, time}, littleSolver([]calc.Field{rate, time})),
			calc.NewForm("the rate", []calc.Field{count, time}, littleSolver([]calc.Field{count, time})),
			calc.NewForm("the time of each", []calc.Field{count, rate}, littleSolver([]calc.Field{count, rate})),
		},
	}
}

func littleSolver(fields []calc.Field) func(map[string]string) (calc.Worksheet, error) {
	return func(values map[string]string) (calc.Worksheet, error) { return little(fields, values) }
}

// little computes what is missing of L = rate × time.
func little(fields []calc.Field, values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "little", Title: "Little's law", Shell: "netsplit calc little"}
	calendar := unit.RoundCalendar()
	var rate, time, count *big.Rat
	for _, f := range fields {
		text := values[f.Name]
		w.Shell += " --" + f.Name + " " + calc.Quote(text)
		switch f.Name {
		case "rate":
			r, err := unit.ParseRate("rate", text, calendar)
			if err != nil {
				return w, err
			}
			rate = r.Number()
			w.Input("rate_per_second", "rate", r, text)
		case "time":
			d, err := unit.ParseSpan("time", text, calendar)
			if err != nil {
				return w, err
			}
			time = d.Number()
			w.Input("time_seconds", "time", d, text)
		case "count":
			c, err := unit.ParseCount("count", text)
			if err != nil {
				return w, err
			}
			count = c.Number()
			w.Input("count", "count", c, text)
		}
	}
	var err error
	asked := "count"
	switch {
	case count == nil:
		count = new(big.Rat).Mul(rate, time)
		w.Step("inside", unit.CountOf(count), "{} × {}", unit.PerSecond(rate), unit.Seconds(time))
	case rate == nil:
		asked = "rate"
		if rate, err = over(count, time, "time", values); err != nil {
			return w, err
		}
		w.Step("rate", unit.PerSecond(rate), "{} ÷ {}", unit.CountOf(count), unit.Seconds(time))
	default:
		asked = "time"
		if time, err = over(count, rate, "rate", values); err != nil {
			return w, err
		}
		w.Step("time", unit.Seconds(time), "{} ÷ {}", unit.CountOf(count), unit.PerSecond(rate))
	}
	w.Answer("in_system", "inside", unit.CountOf(count))
	w.Answer("rate_per_second", "rate", unit.PerSecond(rate))
	w.Answer("time_seconds", "time", unit.Seconds(time))
	w.Assume("averages", "over a long time", "it holds for any arrivals, any order and any distribution, as long as what comes also leaves")
	w.Assume("inside", "waiting and served", "a rate of successes only, or a time without waiting, gives the number of those only")
	littleMatters(&w, asked, count, rate, time)
	return w, nil
}

func over(a, b *big.Rat, argument string, values map[string]string) (*big.Rat, error) {
	if b.Sign() == 0 {
		return nil, &unit.Error{Argument: argument, Text: values[argument], Problem: "is zero, and nothing can be divided by it", Cure: "give more than zero"}
	}
	return new(big.Rat).Quo(a, b), nil
}

// littleMatters says what becomes of what was asked for.
func littleMatters(w *calc.Worksheet, asked string, count, rate, time *big.Rat) {
	two, half := big.NewRat(2, 1), big.NewRat(1, 2)
	quicker, longer := unit.PerSecond(exact.Mul(rate, two)).String(), unit.Seconds(exact.Mul(time, two)).String()
	inside := unit.CountOf(count)
	switch asked {
	case "rate":
		w.Compare(unit.PerSecond(rate),
			calc.Change{Input: "count", Words: "twice as many inside, rate", To: unit.PerSecond(exact.Mul(rate, two))},
			calc.Change{Input: "time", Words: "a pause that doubles the time, " + longer + ", rate", To: unit.PerSecond(exact.Mul(rate, half))})
	case "time":
		w.Compare(unit.Seconds(time),
			calc.Change{Input: "count", Words: "twice as many inside, time", To: unit.Seconds(exact.Mul(time, two))},
			calc.Change{Input: "rate", Words: "twice the rate, " + quicker + ", time", To: unit.Seconds(exact.Mul(time, half))})
	default:
		twice := unit.CountOf(exact.Mul(count, two))
		w.Compare(inside,
			calc.Change{Input: "rate", Words: "twice the rate, " + quicker + ", inside", To: twice},
			calc.Change{Input: "time", Words: "a pause that doubles the time, " + longer + ", inside", To: twice})
	}
	w.Threshold("inside", "a pool of fewer than "+inside.String()+" connections, threads or slots lets a queue grow before it")
}
