package workload

import (
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// address is what a session was told that a name stands for.
type address struct {
	component string
	until     clock.Time
}

// asked is a session's question.
type asked struct {
	process int
	name    string
}

// maxAddresses bounds what the sessions of one client remember together.
const maxAddresses = 100_000

// addressOf is the component that a session goes to: the one that it was told
// to, or what it got for a name. False: it has to ask a resolver.
func (d *driver) addressOf(env *sim.Env, a *attempt) (string, bool) {
	if _, isName := d.caller.Resolver(env, a.component, a.Process); !isName {
		return a.component, true
	}
	if a.address != "" {
		return a.address, true
	}
	known, ok := d.addresses[asked{a.Process, a.component}]
	return known.component, ok && env.Now() < known.until
}

// resolve asks what a name stands for.
func (d *driver) resolve(env *sim.Env, a *attempt, resolver sim.NodeID) {
	call := d.caller.Start(env, resolver, a.ID, a.ID, request.Request{Verb: request.Resolve, Key: a.component, Session: a.Request.Session}, a.timeout)
	d.sent(call)
	a.calls = append(a.calls, call)
}

// resolved goes on with an operation whose address is known now.
func (d *driver) resolved(env *sim.Env, a *attempt, r request.Response) bool {
	if len(d.addresses) >= maxAddresses {
		clear(d.addresses)
	}
	d.addresses[asked{a.Process, a.component}] = address{r.Value, env.Now().Add(r.TTL)}
	a.address = r.Value // good for this operation even when it may not be kept
	return d.again(env, a)
}

// via is the component that the operation was sent to.
func (a *attempt) via(addresses map[asked]address) string {
	if known, ok := addresses[asked{a.Process, a.component}]; ok {
		return known.component
	}
	return a.component
}
