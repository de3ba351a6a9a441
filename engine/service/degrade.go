package service

import (
	"slices"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Fallback is what a read gets in place of an answer that a dependency failed
// to give: less than was asked for, and more than an error.
type Fallback string

// The fallbacks.
const (
	NoFallback     Fallback = "none"
	EmptyFallback  Fallback = "empty"  // nothing, as if there was nothing to show
	CachedFallback Fallback = "cached" // what it answered last, however old
)

// rememberedKeys bounds what an instance remembers for CachedFallback.
const rememberedKeys = 1000

// memory holds the last good answers of a dependency, the oldest first.
type memory struct {
	answers map[string]request.Response
	keys    []string
}

// remember keeps a good answer to a read.
func (n *Node) remember(l *leg, r *request.Response) {
	if n.config.Fallback != CachedFallback || !n.optional(l) {
		return
	}
	m := n.memories[l.to.Component]
	if m == nil {
		m = &memory{answers: map[string]request.Response{}}
		n.memories[l.to.Component] = m
	}
	key := l.job.request.Key
	if _, known := m.answers[key]; !known {
		if len(m.keys) == rememberedKeys {
			delete(m.answers, m.keys[0])
			m.keys = m.keys[1:]
		}
		m.keys = append(m.keys, key)
	}
	m.answers[key] = *r
}

// optional reports whether a leg may fail without failing its job: it is a
// read, and the component is one of those.
func (n *Node) optional(l *leg) bool {
	return l.job.request.Verb == request.Get && l.to.Use != Queue && l.to.Use != Session &&
		(len(n.config.Optional) == 0 || slices.Contains(n.config.Optional, l.to.Component))
}

// degrade replaces a failure by the fallback, where there is one.
func (n *Node) degrade(env *sim.Env, l *leg, r *request.Response) *request.Response {
	if r.OK() {
		n.remember(l, r)
		return r
	}
	if n.config.Fallback == NoFallback || n.config.Fallback == "" || !n.optional(l) {
		return r
	}
	answer := request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key}
	if n.config.Fallback == CachedFallback {
		m := n.memories[l.to.Component]
		if m == nil {
			return r
		}
		known, ok := m.answers[l.job.request.Key]
		if !ok {
			return r
		}
		answer = known
	}
	n.stats.Degraded++
	env.Note(l.job.operation, Degraded{Instance: env.Self(), Component: l.to.Component, Fallback: n.config.Fallback, Code: r.Code})
	return &answer
}
