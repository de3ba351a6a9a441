package capacity

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// Scale returns the calculator that sets one large server against many small
// ones.
func Scale() calc.Calculator {
	return calc.Calculator{
		Name: "scale", Title: "Scale", Summary: "one large server or many small ones, with spares and cost",
		Forms: []calc.Form{calc.NewForm("vertical against horizontal", scaleFields(), scale)},
	}
}

func scaleFields() []calc.Field {
	return []calc.Field{
		{Name: "rate", Label: "rate", Default: "4k/s", Help: "requests at the peak: 4k/s"},
		{Name: "each", Label: "each", Default: "1250/s", Help: "what one small server serves: 1250/s"},
		{Name: "spare", Label: "spare", Default: "1", Help: "servers that may fail at the peak: 1"},
		{Name: "price", Label: "price", Default: "$70/month", Help: "of one small server: $70/month"},
		{Name: "largest", Label: "largest", Default: "16", Help: "times the small one, the largest that can be bought: 16"},
		{Name: "gain", Label: "gain", Default: "90%", Help: "of the doubled work a server of twice the size really does: 90%"},
		{Name: "premium", Label: "premium", Default: "0%", Help: "what twice the size costs beyond twice the price: 10%"},
	}
}

// fleet is one way to serve the load.
type fleet struct {
	size, work    *big.Rat // of one server: in small ones, and what it serves
	needed, spare *big.Rat
	price         *big.Rat // of one server
}

func (f fleet) servers() *big.Rat { return exact.Sum(f.needed, f.spare) }

func (f fleet) cost() *big.Rat { return exact.Mul(f.servers(), f.price) }

// lost is the share of the capacity that goes with one server.
func (f fleet) lost() *big.Rat { return exact.Quo(exact.Int(1), f.servers()) }

// scaling is the parsed input.
type scaling struct {
	rate, each, spare, price, largest, gain, premium *big.Rat
}

// of is the fleet of servers of a size, a power of two of the small one.
func (s scaling) of(doublings int) fleet {
	f := fleet{size: exact.Int(1), work: s.each, price: s.price, spare: s.spare}
	for range doublings {
		f.size = exact.Mul(f.size, exact.Int(2))
		f.work = exact.Mul(f.work, exact.Int(2), s.gain)
		f.price = exact.Mul(f.price, exact.Int(2), exact.Sum(exact.Int(1), s.premium))
	}
	f.needed = exact.Ceil(exact.Quo(s.rate, f.work))
	return f
}

// vertical is the smallest size of which one server is enough, or the largest
// there is.
func (s scaling) vertical() (f fleet, enough bool) {
	for doublings := 0; ; doublings++ {
		f = s.of(doublings)
		if f.needed.Cmp(exact.Int(1)) <= 0 {
			return f, true
		}
		if exact.Mul(f.size, exact.Int(2)).Cmp(s.largest) > 0 {
			return f, false
		}
	}
}

func scale(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "scale", Shell: calc.ShellShowing("scale", scaleFields(), values, 2)}
	r := calc.Read(&w, values)
	s := scaling{r.Rate("rate"), r.Rate("each"), r.Whole("spare", 0, 1000), r.Price("price"),
		r.Whole("largest", 1, 1024), r.SomeShare("gain"), r.Share("premium")}
	if s.gain.Cmp(big.NewRat(1, 2)) <= 0 {
		r.Fail("gain", "makes a larger server no better than a small one", "give more than 50%: 90%")
	}
	if r.Err != nil {
		return calc.Worksheet{}, r.Err
	}
	w.Title = "Serve " + rate(s.rate).String() + ", one small server " + rate(s.each).String()
	out := s.of(0)
	up, enough := s.vertical()
	w.Step("servers", count(out.needed), "{} ÷ {}, rounded up", rate(s.rate), rate(s.each))
	w.Step("with spares", count(out.servers()), "{} + {}", count(out.needed), count(out.spare))
	w.Step("cost", monthly(out.cost()), "{} × {}", count(out.servers()), monthly(out.price))
	w.Step("one large one serves", rate(up.work), "{} × {}, {} of each doubling", rate(s.each), count(up.size), ratio(s.gain))
	w.Step("large ones", count(up.servers()), "{} ÷ {}, rounded up, + {}", rate(s.rate), rate(up.work), count(up.spare))
	w.Step("cost of large ones", monthly(up.cost()), "{} × {}", count(up.servers()), monthly(up.price))
	w.Answer("servers", "small servers", count(out.servers()))
	w.Answer("spare", "of them spare", count(out.spare))
	w.Answer("cost_dollars_per_second", "they cost", monthly(out.cost()))
	w.Answer("vertical_size", "a large one is", unit.Word(smallOnes(up.size)))
	w.Answer("vertical_servers", "large servers", count(up.servers()))
	w.Answer("vertical_cost_dollars_per_second", "they cost", monthly(up.cost()))
	w.Answer("vertical_enough", "one large one is enough", unit.Flag(enough))
	w.Tables = []calc.Table{fleets(out, up)}
	scaleAssumptions(&w)
	s.matters(&w, out)
	return w, nil
}

// smallOnes is a size in words: 4 small ones.
func smallOnes(size *big.Rat) string {
	if size.Cmp(exact.Int(1)) == 0 {
		return "1 small one"
	}
	return count(size).String() + " small ones"
}

func fleets(out, up fleet) calc.Table {
	t := calc.Table{Key: "options", RowKey: "option", Title: "Both ways", Corner: "way", Columns: []calc.Column{
		{Key: "size", Label: "size"}, {Key: "servers", Label: "servers"}, {Key: "lost_ratio", Label: "lost with one"},
		{Key: "used_ratio", Label: "used, all up"}, {Key: "cost_dollars_per_second", Label: "cost"}}}
	for _, row := range []struct {
		key string
		f   fleet
	}{{"horizontal", out}, {"vertical", up}} {
		f := row.f
		used := exact.Quo(f.needed, f.servers())
		t.Rows = append(t.Rows, calc.Row{Key: row.key, Label: row.key, Mark: f.cost().Cmp(exact.Min(out.cost(), up.cost())) == 0,
			Cells: []unit.Quantity{count(f.size), count(f.servers()), ratio(f.lost()), ratio(used), monthly(f.cost())}})
	}
	return t
}

func scaleAssumptions(w *calc.Worksheet) {
	w.Assume("load", "spreads evenly", "no request needs a certain server: state is elsewhere")
	w.Assume("sizes", "double", "as clouds sell them; the table takes the smallest of which one is enough")
	w.Assume("spare", "of the same size", "so that as many may fail at the peak as there are spares")
}

func (s scaling) matters(w *calc.Worksheet, out fleet) {
	twice, slower, spared, dear := s, s, s, s
	dear.price = exact.Mul(s.price, exact.Int(2))
	twice.rate = exact.Mul(s.rate, exact.Int(2))
	slower.each = exact.Mul(s.each, big.NewRat(1, 2))
	spared.spare = exact.Sum(s.spare, exact.Int(1))
	w.Compare(monthly(out.cost()),
		calc.Change{Input: "rate", Words: "twice the requests, cost", To: monthly(twice.of(0).cost())},
		calc.Change{Input: "each", Words: "half as fast a server, cost", To: monthly(slower.of(0).cost())},
		calc.Change{Input: "price", Words: "twice as high, cost", To: monthly(dear.of(0).cost())},
		calc.Change{Input: "spare", Words: "one spare more, cost", To: monthly(spared.of(0).cost())})
	next := exact.Mul(out.needed, s.each)
	w.Threshold("rate", "above "+rate(next).String()+" you need "+ordinal(exact.Sum(out.needed, exact.Int(1)))+" server")
	top := s
	top.rate = exact.Int(1)
	doublings := 0
	for size := exact.Int(2); size.Cmp(s.largest) <= 0; size = exact.Mul(size, exact.Int(2)) {
		doublings++
	}
	w.Threshold("rate", "above "+rate(top.of(doublings).work).String()+" no single server is large enough: then only more servers help")
}

// ordinal is a place in a row: "a second", "a 21st", "an 8th".
func ordinal(r *big.Rat) string {
	text := count(r).String()
	if !r.IsInt() || !r.Num().IsInt64() {
		return "one more"
	}
	n := r.Num().Int64()
	suffix, article := "th", "a "
	switch {
	case n == 2:
		return "a second"
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		suffix = "st"
	case n%10 == 2:
		suffix = "nd"
	case n%10 == 3:
		suffix = "rd"
	}
	if text[0] == '8' || n == 11 || n == 18 {
		article = "an "
	}
	return article + text + suffix
}
