package engine

import (
	"fmt"

	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// reshape changes which shard has which keys.
func (w *world) reshape(c scenario.Command) error {
	switch c := c.(type) {
	case scenario.SplitShard:
		p, ids, err := w.shards(c.Member)
		if err != nil {
			return err
		}
		return p.split(w, ids[0], c.At)
	case scenario.MergeShards:
		p, ids, err := w.shards(c.From, c.Into)
		if err != nil {
			return err
		}
		return p.merge(w, ids[0], ids[1])
	case scenario.MoveKey:
		if p, ok := w.parts[c.To].(shardable); ok {
			return p.move(w, c.Key, sim.Nobody)
		}
		p, ids, err := w.shards(c.To)
		if err != nil {
			return err
		}
		return p.move(w, c.Key, ids[0])
	}
	return nil
}

// shards finds nodes that keep shards of one store.
func (w *world) shards(names ...string) (shardable, []sim.NodeID, error) {
	var ids []sim.NodeID
	component := ""
	for _, name := range names {
		id, err := w.node(name)
		if err != nil {
			return nil, nil, err
		}
		if component != "" && w.nodes[id].component != component {
			return nil, nil, fmt.Errorf("%s and %s belong to different stores", names[0], name)
		}
		component = w.nodes[id].component
		ids = append(ids, id)
	}
	p, ok := w.parts[component].(shardable)
	if !ok {
		return nil, nil, fmt.Errorf("%s is a node of %s, which has no shards", names[0], component)
	}
	return p, ids, nil
}
