// Package recovery compares the four strategies of disaster recovery: what each
// loses, how long each takes, and which is the cheapest that is good enough.
//
// The recovery point objective (RPO) is how much of the past may be lost, the
// recovery time objective (RTO) how long the service may be away. Both are
// added up from parts that can be measured: how often a backup is made, how far
// a replica lags, how long it takes to notice, to start servers, to restore the
// data and to send users elsewhere.
//
//	sheet, err := recovery.Calculator().Forms[0].Solve(
//		map[string]string{"rpo": "15m", "rto": "1h", "data": "2TB"})
//
// Source: "Disaster Recovery of Workloads on AWS: Recovery in the Cloud" (AWS
// whitepaper), which names the strategies and their order of cost. The numbers
// are sums of the inputs, not the paper's.
package recovery

import (
	"math/big"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Calculator returns the calculator of disaster recovery.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "dr", Title: "Recovery", Summary: "the cheapest strategy that loses little enough, fast enough",
		Forms: []calc.Form{calc.NewForm("strategies", fields(), solve)},
	}
}

func fields() []calc.Field {
	return []calc.Field{
		{Name: "rpo", Label: "rpo", Default: "15m", Help: "how much of the past may be lost: 15m, 0s"},
		{Name: "rto", Label: "rto", Default: "1h", Help: "how long the service may be away: 1h"},
		{Name: "data", Label: "data", Default: "2TB", Help: "how much has to be restored from a backup: 2TB"},
		{Name: "backup-every", Label: "backup-every", Default: "1d", Help: "time between two backups: 1d, 1h"},
		{Name: "restore-rate", Label: "restore-rate", Default: "200MB/s", Help: "how fast a backup is read back: 200MB/s"},
		{Name: "lag", Label: "lag", Default: "1m", Help: "how far the other region's replica is behind; 0s when it is synchronous"},
		{Name: "detect", Label: "detect", Default: "5m", Help: "to notice and to decide: 5m"},
		{Name: "start", Label: "start", Default: "10m", Help: "to start servers that are switched off: 10m"},
		{Name: "scale", Label: "scale", Default: "5m", Help: "to grow a small fleet to full size: 5m"},
		{Name: "switch", Label: "switch", Default: "1m", Help: "to send users to the other region, such as the DNS's TTL: 1m"},
	}
}

// shell is the question as a command line, which names the objectives and the
// data also where they are the example's.
func shell(values map[string]string) string {
	shown := fields()
	for i := range shown[:3] {
		shown[i].Default = ""
	}
	return calc.ShellOf("dr", shown, values)
}

// question is the parsed input.
type question struct {
	times map[string]unit.Duration
	data  unit.Measure
	rate  unit.Measure
}

// part is one addend of a recovery time.
type part struct {
	name   string
	length unit.Duration
}

// strategy is a way to prepare, with what it then costs in time.
type strategy struct {
	key, name, runs string
	lost            part
	away            []part
}

// strategies are the four, the cheapest first.
func (q question) strategies() []strategy {
	restore := part{"restore", unit.Seconds(new(big.Rat).Quo(q.data.Number(), q.rate.Number()))}
	of := func(name string) part { return part{name, q.times[name]} }
	return []strategy{
		{"backup-and-restore", "backup and restore", "nothing but backups", of("backup-every"),
			[]part{of("detect"), of("start"), restore, of("switch")}},
		{"pilot-light", "pilot light", "data, servers off", of("lag"), []part{of("detect"), of("start"), of("switch")}},
		{"warm-standby", "warm standby", "all, but small", of("lag"), []part{of("detect"), of("scale"), of("switch")}},
		{"active-active", "active-active", "all, in use", of("lag"), []part{of("switch")}},
	}
}

func (s strategy) rto() unit.Duration {
	total := new(big.Rat)
	for _, p := range s.away {
		total.Add(total, p.length.Number())
	}
	return unit.Seconds(total)
}

func (s strategy) meets(q question) bool {
	return s.lost.length.Cmp(q.times["rpo"]) <= 0 && s.rto().Cmp(q.times["rto"]) <= 0
}

func solve(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "dr", Shell: shell(values)}
	q, err := read(values, &w)
	if err != nil {
		return calc.Worksheet{}, err
	}
	w.Title = "Lose at most " + q.times["rpo"].String() + ", be back within " + q.times["rto"].String()
	chosen := q.choose()
	t := calc.Table{Key: "strategies", RowKey: "strategy", Title: "Strategies, the cheapest first", Corner: "strategy", Columns: []calc.Column{
		{Key: "rpo_seconds", Label: "loses"}, {Key: "rto_seconds", Label: "away for"}, {Key: "meets", Label: "meets"},
		{Key: "cost_rank", Label: "cost rank"}, {Key: "runs", Label: "what runs there"}}}
	for i, s := range q.strategies() {
		t.Rows = append(t.Rows, calc.Row{Key: s.key, Label: s.name, Mark: s.key == chosen.String(), Cells: []unit.Quantity{
			s.lost.length, s.rto(), unit.Flag(s.meets(q)), unit.CountOf(big.NewRat(int64(i+1), 1)), unit.Word(s.runs)}})
		var names []string
		var lengths []unit.Quantity
		for _, p := range s.away {
			names, lengths = append(names, p.name+" {}"), append(lengths, p.length)
		}
		w.Step(s.name, s.rto(), strings.Join(names, " + "), lengths...)
	}
	w.Answer("choose", "choose", chosen)
	w.Tables = []calc.Table{t}
	assume(&w)
	q.matters(&w)
	return w, nil
}

func read(values map[string]string, w *calc.Worksheet) (question, error) {
	q := question{times: map[string]unit.Duration{}}
	for _, f := range fields() {
		text := values[f.Name]
		key := strings.ReplaceAll(f.Name, "-", "_")
		switch f.Name {
		case "data":
			data, err := unit.ParseBytes(f.Name, text)
			if err != nil {
				return q, err
			}
			q.data = data
			w.Input("data_bytes", f.Label, data, text)
		case "restore-rate":
			rate, err := flow(f.Name, text)
			if err != nil {
				return q, err
			}
			q.rate = rate
			w.Input("restore_bytes_per_second", f.Label, rate, text)
		default:
			d, err := unit.ParseSpan(f.Name, text, unit.RoundCalendar())
			if err != nil {
				return q, err
			}
			q.times[f.Name] = d
			w.Input(key+"_seconds", f.Label, d, text)
		}
	}
	return q, nil
}

// flow reads data in a time: 200MB/s, 1Gbps.
func flow(argument, text string) (unit.Measure, error) {
	e, err := unit.Evaluate(argument, text, unit.RoundCalendar())
	if err != nil {
		return e.Value, err
	}
	if e.Value.KeySuffix() != "bytes_per_second" || e.Value.Number().Sign() <= 0 {
		return e.Value, &unit.Error{Argument: argument, Text: text, Problem: "is not how fast data comes", Cure: "write one such as 200MB/s or 1Gbps"}
	}
	return e.Value, nil
}

// choose is the cheapest strategy that meets both objectives.
func (q question) choose() unit.Quantity {
	for _, s := range q.strategies() {
		if s.meets(q) {
			return unit.Word(s.key)
		}
	}
	reason := "even users sent to a running region are away longer than that: switch faster"
	if q.times["lag"].Cmp(q.times["rpo"]) > 0 {
		reason = "a replica " + q.times["lag"].String() + " behind loses more: replicate synchronously, or back up more often"
	}
	return unit.Absent{Text: "none", Reason: reason}
}

func assume(w *calc.Worksheet) {
	w.Assume("lost", "at worst", "a backup fails to be made just before the disaster, a replica is at its full lag")
	w.Assume("lag", "is lost", "replication in real time loses nothing only when it is synchronous: lag 0s, paid for at every write")
	w.Assume("restore", "one stream", "the data comes back at the rate given, and is then complete")
	w.Assume("active-active", "nobody decides", "health checks take the lost region out: only the switch takes time")
	w.Assume("cost rank", "1 is the cheapest", "in the order of the AWS whitepaper on disaster recovery; what runs there costs every day")
}

// matters compares the recovery of the cheapest strategy that needs a restore,
// and says when a cheaper strategy would do.
func (q question) matters(w *calc.Worksheet) {
	backup := q.strategies()[0]
	faster, often := q, q
	faster.rate = unit.BytesPerSecond(new(big.Rat).Mul(q.rate.Number(), big.NewRat(2, 1)))
	often.data = unit.Bytes(new(big.Rat).Mul(q.data.Number(), big.NewRat(2, 1)))
	w.Compare(backup.rto(),
		calc.Change{Input: "restore-rate", Words: "twice as fast, back from a backup after", To: faster.strategies()[0].rto()},
		calc.Change{Input: "data", Words: "twice as much, back from a backup after", To: often.strategies()[0].rto()})
	for i, s := range q.strategies() {
		if s.meets(q) || i == len(q.strategies())-1 {
			break
		}
		var wants []string
		if s.lost.length.Cmp(q.times["rpo"]) > 0 {
			wants = append(wants, "an rpo of "+s.lost.length.String())
		}
		if s.rto().Cmp(q.times["rto"]) > 0 {
			wants = append(wants, "an rto of "+s.rto().String())
		}
		w.Threshold("objectives", "from "+strings.Join(wants, " and ")+" on, "+s.name+" would do")
	}
	if len(w.Matters) == 0 {
		w.Threshold("data", "there is nothing to restore")
	}
}
