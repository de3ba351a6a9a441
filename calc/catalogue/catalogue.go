// Package catalogue lists every calculator, so that the command line and the
// calculator page offer the same ones.
//
//	for _, c := range catalogue.All() {
//		fmt.Println(c.Name, c.Summary)
//	}
//
// Adding a calculator is a function that returns a calc.Calculator, and a line
// here.
package catalogue

import (
	"netsplit/calc"
	"netsplit/calc/availability"
	"netsplit/calc/bloom"
	"netsplit/calc/capacity"
	"netsplit/calc/cost"
	"netsplit/calc/delivery"
	"netsplit/calc/estimate"
	"netsplit/calc/ids"
	"netsplit/calc/latency"
	"netsplit/calc/queueing"
	"netsplit/calc/quorum"
	"netsplit/calc/raid"
	"netsplit/calc/recovery"
	"netsplit/calc/slo"
	"netsplit/calc/surge"
	"netsplit/calc/units"
)

// All returns the calculators in the order they are shown.
func All() []calc.Calculator {
	list := []calc.Calculator{
		availability.Nines(),
		availability.Parts(),
		slo.Calculator(),
		estimate.Calculator(),
		capacity.Scale(),
		capacity.Shards(),
		capacity.Connections(),
		delivery.Replication(),
		delivery.Fanout(),
		delivery.CDN(),
		cost.Calculator(cost.Standard()),
		quorum.Calculator(),
		queueing.Little(),
		queueing.Queue(),
		queueing.Tail(),
		surge.Burst(),
		surge.Autoscale(),
		latency.Calculator(),
		recovery.Calculator(),
		recovery.Restore(),
		raid.Calculator(),
		bloom.Calculator(),
		ids.Calculator(),
		units.Units(),
		units.Powers(),
	}
	written := examples()
	for i := range list {
		list[i].Example = written[list[i].Name]
	}
	return list
}
