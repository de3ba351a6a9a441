package request

import "netsplit/engine/sim"

// nodeBits is where, in the number of a connection, that of its node begins.
const nodeBits = 48

// ConnectionNumber is the number among all connections of the one that a node
// opened as its nth, from 1. After a restart it opens others: those that it had
// before are lost to it, and the other end does not know.
func ConnectionNumber(env *sim.Env, nth uint64) uint64 {
	return uint64(env.Self())<<nodeBits | (env.FirstNumber()+nth)&(1<<nodeBits-1)
}

// spares are the connections that a caller has open and does not use now.
type spares struct {
	opened uint64
	free   []uint64 // the one used last at the end
}

// KeepConnections has the caller use its connections again: as many are open as
// it has had calls under way at once.
func (c *Caller) KeepConnections() *Caller {
	c.kept = &spares{}
	return c
}

// take is the number of a connection for a call.
func (s *spares) take(env *sim.Env) uint64 {
	if last := len(s.free) - 1; last >= 0 {
		number := s.free[last]
		s.free = s.free[:last]
		return number
	}
	s.opened++
	return ConnectionNumber(env, s.opened)
}

// back has the connection of a call that ended ready for the next.
func (s *spares) back(call *Call) {
	if s != nil {
		s.free = append(s.free, call.Request.Connection)
	}
}
