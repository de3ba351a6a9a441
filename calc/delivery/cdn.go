package delivery

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// CDN returns the calculator of what an edge takes off the origin.
func CDN() calc.Calculator {
	return calc.Calculator{
		Name: "cdn", Title: "CDN", Summary: "what an edge takes off the origin, in requests, bytes, time and money",
		Forms: []calc.Form{calc.NewForm("offload", cdnFields(), cdn)},
	}
}

func cdnFields() []calc.Field {
	return []calc.Field{
		{Name: "rate", Label: "rate", Default: "10k/s", Help: "requests of all users: 10k/s"},
		{Name: "object", Label: "object", Default: "200KB", Help: "size of an answer: 200KB"},
		{Name: "hit", Label: "hit", Default: "95%", Help: "share that the edge answers itself: 95%"},
		{Name: "edge-time", Label: "edge-time", Default: "20ms", Help: "to the edge and back: 20ms"},
		{Name: "origin-time", Label: "origin-time", Default: "150ms", Help: "from the edge to the origin and back: 150ms"},
		{Name: "origin-price", Label: "origin-price", Default: "$0.09/GB", Help: "of what leaves the origin: $0.09/GB"},
		{Name: "edge-price", Label: "edge-price", Default: "$0.06/GB", Help: "of what leaves the edge: $0.06/GB"},
	}
}

// offload is the parsed input.
type offload struct {
	rate, object, hit, near, far, originPrice, edgePrice *big.Rat
}

func (o offload) miss() *big.Rat { return exact.Sub(exact.Int(1), o.hit) }

func (o offload) origin() *big.Rat { return exact.Mul(o.rate, o.miss()) }

// time is the mean: every request goes to the edge, a miss goes on.
func (o offload) time() *big.Rat { return exact.Sum(o.near, exact.Mul(o.miss(), o.far)) }

// bytes is what leaves the edge; the origin sends the misses of it.
func (o offload) bytes() *big.Rat { return exact.Mul(o.rate, o.object) }

func (o offload) cost() *big.Rat {
	return exact.Mul(o.bytes(), exact.Sum(o.edgePrice, exact.Mul(o.miss(), o.originPrice)))
}

func (o offload) without() *big.Rat { return exact.Mul(o.bytes(), o.originPrice) }

func monthly(r *big.Rat) unit.Measure {
	return unit.MeasureOf(r, unit.Dimension{Dollars: 1, Time: -1})
}

func cdn(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "cdn", Shell: calc.ShellShowing("cdn", cdnFields(), values, 3)}
	r := calc.Read(&w, values)
	o := offload{r.Rate("rate"), r.Bytes("object"), r.Share("hit"), r.SpanOrNone("edge-time"), r.SpanOrNone("origin-time"),
		r.PriceOfData("origin-price"), r.PriceOfData("edge-price")}
	if r.Err != nil {
		return calc.Worksheet{}, r.Err
	}
	w.Title = rate(o.rate).String() + " of " + unit.Bytes(o.object).String() + ", " + share(o.hit).String() + " of them from the edge"
	toOrigin := exact.Mul(o.bytes(), o.miss())
	perGB := func(r *big.Rat) unit.Measure { return unit.MeasureOf(r, unit.Dimension{Dollars: 1, Data: -1}) }
	w.Step("to the origin", rate(o.origin()), "{} × (100% − {})", rate(o.rate), share(o.hit))
	w.Step("from the edge", flow(o.bytes()), "{} × {}", rate(o.rate), unit.Bytes(o.object))
	w.Step("from the origin", flow(toOrigin), "{} × (100% − {})", flow(o.bytes()), share(o.hit))
	w.Step("mean time", seconds(o.time()), "{} + (100% − {}) × {}", seconds(o.near), share(o.hit), seconds(o.far))
	w.Step("cost", monthly(o.cost()), "{} × {} + {} × {}", flow(o.bytes()), perGB(o.edgePrice), flow(toOrigin), perGB(o.originPrice))
	w.Step("cost without", monthly(o.without()), "{} × {}", flow(o.bytes()), perGB(o.originPrice))
	w.Answer("offload_ratio", "taken off the origin", share(o.hit))
	w.Answer("origin_per_second", "requests to the origin", rate(o.origin()))
	w.Answer("origin_bytes_per_second", "bytes from the origin", flow(toOrigin))
	w.Answer("edge_bytes_per_second", "bytes from the edge", flow(o.bytes()))
	w.Answer("mean_seconds", "mean time", seconds(o.time()))
	w.Answer("without_seconds", "without an edge", seconds(o.far))
	w.Answer("cost_dollars_per_second", "traffic costs", monthly(o.cost()))
	w.Answer("cost_without_dollars_per_second", "without an edge", monthly(o.without()))
	w.Assume("hits", "alike in size", "where large objects hit more often, more bytes than requests are taken off")
	w.Assume("price", "a round figure", "typical of list prices for the first terabytes; give --edge-price and --origin-price as they are on your bill")
	w.Assume("month", "30d", "in which costs are printed")
	o.matters(&w)
	return w, nil
}

func (o offload) matters(w *calc.Worksheet) {
	worse, better, none, busy := o, o, o, o
	busy.rate = exact.Mul(o.rate, exact.Int(2))
	worse.hit = exact.Above(o.hit, big.NewRat(5, 100))
	better.hit = exact.Sum(o.hit, exact.Quo(o.miss(), exact.Int(2)))
	none.hit = new(big.Rat)
	w.Compare(rate(o.origin()),
		calc.Change{Input: "hit", Words: share(worse.hit).String() + ", five points less, to the origin", To: rate(worse.origin())},
		calc.Change{Input: "hit", Words: share(better.hit).String() + ", half the misses, to the origin", To: rate(better.origin())},
		calc.Change{Input: "rate", Words: "twice as many, to the origin", To: rate(busy.origin())},
		calc.Change{Input: "hit", Words: "an empty edge, after a flush, to the origin", To: rate(none.origin())})
	// The edge pays where edge + miss × origin < origin.
	switch pays := exact.Quo(o.edgePrice, o.originPrice); {
	case o.edgePrice.Sign() == 0:
	case o.edgePrice.Cmp(o.originPrice) >= 0:
		w.Threshold("edge-price", "the edge costs more than it saves at any share of hits: it has to pay by being near")
	default:
		w.Threshold("hit", "above "+share(pays).String()+" the edge costs less than it saves")
	}
	if o.near.Cmp(o.far) < 0 && o.far.Sign() > 0 {
		w.Threshold("hit", "above "+share(exact.Quo(o.near, o.far)).String()+" the mean time is shorter than without an edge")
	}
}
