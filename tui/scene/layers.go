package scene

import (
	"slices"

	"netsplit/engine"
)

// layers sorts the components of a design into rows, sources first: each
// component lies below all that send to it, workers below the queue they take
// from, and a store below its caches. Arrows that would close a cycle are left
// out, so that a cyclic design is drawn too.
func layers(components []engine.Component) [][]engine.Component {
	components = downward(components)
	index := make(map[string]int, len(components))
	for i, c := range components {
		index[c.Name] = i
	}
	depth := make([]int, len(components))
	const visiting, visited = 1, 2
	mark := make([]int, len(components))
	var order []int // reverse topological
	var visit func(i int)
	visit = func(i int) {
		mark[i] = visiting
		for _, to := range components[i].To {
			if j, ok := index[to]; ok && mark[j] == 0 {
				visit(j)
			}
		}
		mark[i] = visited
		order = append(order, i)
	}
	for i := range components {
		if mark[i] == 0 {
			visit(i)
		}
	}
	position := make([]int, len(components))
	for at, i := range order {
		position[i] = len(order) - at
	}
	most := 0
	for at := len(order) - 1; at >= 0; at-- {
		i := order[at]
		for _, to := range components[i].To {
			if j, ok := index[to]; ok && position[j] > position[i] {
				depth[j] = max(depth[j], depth[i]+1)
				most = max(most, depth[j])
			}
		}
	}
	rows := make([][]engine.Component, most+1)
	for i, c := range components {
		rows[depth[i]] = append(rows[depth[i]], c)
	}
	return rows
}

// downward returns copies whose To point the way that work flows. A worker asks
// its queue, but jobs come down to it; and a cache in front of a store, which
// the services ask one after the other, is drawn in front.
func downward(components []engine.Component) []engine.Component {
	out := slices.Clone(components)
	for i := range out {
		out[i].To = slices.Clone(out[i].To)
	}
	for i, c := range components {
		switch c.Kind {
		case "worker":
			out[i].To = nil
			for j := range out {
				if slices.Contains(c.To, out[j].Name) {
					out[j].To = append(out[j].To, c.Name)
				}
			}
		case "cache":
			for _, above := range components {
				if !slices.Contains(above.To, c.Name) {
					continue
				}
				for j := range out {
					if out[j].Kind == "kv" && slices.Contains(above.To, out[j].Name) && !slices.Contains(out[i].To, out[j].Name) {
						out[i].To = append(out[i].To, out[j].Name)
					}
				}
			}
		}
	}
	return out
}
