package service

import (
	"strings"
	"time"

	"netsplit/engine/network"
	"netsplit/engine/sim"
)

// Endpoint is a path with a time of its own: one part of a service that is
// several in one.
type Endpoint struct {
	Prefix string
	Time   network.Distribution
}

// Answer is how many bytes the answers to reads of a path have.
type Answer struct {
	Prefix string
	Bytes  int
}

// size is how many bytes the answer to a read has: those of its path, or as many
// as the request says.
func (n *Node) size(j *job) int {
	for _, a := range n.config.Answers { // the longest prefix first
		if strings.HasPrefix(j.request.Path, a.Prefix) {
			return a.Bytes
		}
	}
	return j.request.Body
}

// Host says how busy the neighbours of an instance are that share its machine,
// from 0 to 1.
type Host interface {
	Pressure(instance sim.NodeID) float64
}

// duration is how long the instance works on a request itself.
func (n *Node) duration(env *sim.Env, j *job) time.Duration {
	law := n.config.Time
	for _, e := range n.config.Endpoints { // the longest prefix first
		if strings.HasPrefix(j.request.Path, e.Prefix) {
			law = e.Time
			break
		}
	}
	d := law.Sample(env.Rand())
	if n.config.Interference > 0 {
		us := float64(d/time.Microsecond) * (1 + n.config.Interference*n.host.Pressure(env.Self()))
		d = time.Duration(us) * time.Microsecond
	}
	return d + j.cold + env.Slow()
}
