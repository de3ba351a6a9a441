package capacity

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/noun"
	"netsplit/calc/unit"
)

// Connections returns the calculator of connections to a database.
func Connections() calc.Calculator {
	return calc.Calculator{
		Name: "connections", Title: "Connections", Summary: "how many connections are busy, open and allowed",
		Forms: []calc.Form{calc.NewForm("connections", connectionFields(), connections)},
	}
}

func connectionFields() []calc.Field {
	return []calc.Field{
		{Name: "rate", Label: "rate", Default: "4k/s", Help: "queries of all instances together: 4k/s"},
		{Name: "query-time", Label: "query-time", Default: "5ms", Help: "how long a query keeps its connection: 5ms"},
		{Name: "instances", Label: "instances", Default: "20", Help: "of the service, each with a pool: 20"},
		{Name: "pool", Label: "pool", Default: "20", Help: "connections that each keeps open: 20"},
		{Name: "limit", Label: "limit", Default: "500", Help: "that the database accepts: 500"},
		{Name: "memory", Label: "memory", Default: "10MB", Help: "that the database needs for each: 10MB"},
		{Name: "utilisation", Label: "utilisation", Default: "70%", Help: "how busy a pool should be on average: 70%"},
	}
}

// pooling is the parsed input.
type pooling struct {
	rate, time, instances, pool, limit, memory, busy *big.Rat
}

// inUse is Little's law: how many queries are under way.
func (p pooling) inUse() *big.Rat { return exact.Mul(p.rate, p.time) }

// enough is the pool of each instance that leaves room for the rare rush.
func (p pooling) enough() *big.Rat {
	return exact.Max(exact.Int(1), exact.Ceil(exact.Quo(p.inUse(), exact.Mul(p.instances, p.busy))))
}

func (p pooling) open() *big.Rat { return exact.Mul(p.instances, p.pool) }

func connections(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "connections", Shell: calc.ShellShowing("connections", connectionFields(), values, 4)}
	r := calc.Read(&w, values)
	p := pooling{r.Rate("rate"), r.Span("query-time"), r.Whole("instances", 1, 1_000_000), r.Whole("pool", 1, 1_000_000),
		r.Whole("limit", 1, 100_000_000), r.Bytes("memory"), r.SomeShare("utilisation")}
	if r.Err != nil {
		return calc.Worksheet{}, r.Err
	}
	w.Title = noun.Of(count(p.instances).String(), "instance") + " with pools of " + count(p.pool).String() + ", " + rate(p.rate).String()
	open, use := p.open(), p.inUse()
	used := exact.Quo(use, open)
	w.Step("busy", count(use), "{} × {}, by Little's law", rate(p.rate), unit.Seconds(p.time))
	w.Step("open", count(open), "{} × {}", count(p.instances), count(p.pool))
	w.Step("busy of those open", ratio(used), "{} ÷ {}", count(use), count(open))
	w.Step("pool that is enough", count(p.enough()), "{} ÷ ({} × {}), rounded up", count(use), count(p.instances), ratio(p.busy))
	w.Step("memory", unit.Bytes(exact.Mul(open, p.memory)), "{} × {}", count(open), unit.Bytes(p.memory))
	w.Answer("busy", "busy", count(use))
	w.Answer("open", "open", count(open))
	w.Answer("utilisation_ratio", "busy of those open", ratio(used))
	w.Answer("accepted", "the database accepts them", unit.Flag(open.Cmp(p.limit) <= 0))
	w.Answer("enough", "the pools are large enough", unit.Flag(p.pool.Cmp(p.enough()) >= 0))
	w.Answer("pool_needed", "a pool that is enough", count(p.enough()))
	w.Answer("instances_most", "instances, at most", count(exact.Floor(exact.Quo(p.limit, p.pool))))
	w.Answer("memory_bytes", "memory for them", unit.Bytes(exact.Mul(open, p.memory)))
	w.Assume("queries", "spread evenly", "over the instances; one that gets more needs a larger pool")
	w.Assume("pool", "kept open", "also when idle: what the database counts is what is open, not what is busy")
	w.Assume("time", "with the connection", "a transaction that waits for another service keeps its connection all the while")
	p.matters(&w)
	return w, nil
}

func (p pooling) matters(w *calc.Worksheet) {
	slow, more, smaller := p, p, p
	slow.time = exact.Mul(p.time, exact.Int(10))
	more.instances = exact.Mul(p.instances, exact.Int(2))
	smaller.pool = p.enough()
	w.Compare(count(p.open()),
		calc.Change{Input: "instances", Words: "twice as many, open", To: count(more.open())},
		calc.Change{Input: "pool", Words: count(smaller.pool).String() + ", which is enough, open", To: count(smaller.open())})
	w.Threshold("query-time", "ten times as slow, a pool of "+count(slow.enough()).String()+" is needed: slow queries, not many, use pools up")
	most := exact.Floor(exact.Quo(p.limit, p.pool))
	w.Threshold("instances", "above "+count(most).String()+" the database refuses connections: put a pooler before it, or make the pools smaller")
	w.Threshold("rate", "above "+rate(exact.Quo(p.open(), p.time)).String()+" every connection is busy and queries wait for one")
}
