package socket

import "netsplit/engine/request"

// Inlet puts what arrives on a connection into order.
type Inlet struct {
	got   uint64 // all up to this one came
	told  uint64 // so many were sent, as far as it knows
	early map[uint64]request.Update
}

// mostEarly bounds what waits for one that is missing.
const mostEarly = 10_000

// Take takes a data frame, and returns what may be read now. False: too much
// waits, and the connection is of no use any more.
func (i *Inlet) Take(f *Frame) (ready []request.Update, ok bool) {
	i.Heard(f.Seq)
	if f.Seq <= i.got {
		return nil, true // a copy
	}
	if i.early == nil {
		i.early = map[uint64]request.Update{}
	}
	i.early[f.Seq] = *f.Update
	for u, there := i.early[i.got+1]; there; u, there = i.early[i.got+1] {
		i.got++
		delete(i.early, i.got)
		ready = append(ready, u)
	}
	return ready, len(i.early) < mostEarly
}

// Heard notes how many the server says it has sent.
func (i *Inlet) Heard(seq uint64) { i.told = max(i.told, seq) }

// Missing reports whether one was sent that is not there, and up to which all
// came.
func (i *Inlet) Missing() (bool, uint64) { return i.told > i.got, i.got }
