package recovery

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// Restore returns the calculator of the time that a restore takes.
func Restore() calc.Calculator {
	return calc.Calculator{
		Name: "rto", Title: "Restore", Summary: "how long a restore takes, from its size and its rate",
		Forms: []calc.Form{calc.NewForm("a restore", restoreFields(), restore)},
	}
}

func restoreFields() []calc.Field {
	return []calc.Field{
		{Name: "data", Label: "data", Default: "2TB", Help: "in the backup: 2TB"},
		{Name: "rate", Label: "rate", Default: "200MB/s", Help: "one stream reads it back: 200MB/s"},
		{Name: "streams", Label: "streams", Default: "1", Help: "at the same time, of parts of the data: 1"},
		{Name: "link", Label: "link", Default: "10Gbps", Help: "that all streams share: 10Gbps"},
		{Name: "log", Label: "log", Default: "20GB", Help: "written since the backup, to be applied again: 20GB"},
		{Name: "replay", Label: "replay", Default: "50MB/s", Help: "how fast that goes: 50MB/s"},
		{Name: "detect", Label: "detect", Default: "5m", Help: "to notice and to decide: 5m"},
		{Name: "prepare", Label: "prepare", Default: "10m", Help: "to start servers, and later to check and to switch: 10m"},
		{Name: "rto", Label: "rto", Default: "4h", Help: "how long the service may be away: 4h"},
	}
}

// restoring is the parsed input.
type restoring struct {
	data, rate, streams, link, log, replay, detect, prepare, rto *big.Rat
}

// flow is how fast data comes: the streams together, or what the link carries.
func (q restoring) flow() *big.Rat { return exact.Min(exact.Mul(q.rate, q.streams), q.link) }

func (q restoring) fixed() *big.Rat {
	return exact.Sum(q.detect, q.prepare, exact.Quo(q.log, q.replay))
}

func (q restoring) total() *big.Rat { return exact.Sum(q.fixed(), exact.Quo(q.data, q.flow())) }

func restore(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "rto", Shell: calc.ShellShowing("rto", restoreFields(), values, 2)}
	r := calc.Read(&w, values)
	q := restoring{r.BytesOrNone("data"), r.Flow("rate"), r.Whole("streams", 1, 10_000), r.Flow("link"), r.BytesOrNone("log"), r.Flow("replay"),
		r.SpanOrNone("detect"), r.SpanOrNone("prepare"), r.Span("rto")}
	if r.Err != nil {
		return calc.Worksheet{}, r.Err
	}
	second := func(r *big.Rat) unit.Duration { return unit.Seconds(r) }
	load, replay := exact.Quo(q.data, q.flow()), exact.Quo(q.log, q.replay)
	w.Title = "Restore " + unit.Bytes(q.data).String() + " at " + unit.BytesPerSecond(q.flow()).String()
	w.Step("flow", unit.BytesPerSecond(q.flow()), "{} × {}, at most {}", unit.BytesPerSecond(q.rate), unit.CountOf(q.streams), unit.BytesPerSecond(q.link))
	w.Step("load the backup", second(load), "{} ÷ {}", unit.Bytes(q.data), unit.BytesPerSecond(q.flow()))
	w.Step("apply the log", second(replay), "{} ÷ {}", unit.Bytes(q.log), unit.BytesPerSecond(q.replay))
	w.Step("in all", second(q.total()), "{} + {} + {} + {}", second(q.detect), second(q.prepare), second(load), second(replay))
	w.Answer("rto_seconds", "back after", second(q.total()))
	w.Answer("restore_seconds", "of it, the backup", second(load))
	w.Answer("replay_seconds", "of it, the log", second(replay))
	w.Answer("meets", "within "+second(q.rto).String(), unit.Flag(q.total().Cmp(q.rto) <= 0))
	w.Assume("backup", "is complete", "and was restored before: an untested one has no restore time")
	w.Assume("streams", "share the data", "in equal parts; one large table that cannot be split is one stream")
	w.Assume("users", "come back slowly", "caches are empty after a restore: the first minutes are slow")
	q.matters(&w)
	return w, nil
}

func (q restoring) matters(w *calc.Worksheet) {
	second := func(o restoring) unit.Quantity { return unit.Seconds(o.total()) }
	grown, parallel, wide, fresh := q, q, q, q
	grown.data = exact.Mul(q.data, exact.Int(2))
	parallel.streams = exact.Mul(q.streams, exact.Int(4))
	wide.link = exact.Mul(q.link, exact.Int(2))
	fresh.log = exact.Quo(q.log, exact.Int(4))
	w.Compare(second(q),
		calc.Change{Input: "data", Words: "twice as much, back after", To: second(grown)},
		calc.Change{Input: "streams", Words: "four times as many, back after", To: second(parallel)},
		calc.Change{Input: "link", Words: "twice as wide, back after", To: second(wide)},
		calc.Change{Input: "log", Words: "backups four times as often, back after", To: second(fresh)})
	left := exact.Above(q.rto, q.fixed())
	if left.Sign() == 0 {
		w.Threshold("rto", "what surrounds the backup already takes "+unit.Seconds(q.fixed()).String()+": no rate is enough, keep a replica that runs")
		return
	}
	w.Threshold("data", "above "+unit.Bytes(exact.Mul(left, q.flow())).String()+" it takes longer than "+unit.Seconds(q.rto).String()+": keep a replica that runs")
	w.Threshold("rate", "below "+unit.BytesPerSecond(exact.Quo(q.data, left)).String()+" in all it takes longer than "+unit.Seconds(q.rto).String())
}
