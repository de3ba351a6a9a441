package engine

import (
	"fmt"
	"strings"

	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/service"
)

// gather is which rows a request reads and writes.
func (p *servicePart) gather(c scenario.Component) {
	g := &p.config.Gather
	*g = service.Gather{In: g.In, Rows: c.Int("rows"), Read: service.Which(c.Text("read-rows")), Write: service.Which(c.Text("write-rows")),
		WithKey: c.Bool("read-key"), Fetch: service.Fetch(c.Text("fetch")), Body: int(c.Bytes("row-size")),
		SubKeys: c.Int("sub-keys"), Hot: c.List("hot-keys"), ReadsFrom: c.List("reads-from"), WritesTo: c.List("writes-to")}
}

// rowsIn is the store of the rows: the one named, or the last that is called.
func (p *servicePart) rowsIn(w *world) string {
	in := p.spec.Text("rows-in")
	for _, name := range p.spec.List("calls") {
		if part, ok := w.parts[name]; ok && isStore(part) && !p.spec.Given("rows-in") {
			in = name
		}
	}
	return in
}

// holder is a store whose last values can be looked at from outside.
type holder interface {
	finals(w *world) map[string]string
}

// differing counts the rows that are copies of a key and do not hold what it
// holds: those that a write did not get to.
func (p *servicePart) differing(w *world) int {
	h, ok := w.parts[p.config.Gather.In].(holder)
	if !ok || p.config.Gather.Write != service.AllRows {
		return 0
	}
	copies, sources := h.finals(w), map[string]string{}
	for _, name := range p.spec.List("calls") {
		if s, ok := w.parts[name].(holder); ok {
			for key, value := range s.finals(w) { // order-free: fills a map
				if !strings.Contains(key, "/") {
					sources[key] = value
				}
			}
		}
	}
	n := 0
	for key, value := range sources { // order-free: a count
		for i := range p.config.Gather.Rows {
			if copies[fmt.Sprintf("%s/%d", key, i+1)] != value {
				n++
			}
		}
	}
	return n
}

func (p *servicePart) gatherMeasures(w *world) []measure {
	return []measure{
		{name: "bytes", unit: metric.UnitBytes, value: p.sum(func(s *service.Stats) int { return s.Bytes })},
		{name: "differing-rows", unit: metric.UnitCount, heavy: true, value: func() float64 { return float64(p.differing(w)) }},
	}
}
