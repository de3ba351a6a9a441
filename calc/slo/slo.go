// Package slo answers how much failure a service level objective leaves to
// spend, how fast it is being spent, and at which speeds to raise an alarm.
//
// The error budget is what the objective leaves: (1 − objective) × window. The
// burn rate is how many times faster than evenly it is spent; at a burn rate of
// 1 the budget ends with the window, at 14.4 a 30-day budget lasts two days.
//
//	sheet, err := slo.Solve(map[string]string{"objective": "99.9%", "window": "30d",
//		"spent": "25m", "elapsed": "7d"})
//
// Source: Beyer and others, The Site Reliability Workbook (2018), chapter 5,
// "Alerting on SLOs": burn rates, time to exhaustion, and alarms on a long and
// a short window (the short one a twelfth of the long).
package slo

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Calculator returns the calculator of error budgets.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "slo", Title: "Error budget", Summary: "what an objective leaves to spend, and when to raise an alarm",
		Forms: []calc.Form{calc.NewForm("an objective", fields(), Solve)},
	}
}

func fields() []calc.Field {
	return []calc.Field{
		{Name: "objective", Label: "objective", Default: "99.9%", Help: "99.95%, 0.9995 or 3 nines"},
		{Name: "window", Label: "window", Default: "30d", Help: "over how long it is measured: 28d, 30d, 90d"},
		{Name: "spent", Label: "spent", Help: "downtime so far: 25m; needs elapsed"},
		{Name: "elapsed", Label: "elapsed", Help: "how much of the window has passed: 7d"},
	}
}

// question is the parsed input.
type question struct {
	objective      unit.ReadRatio
	window         unit.Duration
	spent, elapsed unit.Duration
	running        bool // spent and elapsed were given
}

// Solve computes the budget of the fields "objective" and "window", and with
// "spent" and "elapsed" its burn rate. Errors are *unit.Error.
func Solve(values map[string]string) (calc.Worksheet, error) {
	q, err := read(values)
	if err != nil {
		return calc.Worksheet{}, err
	}
	w := calc.Worksheet{Command: "slo", Shell: calc.ShellOf("slo", fields(), values, "objective"),
		Title: "The error budget of " + q.objective.Value.String() + " over " + unit.Join(q.window.Whole())}
	w.Input("objective_ratio", "objective", q.objective.Value, values["objective"])
	w.Input("window_seconds", "window", q.window, values["window"])
	budget := q.budget()
	w.Step("missing", q.objective.Value.Complement(), "100% − {}", q.objective.Value)
	w.Step("budget", budget, "{} × {}", q.objective.Value.Complement(), q.window)
	w.Answer("budget_seconds", "budget", budget)
	if q.running {
		w.Input("spent_seconds", "spent", q.spent, values["spent"])
		w.Input("elapsed_seconds", "elapsed", q.elapsed, values["elapsed"])
		q.burn(&w)
	}
	w.Tables = []calc.Table{q.alerts(&w)}
	if q.objective.Note != "" {
		w.Assume("reading", q.objective.As, q.objective.Note)
	}
	w.Assume("time", "evenly", "every minute counts the same; with a budget in requests, busy hours weigh more")
	w.Assume("alarms", "SRE workbook", "2% of the budget in 1 h and 5% in 6 h wake somebody; 10% in 1 d and in 3 d are tickets; both windows must burn")
	q.matters(&w)
	return w, nil
}

func read(values map[string]string) (q question, err error) {
	if q.objective, err = unit.ParseRatio("objective", values["objective"]); err != nil {
		return q, err
	}
	if q.window, err = positive("window", values["window"]); err != nil {
		return q, err
	}
	spent, elapsed := values["spent"], values["elapsed"]
	if spent == "" && elapsed == "" {
		return q, nil
	}
	for _, missing := range []struct{ name, text, example string }{{"spent", spent, "25m"}, {"elapsed", elapsed, "7d"}} {
		if missing.text == "" {
			return q, &unit.Error{Argument: missing.name, Problem: "is missing",
				Cure: "a burn rate needs both: how much was spent, and in how long, such as " + missing.example}
		}
	}
	if q.spent, err = unit.ParseDuration("spent", spent); err != nil {
		return q, err
	}
	if q.elapsed, err = positive("elapsed", elapsed); err != nil {
		return q, err
	}
	q.running = true
	switch {
	case q.spent.Cmp(q.elapsed) > 0:
		return q, &unit.Error{Argument: "spent", Text: spent, Problem: "is more than the time elapsed", Cure: "give at most " + q.elapsed.String()}
	case q.elapsed.Cmp(q.window) > 0:
		return q, &unit.Error{Argument: "elapsed", Text: elapsed, Problem: "is longer than the window", Cure: "give at most " + q.window.String()}
	}
	return q, nil
}

func positive(argument, text string) (unit.Duration, error) {
	d, err := unit.ParseDuration(argument, text)
	if err == nil && d.Number().Sign() == 0 {
		return d, &unit.Error{Argument: argument, Text: text, Problem: "is no time at all", Cure: "give a time such as 30d"}
	}
	return d, err
}

func (q question) budget() unit.Duration { return q.window.Times(q.objective.Value.Complement()) }

// rate is how many times faster than evenly the budget is spent.
func (q question) rate() unit.Quantity {
	even := q.elapsed.Times(q.objective.Value.Complement())
	switch {
	case even.Number().Sign() > 0:
		return unit.CountOf(new(big.Rat).Quo(q.spent.Number(), even.Number()))
	case q.spent.Number().Sign() == 0:
		return unit.CountOf(new(big.Rat))
	}
	return unit.Endless("", "an objective of 100% leaves nothing to spend")
}

func (q question) burn(w *calc.Worksheet) {
	rate := q.rate()
	w.Step("even", q.elapsed.Times(q.objective.Value.Complement()), "{} × {}", q.objective.Value.Complement(), q.elapsed)
	w.Step("burn rate", rate, "{} ÷ even", q.spent)
	w.Answer("burn_rate", "burn rate", rate)
	left := q.budget().Less(q.spent)
	w.Step("left", left, "{} − {}", q.budget(), q.spent)
	w.Answer("left_seconds", "left", left)
	after, in := q.exhausted(left)
	if d, ok := after.(unit.Duration); ok {
		w.Step("exhausted", d, "{} ÷ {}", q.window, rate)
	}
	w.Answer("exhausted_after_seconds", "exhausted after", after)
	w.Answer("exhausted_in_seconds", "that is, in", in)
	w.Assume("exhausted", "from the start", "of the window, were spending to go on like this")
}

// exhausted is when the budget ends: counted from the window's start, and from
// now.
func (q question) exhausted(left unit.Duration) (after, in unit.Quantity) {
	if q.spent.Number().Sign() == 0 {
		never := unit.Endless("seconds", "nothing is spent")
		return never, never
	}
	each := new(big.Rat).Quo(q.elapsed.Number(), q.spent.Number()) // of time for each second of budget
	total := unit.Seconds(new(big.Rat).Mul(q.budget().Number(), each))
	if left.Number().Sign() < 0 {
		return total, unit.Seconds(new(big.Rat))
	}
	return total, total.Less(q.elapsed)
}

// alarm is one row of the workbook's recommendation.
type alarm struct {
	severity string
	long     unit.Duration
	short    unit.Duration
	share    *big.Rat // of the budget, spent when it is raised
}

func alarms() []alarm {
	minutes := func(n int64) unit.Duration { return unit.Seconds(big.NewRat(n*60, 1)) }
	return []alarm{
		{"page", unit.Hours(1), minutes(5), big.NewRat(2, 100)},
		{"page", unit.Hours(6), minutes(30), big.NewRat(5, 100)},
		{"ticket", unit.Days(1), unit.Hours(2), big.NewRat(10, 100)},
		{"ticket", unit.Days(3), unit.Hours(6), big.NewRat(10, 100)},
	}
}

// alerts is the table of burn rates to raise an alarm at. In a short window one
// may be below 1, and fire while within the budget: that is said.
func (q question) alerts(w *calc.Worksheet) calc.Table {
	t := calc.Table{Key: "alerts", RowKey: "severity", Title: "When to raise an alarm", Corner: "what", Columns: []calc.Column{
		{Key: "long_seconds", Label: "long window"}, {Key: "short_seconds", Label: "short window"},
		{Key: "burn_rate", Label: "burn rate"}, {Key: "budget_ratio", Label: "budget spent"}, {Key: "errors_ratio", Label: "failing"}}}
	missing := q.objective.Value.Complement().Number()
	for _, a := range alarms() {
		rate := new(big.Rat).Mul(a.share, new(big.Rat).Quo(q.window.Number(), a.long.Number()))
		if rate.Cmp(big.NewRat(1, 1)) < 0 {
			w.Assume(unit.Join(a.long.Whole())+" alarm", "is early", "in so short a window it fires at a burn rate below 1, within the budget")
		}
		failing := new(big.Rat).Mul(rate, missing)
		var shown unit.Quantity = unit.RatioOf(failing)
		if failing.Cmp(big.NewRat(1, 1)) > 0 {
			shown = unit.Absent{Suffix: "ratio", Text: "never", Reason: "even a full outage burns slower"}
		}
		t.Rows = append(t.Rows, calc.Row{Key: a.severity, Label: a.severity, Cells: []unit.Quantity{
			a.long, a.short, unit.CountOf(rate), unit.RatioOf(a.share), shown}})
		w.Step("alarm in "+unit.Join(a.long.Whole()), unit.CountOf(rate), "{} × {} ÷ {}", unit.RatioOf(a.share), q.window, a.long)
	}
	return t
}

func (q question) matters(w *calc.Worksheet) {
	missing := q.objective.Value.Complement().Number()
	if missing.Sign() == 0 {
		w.Threshold("objective", "anything below 100% leaves a budget: 99.99% over the window would be "+
			q.window.Times(unit.RatioOf(big.NewRat(1, 10000))).String())
		return
	}
	tenth := unit.RatioOf(missing.Mul(missing, big.NewRat(1, 10)))
	w.Compare(q.budget(),
		calc.Change{Input: "objective", Words: "one more nine, " + tenth.Complement().String(), To: q.window.Times(tenth)},
		calc.Change{Input: "window", Words: "28 d, whole weeks", To: unit.Days(28).Times(q.objective.Value.Complement())})
	q.thresholds(w)
	if q.running {
		w.Threshold("spent", "above "+q.elapsed.Times(q.objective.Value.Complement()).String()+" in "+q.elapsed.String()+" the budget ends before the window")
	}
}

// byHand is how long an outage takes that a person repairs: a round figure.
func byHand() *big.Rat { return big.NewRat(30*60, 1) }

// thresholds says above which objective one outage is too much, and below which
// the fastest alarm cannot be raised.
func (q question) thresholds(w *calc.Worksheet) {
	one := big.NewRat(1, 1)
	if share := new(big.Rat).Quo(byHand(), q.window.Number()); share.Cmp(one) < 0 {
		w.Threshold("objective", "above "+cut(share).Complement().String()+" one outage of 30 min, which a person needs to repair it, is more than the budget: a standby has to take over by itself")
	}
	first := alarms()[0]
	rate := new(big.Rat).Mul(first.share, new(big.Rat).Quo(q.window.Number(), first.long.Number()))
	if rate.Cmp(one) > 0 {
		w.Threshold("objective", "below "+cut(rate.Inv(rate)).Complement().String()+" the alarm of "+unit.Join(first.long.Whole())+" is never raised: even a full outage burns slower than it asks for")
	}
}

// cut is a share without what follows its fourth digit, so that the border that
// is printed lies on the right side.
func cut(share *big.Rat) unit.Ratio {
	step := big.NewRat(1, 1)
	for new(big.Rat).Quo(share, step).Cmp(big.NewRat(1000, 1)) < 0 {
		step.Quo(step, big.NewRat(10, 1))
	}
	whole := new(big.Rat).Quo(share, step)
	digits := new(big.Int).Quo(whole.Num(), whole.Denom())
	return unit.RatioOf(step.Mul(step, new(big.Rat).SetInt(digits)))
}
