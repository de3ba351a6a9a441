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
