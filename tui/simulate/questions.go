package simulate

import (
	"math"
	"strconv"
	"strings"
	"time"

	"netsplit/calc"
	parts "netsplit/calc/availability"
	legs "netsplit/calc/quorum"
	"netsplit/calc/unit"
	"netsplit/engine/trial"
)

// queue measures one line before servers.
func queue(_ *calc.Worksheet, values map[string]string, runs trial.Runs) (trial.Estimates, error) {
	calendar := unit.RoundCalendar()
	arrivals, err := unit.ParseRate("arrivals", values["arrivals"], calendar)
	if err != nil {
		return nil, err
	}
	service, err := unit.ParseSpan("service", values["service"], calendar)
	if err != nil {
		return nil, err
	}
	servers, err := unit.ParseWhole("servers", values["servers"], 1, 10_000)
	if err != nil {
		return nil, err
	}
	line := trial.Line{Load: arrivals.Float64() * service.Seconds(), Servers: int(servers), Target: -1}
	if values["target"] != "" {
		target, err := unit.ParseSpan("target", values["target"], calendar)
		if err != nil {
			return nil, err
		}
		line.Target = target.Seconds() / service.Seconds()
	}
	found, err := trial.Queue(line, runs)
	for key, e := range found { // times come in service times
		if strings.HasSuffix(key, "_seconds") {
			s := service.Seconds()
			found[key] = trial.Estimate{Mean: e.Mean * s, Low: e.Low * s, High: e.High * s}
		}
	}
	return found, err
}

// atWorst are legs with which a write reaches no one but the W that
// acknowledged before the read asks, as the bound assumes: writes are slow, all
// else is quick, and answers come in any order.
const atWorst = `{w: exp(100ms), a: 1us, r: 1us, s: "uniform(1us, 1ms)"}`

// quorum measures reads after writes.
func quorum(sheet *calc.Worksheet, values map[string]string, runs trial.Runs) (trial.Estimates, error) {
	q := trial.Quorum{Legs: atWorst}
	for name, target := range map[string]*int{"n": &q.N, "r": &q.R, "w": &q.W} {
		n, err := unit.ParseWhole(name, values[name], 1, 50)
		if err != nil {
			return nil, err
		}
		*target = int(n)
	}
	text := strings.TrimSpace(values["latency"])
	if text == "" || text == "none" {
		sheet.Assume("legs", "slow writes", "of 100 ms on average, and quick reads: the worst case of the formula")
		return trial.Staleness(q, runs)
	}
	after, err := unit.ParseSpan("after", values["after"], unit.RoundCalendar())
	if err != nil {
		return nil, err
	}
	q.After, q.Legs = seconds(after), text
	if given := legs.Legs(text); len(given) > 0 {
		var list []string
		for _, name := range []string{"w", "a", "r", "s"} {
			list = append(list, name+": "+strconv.Quote(given[name]))
		}
		q.Legs = "{" + strings.Join(list, ", ") + "}"
	}
	return trial.Staleness(q, runs)
}

// availability measures a design whose parts fail and are repaired at random.
func availability(sheet *calc.Worksheet, values map[string]string, runs trial.Runs) (trial.Estimates, error) {
	s, err := parts.StructureOf(values)
	if err != nil {
		return nil, err
	}
	d := trial.Design{Works: s.Works}
	guessed := false
	for _, m := range s.Parts {
		part := trial.Part{Name: m.Name, MTBF: m.MTBF.Seconds(), MTTR: m.MTTR.Seconds()}
		if part.MTBF == 0 {
			part.MTBF, part.MTTR = times(m.Availability.Float64())
			guessed = true
		}
		d.Parts = append(d.Parts, part)
	}
	if guessed {
		sheet.Assume("repair", "takes 1h", "of parts whose mean times were not given; the availability does not depend on it")
	}
	sheet.Assume("times", "exponential", "from a repair to the next failure, and from a failure to its repair")
	found, err := trial.Availability(d, runs)
	if e, ok := found["availability_ratio"]; ok {
		found[unavailability] = trial.Estimate{Mean: 1 - e.Mean, Low: 1 - e.High, High: 1 - e.Low}
	}
	return found, err
}

// times are mean times with a repair of an hour.
func times(availability float64) (mtbf, mttr float64) {
	const hour = 3600
	if availability >= 1 {
		return hour, 0 // it never fails
	}
	return availability / (1 - availability) * hour, hour
}

// seconds is a time of the calculator as one of the engine, in microseconds.
func seconds(d unit.Duration) time.Duration {
	return time.Duration(math.Round(min(d.Seconds(), 1e9)*1e6)) * time.Microsecond
}
