package queueing

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"netsplit/calc"
	"netsplit/calc/unit"
)

func solve(t testing.TB, form calc.Form, values map[string]string) map[string]float64 {
	t.Helper()
	w, err := form.Solve(values)
	if err != nil {
		t.Fatalf("%v: %v", values, err)
	}
	found := map[string]float64{}
	for _, e := range w.Result {
		f, _ := e.Value.Number().Float64()
		found[e.Key] = f
		if e.Value.Infinite() != "" {
			found[e.Key] = math.Inf(1)
		}
	}
	return found
}

func near(t testing.TB, name string, got, want, slack float64) {
	t.Helper()
	if math.Abs(got-want) > slack {
		t.Errorf("%s is %.6g, want %.6g", name, got, want)
	}
}

func queueOf(arrivals, service, servers string) map[string]string {
	return map[string]string{"arrivals": arrivals, "service": service, "servers": servers}
}

// "Erlang C Formula – Made Simple With an Easy Worked Example", Call Centre
// Helper (callcentrehelper.com): 100 calls in half an hour of three minutes
// each are 10 erlangs; 14 agents answer 88.8 % within 20 s (17.4 % wait at all),
// the average wait is 7.8 s and agents are 71.4 % busy.
func TestCallCentreHelper(t *testing.T) {
	values := queueOf("100/30m", "3m", "14")
	values["target"] = "20s"
	r := solve(t, Queue().Forms[0], values)
	near(t, "service level", r["service_level_ratio"], 0.888, 0.0005)
	near(t, "wait probability", r["wait_probability_ratio"], 0.174, 0.0005)
	near(t, "wait", r["time_in_queue_seconds"], 7.8, 0.05)
	near(t, "utilisation", r["utilisation_ratio"], 0.714, 0.0005)
}

// One server is M/M/1, whose closed forms every textbook has: with arrivals a
// and services s a second, inside a/(s−a), time 1/(s−a). Two servers are
// M/M/2: the probability to wait is 2u²/(1+u).
func TestOneAndTwoServers(t *testing.T) {
	r := solve(t, Queue().Forms[0], queueOf("8/s", "100ms", "1"))
	near(t, "wait probability", r["wait_probability_ratio"], 0.8, 1e-12)
	near(t, "inside", r["in_system"], 4, 1e-11)
	near(t, "waiting", r["in_queue"], 3.2, 1e-11)
	near(t, "time", r["time_in_system_seconds"], 0.5, 1e-12)
	near(t, "time waiting", r["time_in_queue_seconds"], 0.4, 1e-12)
	r = solve(t, Queue().Forms[0], queueOf("15/s", "100ms", "2"))
	near(t, "M/M/2", r["wait_probability_ratio"], 2*0.75*0.75/1.75, 1e-12)
}

// Against the definition with factorials, which still works for few servers,
// summed exactly.
func TestErlangAgainstDefinition(t *testing.T) {
	for _, c := range []struct {
		load    int64
		servers int64
	}{{1, 2}, {10, 11}, {10, 14}, {40, 45}, {90, 100}} {
		term, sum := big.NewRat(1, 1), new(big.Rat)
		for k := int64(1); k <= c.servers; k++ {
			sum.Add(sum, term)
			term.Mul(term, big.NewRat(c.load, k))
		}
		term.Mul(term, big.NewRat(c.servers, c.servers-c.load))
		want, _ := new(big.Rat).Quo(term, sum.Add(sum, term)).Float64()
		got := station{float64(c.load), 1, c.servers}.wait()
		near(t, "Erlang C", got, want, want*1e-12)
	}
}

// A million servers neither overflow nor take long. With many servers the wait
// is rare until utilisation comes within 1/sqrt(servers) of 1 (Halfin and Whitt,
// 1981): with a spare of b × sqrt(load), it tends to 1/(1 + b×F(b)/f(b)), F and f
// being the normal distribution and density.
func TestManyServers(t *testing.T) {
	start := time.Now()
	const load, b = 1e6, 1.0
	s := station{load, 1, int64(load + b*math.Sqrt(load))}
	density := math.Exp(-b*b/2) / math.Sqrt(2*math.Pi)
	distribution := math.Erfc(-b/math.Sqrt2) / 2
	near(t, "wait of a million servers", s.wait(), 1/(1+b*distribution/density), 0.001)
	if got := (station{100, 1, 10_000_000}).wait(); got != 0 {
		t.Errorf("with idle servers %g wait", got)
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("it took %s", d)
	}
}

func TestOverload(t *testing.T) {
	values := queueOf("10/s", "1s", "10")
	values["target"] = "1s"
	r := solve(t, Queue().Forms[0], values)
	if r["utilisation_ratio"] != 1 || r["wait_probability_ratio"] != 1 || !math.IsInf(r["in_queue"], 1) || r["service_level_ratio"] != 0 {
		t.Errorf("%v", r)
	}
	w, err := Queue().Forms[0].Solve(values)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := json.Marshal(w)
	if !strings.Contains(string(out), `"time_in_queue_seconds":null,"time_in_queue_seconds_reason":"work comes faster than the servers can do it"`) {
		t.Errorf("%s", out)
	}
}

// Dean and Barroso, "The Tail at Scale" (CACM 56(2), 2013): with 100 servers of
// which each is slow once in a hundred times, 63 % of requests are slow; with
// 2,000 servers and once in ten thousand, almost one in five.
func TestTailAtScale(t *testing.T) {
	r := solve(t, Tail().Forms[0], map[string]string{"fanout": "100", "slow": "1%"})
	near(t, "100 servers", r["slow_ratio"], 0.63397, 1e-5)
	r = solve(t, Tail().Forms[0], map[string]string{"fanout": "2000", "slow": "0.01%"})
	near(t, "2000 servers", r["slow_ratio"], 0.18127, 1e-5)
	r = solve(t, Tail().Forms[0], map[string]string{"fanout": "1", "slow": "1%"})
	if r["slow_ratio"] != 0.01 || r["needed_slow_ratio"] != 0.01 {
		t.Errorf("one server: %v", r)
	}
	r = solve(t, Tail().Forms[0], map[string]string{"fanout": "1M", "slow": "1e-12"})
	near(t, "rare", r["slow_ratio"], 1e-6, 1e-12)
}

func TestLittle(t *testing.T) {
	for form, values := range []map[string]string{
		InSystem: {"rate": "10k/s", "time": "50ms"}, Rate: {"count": "500", "time": "50ms"}, Time: {"count": "500", "rate": "10k/s"},
	} {
		r := solve(t, Little().Forms[form], values)
		if r["in_system"] != 500 || r["rate_per_second"] != 10000 || r["time_seconds"] != 0.05 {
			t.Errorf("%v: %v", values, r)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		form           calc.Form
		values         map[string]string
		argument, want string
	}{
		{Little().Forms[Rate], map[string]string{"count": "1", "time": "0s"}, "time", "is zero"},
		{Little().Forms[Time], map[string]string{"count": "1", "rate": "0/s"}, "rate", "is zero"},
		{Little().Forms[InSystem], map[string]string{"rate": "10"}, "rate", "has no time"},
		{Queue().Forms[0], queueOf("10/s", "0s", "1"), "service", "is no time at all"},
		{Queue().Forms[0], queueOf("10/s", "1s", "0"), "servers", "is too small"},
		{Queue().Forms[0], queueOf("10/s", "1s", "1.5"), "servers", "is not a whole number"},
		{Queue().Forms[0], queueOf("10/s", "1s", "1B"), "servers", "is too large"},
		{Queue().Forms[0], map[string]string{"target": "20"}, "target", "has no unit"},
		{Tail().Forms[0], map[string]string{"slow": "20"}, "slow", "write 20% if that is meant"},
		{Tail().Forms[0], map[string]string{"fanout": "-3"}, "fanout", "is negative"},
	} {
		_, err := c.form.Solve(c.values)
		if err == nil || !strings.Contains(err.Error(), c.want) || unit.Argument(err) != c.argument {
			t.Errorf("%v: %v, want %s about %s", c.values, err, c.want, c.argument)
		}
	}
}

// Laws: Little's law holds between the results; one more server never makes the
// wait longer; and more slow answers never make fewer slow requests.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := station{rapid.Float64Range(0.01, 1000).Draw(t, "arrivals"), rapid.Float64Range(0.001, 10).Draw(t, "service"), 0}
		s.servers = int64(s.load()) + rapid.Int64Range(1, 50).Draw(t, "spare")
		more := s
		more.servers++
		if w := s.wait(); w < 0 || w > 1 || more.wait() > w || more.timeInQueue() > s.timeInQueue() {
			t.Fatalf("%+v: wait %g, with one more %g", s, w, more.wait())
		}
		if s.within(1) < s.within(0.5) {
			t.Fatal("waiting longer lets fewer through")
		}
		p, n := rapid.Float64Range(0, 1).Draw(t, "p"), rapid.Float64Range(1, 1e6).Draw(t, "n")
		if back := anySlow(eachSlow(p, n), n); p < 0.999 && math.Abs(back-p) > 1e-9 {
			t.Fatalf("there and back is %g, was %g", back, p)
		}
	})
}

func FuzzForms(f *testing.F) {
	f.Add("10k/s", "50ms", "14", "20s")
	f.Add("1/0s", "\x1b[2J", "1e9", "x")
	f.Add("0/s", "1e-90s", "10000000", "0s")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		if len(c) > 4 {
			c = c[:4] // ten million servers take a while, and are tested above
		}
		for _, try := range []struct {
			form   calc.Form
			values map[string]string
		}{
			{Queue().Forms[0], map[string]string{"arrivals": a, "service": b, "servers": c, "target": d}},
			{Little().Forms[InSystem], map[string]string{"rate": a, "time": b}},
			{Little().Forms[Time], map[string]string{"rate": a, "count": c}},
			{Tail().Forms[0], map[string]string{"fanout": c, "slow": d}},
		} {
			w, err := try.form.Solve(try.values)
			if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
				t.Fatalf("bad error %q", err)
			}
			if _, err := json.Marshal(w); err != nil {
				t.Fatal(err)
			}
		}
	})
}
