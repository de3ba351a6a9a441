package engine

import (
	"netsplit/engine/balancer"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type balancerPart struct {
	member
	config *balancer.Config
}

func (p *balancerPart) build(w *world) {
	p.config = &balancer.Config{Policy: balancer.Policy(p.spec.Text("policy")), To: p.spec.Text("to")}
	p.spawn(w, func() sim.Node { return balancer.New(p.config, w.directory) })
}

func (p *balancerPart) set(_ *world, parameter string, c scenario.Component) error {
	if parameter != "policy" {
		return errFixed(parameter)
	}
	p.config.Policy = balancer.Policy(c.Text("policy"))
	return nil
}

func (p *balancerPart) node(w *world) *balancer.Node {
	n, _ := w.sim.Node(p.ids[0]).(*balancer.Node)
	return n
}

func (p *balancerPart) measures(w *world) []measure {
	return []measure{{name: "in-progress", unit: metric.UnitCount, value: func() float64 {
		if n := p.node(w); n != nil {
			return float64(n.InProgress())
		}
		return 0
	}}}
}

func (p *balancerPart) view(*world, *Snapshot) {}

func (p *balancerPart) detail(w *world, _ sim.NodeID) string {
	if n := p.node(w); n != nil {
		return n.Detail()
	}
	return ""
}

func (p *balancerPart) sends() []string { return []string{p.spec.Text("to")} }
