// Package quorum answers what N replicas, R responses to a read and W
// acknowledgements of a write promise: whether a read must see the last write,
// how likely it does otherwise, how soon, and how available both are.
//
// With R + W > N every read quorum overlaps every write quorum. Otherwise a read
// misses the W replicas that have the write with probability C(N−W, R) ÷ C(N, R),
// were it to reach no other replica. It does reach them, so the chance falls with
// time; how fast depends on latencies, and is found by drawing operations.
//
//	sheet, err := quorum.Calculator().Forms[0].Solve(map[string]string{
//		"n": "3", "r": "1", "w": "1", "latency": "lnkd-disk", "after": "10ms"})
//
// Source: Bailis, Venkataraman, Franklin, Hellerstein and Stoica,
// "Probabilistically Bounded Staleness for Practical Partial Quorums" (VLDB
// 2012): formulas 1 and 2, the model WARS, and the fits of table 3.
package quorum

import (
	"math/big"
	"strconv"
	"strings"

	"netsplit/calc"
	"netsplit/calc/availability"
	"netsplit/calc/unit"
)

// Calculator returns the calculator of quorums.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "quorum", Title: "Quorum", Summary: "how stale reads can be, from N, R and W",
		Forms: []calc.Form{calc.NewForm("reads and writes", fields(), solve)},
	}
}

const noLatency = "none"

func fields() []calc.Field {
	return []calc.Field{
		{Name: "n", Label: "n", Default: "3", Help: "replicas of each key: 3"},
		{Name: "r", Label: "r", Default: "1", Help: "responses a read waits for: 1"},
		{Name: "w", Label: "w", Default: "1", Help: "acknowledgements a write waits for: 1"},
		{Name: "latency", Label: "latency", Default: noLatency, Help: strings.Join(Presets(), ", ") + " or w=exp(5ms),a=1ms,r=1ms,s=1ms"},
		{Name: "after", Label: "after", Default: "0s", Help: "how long after the write the read starts: 10ms"},
		{Name: "up", Label: "up", Default: "99%", Help: "how available one replica is: 99%"},
	}
}

// The most replicas: by the formulas, and where each draw samples them all.
const (
	mostReplicas = 200
	mostDrawn    = 50
)

// question is the parsed input.
type question struct {
	n, r, w int
	legs    *legs
	after   unit.Duration
	up      unit.Ratio
}

func read(values map[string]string) (q question, err error) {
	for _, f := range []struct {
		name   string
		target *int
		most   int
	}{{"n", &q.n, mostReplicas}, {"r", &q.r, 0}, {"w", &q.w, 0}} {
		most := f.most
		if most == 0 {
			most = q.n
		}
		v, err := unit.ParseWhole(f.name, values[f.name], 1, int64(most))
		if err != nil {
			return q, err
		}
		*f.target = int(v)
	}
	if q.after, err = unit.ParseSpan("after", values["after"], unit.RoundCalendar()); err != nil {
		return q, err
	}
	if q.up, err = unit.ParseShare("up", values["up"]); err != nil {
		return q, err
	}
	if text := strings.TrimSpace(values["latency"]); text != noLatency && text != "" {
		l, err := parseLegs(text)
		if err != nil {
			return q, err
		}
		if q.legs = &l; q.n > mostDrawn {
			return q, &unit.Error{Argument: "n", Text: values["n"], Problem: "is too large with latencies", Cure: "give at most " + strconv.Itoa(mostDrawn) + ", or leave --latency out"}
		}
	}
	return q, nil
}

// strong says whether every read quorum overlaps every write quorum.
func (q question) strong() bool { return q.r+q.w > q.n }

// stale is the share of read quorums without any of the W replicas that
// acknowledged.
func (q question) stale() unit.Ratio {
	miss := new(big.Int).Binomial(int64(q.n-q.w), int64(q.r))
	return unit.RatioOf(new(big.Rat).SetFrac(miss, new(big.Int).Binomial(int64(q.n), int64(q.r))))
}

//
//go:noinline
func count(n int) unit.Count { return unit.CountOf(big.NewRat(int64(n), 1)) }

func solve(values map[string]string) (calc.Worksheet, error) {
	q, err := read(values)
	if err != nil {
		return calc.Worksheet{}, err
	}
	w := calc.Worksheet{Command: "quorum", Title: "N = " + strconv.Itoa(q.n) + ", R = " + strconv.Itoa(q.r) + ", W = " + strconv.Itoa(q.w), Shell: shell(values)}
	w.Input("n", "n", count(q.n), values["n"])
	w.Input("r", "r", count(q.r), values["r"])
	w.Input("w", "w", count(q.w), values["w"])
	w.Input("up_ratio", "up", q.up, values["up"])
	stale := q.stale()
	w.Step("overlap", count(q.r+q.w-q.n), "{} + {} − {}, more than 0 to be sure", count(q.r), count(q.w), count(q.n))
	w.Step("stale, at worst", stale, "C({} − {}, {}) ÷ C({}, {})", count(q.n), count(q.w), count(q.r), count(q.n), count(q.r))
	w.Answer("strong", "quorums overlap", unit.Flag(q.strong()))
	w.Answer("stale_ratio", "stale, at worst", stale)
	consistent := unit.Quantity(stale.Complement())
	if q.legs != nil {
		consistent = q.timed(&w, values)
	}
	w.Answer("consistent_ratio", q.seenLabel(), consistent)
	for _, side := range []struct {
		name string
		need int
	}{{"read", q.r}, {"write", q.w}} {
		a := availability.AtLeast(side.need, q.n, q.up)
		w.Step(side.name+"s possible", a, "at least {} of {} up, {} each", count(side.need), count(q.n), q.up)
		w.Answer(side.name+"_availability_ratio", side.name+"s possible", a)
	}
	w.Tables = []calc.Table{q.versions(stale)}
	q.assume(&w)
	q.matters(&w, stale)
	return w, nil
}

func shell(values map[string]string) string {
	text := "netsplit calc quorum -n " + calc.Quote(values["n"]) + " -r " + calc.Quote(values["r"]) + " -w " + calc.Quote(values["w"])
	return text + strings.TrimPrefix(calc.ShellOf("quorum", fields()[3:], values), "netsplit calc quorum")
}

func (q question) seenLabel() string {
	if q.legs == nil {
		return "seen, at worst"
	}
	return "seen " + q.after.String() + " later"
}

// timed adds what latencies tell, and returns the share of reads that see a
// write that was committed so long before.
func (q question) timed(w *calc.Worksheet, values map[string]string) unit.Quantity {
	w.Input("latency", "latency", unit.Word(strings.Join(strings.Fields(values["latency"]), " ")), values["latency"])
	w.Input("after_seconds", "after", q.after, values["after"])
	m := run(q.n, q.r, q.w, *q.legs, trials)
	seen := unit.RatioFloat(m.within(q.after.Seconds()))
	visible := unit.SecondsFloat(max(0, quantile(m.need, 0.999)))
	w.Step("seen", seen, "share of {} drawn reads, {} after the commit", count(trials), q.after)
	w.Step("99.9% seen after", visible, "the same, for 99.9%")
	w.Answer("t_visibility_999_seconds", "99.9% seen after", visible)
	w.Answer("read_latency_999_seconds", "99.9% of reads take", unit.SecondsFloat(quantile(m.read, 0.999)))
	w.Answer("write_latency_999_seconds", "99.9% of writes take", unit.SecondsFloat(quantile(m.write, 0.999)))
	w.Assume("drawn", count(trials).String()+" times", "with a fixed seed: shares are good to 0.3 percentage points, 99.9% values to a tenth")
	q.beside(w, values["latency"])
	w.Assume("model", "WARS", "all replicas are sent to; the coordinator is none of them; no read repair, no failed nodes")
	return seen
}

// versions is how likely a read is at most k versions behind.
func (q question) versions(stale unit.Ratio) calc.Table {
	t := calc.Table{Key: "versions", RowKey: "within", Title: "At most so many versions behind, at worst", Corner: "within",
		Columns: []calc.Column{{Key: "versions"}, {Key: "consistent_ratio", Label: "of reads"}}}
	miss := big.NewRat(1, 1)
	for k := 1; k <= 5; k++ {
		miss = new(big.Rat).Mul(miss, stale.Number())
		label := strconv.Itoa(k) + " versions"
		if k == 1 {
			label = "1 version"
		}
		t.Rows = append(t.Rows, calc.Row{Key: label, Label: label, Cells: []unit.Quantity{count(k), unit.RatioOf(miss).Complement()}})
	}
	return t
}

func (q question) assume(w *calc.Worksheet) {
	w.Assume("at worst", "no one else has it", "the write reached just the W that acknowledged; it goes to all, so this is a bound, met only at once")
	if q.strong() {
		w.Assume("overlap", "is not all", "concurrent and failed writes, sloppy quorums and clocks that decide can still show an old value")
	}
	w.Assume("up", "independent", "replicas that share a rack or a deployment fail together")
}

// matters compares one more response, one more acknowledgement, and a quorum
// of each.
func (q question) matters(w *calc.Worksheet, stale unit.Ratio) {
	var changes []calc.Change
	add := func(input, words string, o question) {
		if o.r <= o.n && o.w <= o.n {
			changes = append(changes, calc.Change{Input: input, Words: words + ", stale at worst", To: o.stale()})
		}
	}
	reads, writes := q, q
	reads.r++
	writes.w++
	add("r", "wait for one response more", reads)
	add("w", "wait for one acknowledgement more", writes)
	w.Compare(stale, changes...)
	most := q.n/2 + 1
	w.Threshold("r, w", "with R + W above "+strconv.Itoa(q.n)+", such as "+strconv.Itoa(most)+" and "+strconv.Itoa(most)+", every read meets the last write")
}
