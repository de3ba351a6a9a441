package queueing

import (
	"fmt"
	"math/big"
	"strings"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/noun"
	"netsplit/calc/unit"
)

// Queue returns the calculator of servers with one line before them.
func Queue() calc.Calculator {
	return calc.Calculator{
		Name: "queue", Title: "Queue", Summary: "how long requests wait for one of several servers",
		Forms: []calc.Form{calc.NewForm("waiting", queueFields(), queue)},
	}
}

func queueFields() []calc.Field {
	return []calc.Field{
		{Name: "arrivals", Label: "arrivals", Default: "100/30m", Help: "how many come: 100/30m, 400/s"},
		{Name: "service", Label: "service", Default: "3m", Help: "how long one takes to serve: 3m, 20ms"},
		{Name: "servers", Label: "servers", Default: "14", Help: "how many serve at the same time: 14"},
		{Name: "target", Label: "target", Help: "how long one may wait: 20s; gives the share that waits less"},
	}
}

// mostServers bounds the work: ten million steps take a tenth of a second.
const mostServers = 10_000_000

// queue computes an M/M/c queue from the fields "arrivals", "service",
// "servers" and, where given, "target". Errors are *unit.Error.
func queue(values map[string]string) (calc.Worksheet, error) {
	calendar := unit.RoundCalendar()
	arrivals, err := unit.ParseRate("arrivals", values["arrivals"], calendar)
	if err != nil {
		return calc.Worksheet{}, err
	}
	service, err := unit.ParseSpan("service", values["service"], calendar)
	if err != nil {
		return calc.Worksheet{}, err
	}
	if service.Number().Sign() == 0 {
		return calc.Worksheet{}, &unit.Error{Argument: "service", Text: values["service"], Problem: "is no time at all", Cure: "give how long one takes, such as 20ms"}
	}
	servers, err := unit.ParseWhole("servers", values["servers"], 1, mostServers)
	if err != nil {
		return calc.Worksheet{}, err
	}
	typed := unit.Word(strings.Join(strings.Fields(values["arrivals"]), " ")) // 100/30m says more than 3.333/min
	w := calc.Worksheet{Command: "queue",
		Shell: "netsplit calc queue --arrivals " + calc.Quote(values["arrivals"]) + " --service " + calc.Quote(values["service"]) + " --servers " + calc.Quote(values["servers"]),
		Title: fmt.Sprintf("%s arrivals, %s each, %s", typed, unit.Join(service.Whole()), noun.Of(unit.CountOf(big.NewRat(servers, 1)).String(), "server"))}
	w.Input("arrivals_per_second", "arrivals", arrivals, values["arrivals"])
	w.Input("service_seconds", "service", service, values["service"])
	w.Input("servers", "servers", unit.CountOf(big.NewRat(servers, 1)), values["servers"])
	s := station{arrivals.Float64(), service.Seconds(), servers}
	load := new(big.Rat).Mul(arrivals.Number(), service.Number())
	used := new(big.Rat).Quo(load, big.NewRat(servers, 1))
	w.Step("load", unit.CountOf(load), "{} × {}, in servers kept busy", typed, service)
	w.Step("utilisation", unit.RatioOf(used), "{} ÷ {}", unit.CountOf(load), unit.CountOf(big.NewRat(servers, 1)))
	w.Answer("utilisation_ratio", "utilisation", unit.RatioOf(used))
	if used.Cmp(big.NewRat(1, 1)) >= 0 {
		endless(&w)
	} else {
		waiting(&w, s)
	}
	if err := withTarget(&w, s, used, values); err != nil {
		return calc.Worksheet{}, err
	}
	w.Assume("arrivals", "random", "independent of each other (Poisson): users, not a batch that comes at once")
	w.Assume("service", "random", "exponential around its mean; steadier service waits about half as long")
	w.Assume("line", "one for all", "first come, first served, without end, and nobody gives up")
	queueMatters(&w, s, load)
	return w, nil
}

// endless is the answer where more work comes than the servers can do.
func endless(w *calc.Worksheet) {
	const reason = "work comes faster than the servers can do it"
	w.Answer("wait_probability_ratio", "have to wait", unit.RatioOf(big.NewRat(1, 1)))
	w.Answer("in_system", "inside", unit.Endless("", reason))
	w.Answer("in_queue", "waiting", unit.Endless("", reason))
	w.Answer("time_in_system_seconds", "time inside", unit.Endless("seconds", reason))
	w.Answer("time_in_queue_seconds", "time waiting", unit.Endless("seconds", reason))
}

func waiting(w *calc.Worksheet, s station) {
	wait, queued := unit.RatioFloat(s.wait()), unit.SecondsFloat(s.timeInQueue())
	inside := unit.SecondsFloat(s.timeInQueue() + s.service)
	w.Step("have to wait", wait, "Erlang C of "+noun.Of(unit.CountOf(big.NewRat(s.servers, 1)).String(), "server")+" and a load of {}", unit.CountFloat(s.load()))
	w.Step("time waiting", queued, "{} × {} ÷ ({} − {})", wait, unit.SecondsFloat(s.service), unit.CountOf(big.NewRat(s.servers, 1)), unit.CountFloat(s.load()))
	w.Step("time inside", inside, "{} + {}", queued, unit.SecondsFloat(s.service))
	w.Step("waiting", unit.CountFloat(s.arrivals*s.timeInQueue()), "{} × {}", unit.PerSecond(unit.FromFloat(s.arrivals)), queued)
	w.Step("inside", unit.CountFloat(s.arrivals*s.timeInQueue()+s.load()), "{} × {}", unit.PerSecond(unit.FromFloat(s.arrivals)), inside)
	w.Answer("wait_probability_ratio", "have to wait", wait)
	w.Answer("in_system", "inside", unit.CountFloat(s.arrivals*s.timeInQueue()+s.load()))
	w.Answer("in_queue", "waiting", unit.CountFloat(s.arrivals*s.timeInQueue()))
	w.Answer("time_in_system_seconds", "time inside", inside)
	w.Answer("time_in_queue_seconds", "time waiting", queued)
}

// withTarget adds the share that waits no longer than the target, where there
// is one.
func withTarget(w *calc.Worksheet, s station, used *big.Rat, values map[string]string) error {
	if values["target"] == "" {
		return nil
	}
	target, err := unit.ParseSpan("target", values["target"], unit.RoundCalendar())
	if err != nil {
		return err
	}
	w.Shell += " --target " + calc.Quote(values["target"])
	w.Input("target_seconds", "target", target, values["target"])
	level := unit.RatioOf(new(big.Rat))
	if used.Cmp(big.NewRat(1, 1)) < 0 {
		level = unit.RatioFloat(s.within(target.Seconds()))
		w.Step("in time", level, "100% − {} × e^(−({} − {}) × {} ÷ {})", unit.RatioFloat(s.wait()),
			unit.CountOf(big.NewRat(s.servers, 1)), unit.CountFloat(s.load()), target, unit.SecondsFloat(s.service))
	}
	w.Answer("service_level_ratio", "wait less than "+unit.Join(target.Whole()), level)
	return nil
}

// queueMatters compares one server more and less, and a tenth more of work; and
// says where another server is needed at all.
func queueMatters(w *calc.Worksheet, s station, load *big.Rat) {
	timeOf := func(o station) unit.Quantity {
		if !o.stable() {
			return unit.Endless("seconds", "work comes faster than the servers can do it")
		}
		return unit.SecondsFloat(o.timeInQueue())
	}
	more, slower, busier := s, s, s
	more.servers++
	slower.service *= 1.1
	busier.arrivals *= 1.1
	changes := []calc.Change{
		{Input: "servers", Words: "one more, time waiting", To: timeOf(more)},
		{Input: "arrivals", Words: "a tenth more, time waiting", To: timeOf(busier)},
		{Input: "service", Words: "a tenth longer, time waiting", To: timeOf(slower)},
	}
	if s.servers > 1 {
		fewer := s
		fewer.servers--
		changes = append(changes, calc.Change{Input: "servers", Words: "one less, time waiting", To: timeOf(fewer)})
	}
	w.Compare(timeOf(s), changes...)
	most := unit.PerSecond(unit.FromFloat(float64(s.servers) / s.service))
	w.Threshold("arrivals", "from "+most.String()+" on the line grows without end")
	if need := exact.Sum(exact.Floor(load), exact.Int(1)); need.Cmp(exact.Int(mostServers)) <= 0 {
		w.Threshold("servers", "at least "+unit.CountOf(need).String()+" are needed for a load of "+unit.CountOf(load).String())
	}
}
