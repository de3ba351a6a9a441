package capacity

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// Shards returns the calculator of how far data has to be split.
func Shards() calc.Calculator {
	return calc.Calculator{
		Name: "shards", Title: "Shards", Summary: "how many shards data and writes need, and which of them decides",
		Forms: []calc.Form{calc.NewForm("shards", shardFields(), shards)},
	}
}

func shardFields() []calc.Field {
	return []calc.Field{
		{Name: "data", Label: "data", Default: "20TB", Help: "all of it, without copies: 20TB"},
		{Name: "writes", Label: "writes", Default: "30k/s", Help: "writes at the peak: 30k/s"},
		{Name: "shard-data", Label: "shard-data", Default: "1TB", Help: "what one shard may hold, so that a restore ends in time: 1TB"},
		{Name: "shard-writes", Label: "shard-writes", Default: "2k/s", Help: "what one shard's leader can write: 2k/s"},
		{Name: "growth", Label: "growth", Default: "2", Help: "times as much of both at the end of the plan: 2"},
		{Name: "skew", Label: "skew", Default: "1.3", Help: "the fullest shard over the average one: 1.3"},
		{Name: "replicas", Label: "replicas", Default: "3", Help: "copies of each shard: 3"},
	}
}

// sharding is the parsed input.
type sharding struct {
	data, writes, holds, does, growth, skew, replicas *big.Rat
}

// by is how many shards one of the two needs.
func (s sharding) by(all, each *big.Rat) *big.Rat {
	return exact.Ceil(exact.Quo(exact.Mul(all, s.growth, s.skew), each))
}

func (s sharding) needed() *big.Rat {
	return exact.Max(s.by(s.data, s.holds), s.by(s.writes, s.does))
}

func shards(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "shards", Shell: calc.ShellShowing("shards", shardFields(), values, 4)}
	r := calc.Read(&w, values)
	s := sharding{r.Bytes("data"), r.Rate("writes"), r.Bytes("shard-data"), r.Rate("shard-writes"),
		r.Count("growth"), r.Count("skew"), r.Whole("replicas", 1, 100)}
	if s.skew.Cmp(exact.Int(1)) < 0 {
		r.Fail("skew", "is below the average", "give 1 where all shards are alike, and more where they are not")
	}
	if r.Err != nil {
		return calc.Worksheet{}, r.Err
	}
	w.Title = "Split " + unit.Bytes(s.data).String() + " and " + rate(s.writes).String()
	byData, byWrites, all := s.by(s.data, s.holds), s.by(s.writes, s.does), s.needed()
	decides := "data"
	if byWrites.Cmp(byData) > 0 {
		decides = "writes"
	}
	even := exact.Quo(exact.Mul(s.data, s.growth), all)
	w.Step("for the data", count(byData), "{} × {} × {} ÷ {}, rounded up", unit.Bytes(s.data), count(s.growth), count(s.skew), unit.Bytes(s.holds))
	w.Step("for the writes", count(byWrites), "{} × {} × {} ÷ {}, rounded up", rate(s.writes), count(s.growth), count(s.skew), rate(s.does))
	w.Step("nodes", count(exact.Mul(all, s.replicas)), "{} × {}", count(all), count(s.replicas))
	w.Step("fullest shard", unit.Bytes(exact.Mul(even, s.skew)), "{} × {} ÷ {} × {}", unit.Bytes(s.data), count(s.growth), count(all), count(s.skew))
	w.Answer("shards", "shards", count(all))
	w.Answer("decides", "decided by", unit.Word(decides))
	w.Answer("shards_for_data", "for the data", count(byData))
	w.Answer("shards_for_writes", "for the writes", count(byWrites))
	w.Answer("shards_power_of_two", "as a power of two", count(powerOfTwo(all)))
	w.Answer("nodes", "nodes", count(exact.Mul(all, s.replicas)))
	w.Answer("fullest_bytes", "fullest shard, at the end", unit.Bytes(exact.Mul(even, s.skew)))
	w.Assume("keys", "spread by hash", "the skew is what is left of unevenness: one hot key can be more than a shard, and no number of shards helps")
	w.Assume("queries", "name their shard", "a query over all shards is work for each: more shards make it no cheaper")
	w.Assume("growth", "planned for now", "splitting later moves data while it is in use")
	s.matters(&w, all, byData, byWrites)
	return w, nil
}

// powerOfTwo is the next power of two, which can be split in halves.
func powerOfTwo(n *big.Rat) *big.Rat {
	p := exact.Int(1)
	for p.Cmp(n) < 0 {
		p = exact.Mul(p, exact.Int(2))
	}
	return p
}

func (s sharding) matters(w *calc.Worksheet, all, byData, byWrites *big.Rat) {
	changes := []calc.Change{}
	for _, c := range []struct {
		input, words string
		change       func(*sharding)
	}{
		{"data", "twice the data, shards", func(o *sharding) { o.data = exact.Mul(o.data, exact.Int(2)) }},
		{"writes", "twice the writes, shards", func(o *sharding) { o.writes = exact.Mul(o.writes, exact.Int(2)) }},
		{"skew", "all alike, shards", func(o *sharding) { o.skew = exact.Int(1) }},
		{"growth", "as things are today, shards", func(o *sharding) { o.growth = exact.Int(1) }},
	} {
		other := s
		c.change(&other)
		changes = append(changes, calc.Change{Input: c.input, Words: c.words, To: count(other.needed())})
	}
	w.Compare(count(all), changes...)
	full := func(each *big.Rat) *big.Rat { return exact.Quo(exact.Mul(all, each), exact.Mul(s.growth, s.skew)) }
	w.Threshold("data", "above "+unit.Bytes(full(s.holds)).String()+" today you need "+ordinal(exact.Sum(all, exact.Int(1)))+" shard")
	w.Threshold("writes", "above "+rate(full(s.does)).String()+" today you need "+ordinal(exact.Sum(all, exact.Int(1)))+" shard")
	if byData.Cmp(byWrites) >= 0 && all.Cmp(exact.Int(1)) == 0 {
		w.Threshold("shards", "one shard is enough: do not split yet")
	}
}
