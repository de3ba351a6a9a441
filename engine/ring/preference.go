package ring

import "slices"

// cachedLengths bounds for how many different n lists are kept. A store asks
// for its N, and a sloppy quorum for all nodes: two are usual.
const cachedLengths = 4

// preferences holds the preference lists of every arc for one n, end to end.
type preferences struct {
	asked  int     // n as asked
	length int     // of each list: fewer than asked on a small ring
	flat   []int32 // the list of arc a is flat[a*length:(a+1)*length]
}

// PreferenceList is the n nodes that should keep the key, the owner first.
//
// The rule: walk clockwise from the key and note each node the first time one
// of its tokens comes by. If all nodes share one zone, that order is the list.
// If they have different zones, replicas spread over the zones first: the
// first node met of every zone, in the order met; then the second node met
// of every zone; and so on, until there are n. So a node in a zone already
// used is taken only once every zone that still has nodes is used as often,
// and no zone has two replicas while another has a node and none. A node
// added with zone "" is in the zone named "".
//
// Nodes without tokens are never met. With fewer nodes than n the list holds
// them all.
func (r *Ring) PreferenceList(key string, n int) []string {
	return r.ArcReplicas(r.Arc(key), n)
}

// ArcReplicas is the preference list of every key on the arc that ends at
// Tokens()[arc]. It is nil for an arc that does not exist.
func (r *Ring) ArcReplicas(arc, n int) []string {
	if arc < 0 || arc >= len(r.hashes) || n < 1 {
		return nil
	}
	list := r.lists(n).of(arc)
	names := make([]string, len(list))
	for i, m := range list {
		names[i] = r.members[m].name
	}
	return names
}

// PreferenceIndexes is PreferenceList for the hot path: it takes a hash, and
// returns positions in Nodes in the memory of out, which it overwrites and
// grows only when it is too small.
func (r *Ring) PreferenceIndexes(hash uint64, n int, out []int) []int {
	out = out[:0]
	arc := r.ArcOf(hash)
	if arc < 0 || n < 1 {
		return out
	}
	for _, m := range r.lists(n).of(arc) {
		out = append(out, int(m))
	}
	return out
}

func (p *preferences) of(arc int) []int32 { return p.flat[arc*p.length : (arc+1)*p.length] }

// lists returns the preference lists for n, computing them the first time
// after a change of the ring.
func (r *Ring) lists(n int) *preferences {
	for i := range r.preferences {
		if r.preferences[i].asked == n {
			return &r.preferences[i]
		}
	}
	if len(r.preferences) == cachedLengths {
		r.preferences = slices.Delete(r.preferences, 0, 1)
	}
	r.preferences = append(r.preferences, r.compute(n))
	return &r.preferences[len(r.preferences)-1]
}

func (r *Ring) compute(n int) preferences {
	placed := 0 // nodes that have a token
	for _, m := range r.members {
		if m.tokens > 0 {
			placed++
		}
	}
	p := preferences{asked: n, length: min(n, placed)}
	p.flat = make([]int32, 0, len(r.hashes)*p.length)
	w := newWalk(r, placed)
	for arc := range r.hashes {
		p.flat = w.appendList(p.flat, arc, p.length)
	}
	return p
}

// walk is the scratch space for walking the circle from many arcs.
type walk struct {
	r      *Ring
	placed int
	seen   []int32   // seen[node] == stamp: met on this walk
	stamp  int32     // one more than the arc
	zones  [][]int32 // nodes met, by zone, in the order met
	order  []int     // zones in the order met
}

func newWalk(r *Ring, placed int) *walk {
	return &walk{r: r, placed: placed, seen: make([]int32, len(r.members)), zones: make([][]int32, r.zones)}
}

func (w *walk) appendList(list []int32, arc, n int) []int32 {
	r := w.r
	w.stamp = int32(arc) + 1
	w.order = w.order[:0]
	for z := range w.zones {
		w.zones[z] = w.zones[z][:0]
	}
	met, want := 0, n
	if r.zones > 1 {
		want = w.placed // a zone may come last
	}
	for i := arc; met < want; i++ {
		if i == len(r.hashes) {
			i = 0
		}
		node := r.owners[i]
		if w.seen[node] == w.stamp {
			continue
		}
		w.seen[node] = w.stamp
		met++
		z := r.members[node].zone
		if len(w.zones[z]) == 0 {
			w.order = append(w.order, z)
		}
		w.zones[z] = append(w.zones[z], node)
		if len(w.order) == n {
			break // n different zones: the list is their first nodes
		}
	}
	for round, taken := 0, 0; taken < n; round++ {
		for _, z := range w.order {
			if taken < n && round < len(w.zones[z]) {
				list = append(list, w.zones[z][round])
				taken++
			}
		}
	}
	return list
}
