package layered

import (
	"cmp"
	"slices"
)

// sweeps is how often the order of all layers is tried to be improved.
const sweeps = 8

// arrange orders the nodes of each layer so that few links cross: each goes to
// the mean of its neighbours' places, layer by layer, to and fro, and the best
// order met is kept.
func (l *plan) arrange() {
	best, least := l.copyLayers(), l.crossings()
	for i := range sweeps {
		if least == 0 {
			break
		}
		for j := range l.layers {
			if i%2 == 0 {
				l.sortLayer(j, func(n *node) []int { return n.left })
			} else {
				l.sortLayer(len(l.layers)-1-j, func(n *node) []int { return n.right })
			}
		}
		if n := l.crossings(); n < least {
			best, least = l.copyLayers(), n
		}
	}
	l.layers = best
}

func (l *plan) copyLayers() [][]int {
	out := make([][]int, len(l.layers))
	for i, layer := range l.layers {
		out[i] = slices.Clone(layer)
	}
	return out
}

// places are the nodes' places in their layers.
func (l *plan) places() []int {
	out := make([]int, len(l.nodes))
	for _, layer := range l.layers {
		for i, n := range layer {
			out[n] = i
		}
	}
	return out
}

func (l *plan) sortLayer(layer int, neighbours func(*node) []int) {
	place := l.places()
	mean := make([]float64, len(l.nodes))
	for i, n := range l.layers[layer] {
		mean[n] = float64(i)
		if list := neighbours(&l.nodes[n]); len(list) > 0 {
			sum := 0
			for _, m := range list {
				sum += place[m]
			}
			mean[n] = float64(sum) / float64(len(list))
		}
	}
	slices.SortStableFunc(l.layers[layer], func(a, b int) int { return cmp.Compare(mean[a], mean[b]) })
}

// crossings counts the pairs of links that cross.
func (l *plan) crossings() int {
	place, n := l.places(), 0
	for _, layer := range l.layers {
		var ends [][2]int
		for i, a := range layer {
			for _, b := range l.nodes[a].right {
				for _, e := range ends {
					if e[0] < i && e[1] > place[b] {
						n++
					}
				}
				ends = append(ends, [2]int{i, place[b]})
			}
		}
	}
	return n
}
